// Gradient of 2-D max-pooling for tfjs's wasm backend, on the wasm heap itself: each output's gradient goes to the
// first maximum of its window.

import * as tf from '@tensorflow/tfjs-core';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';

interface PoolAttributes {
  readonly filterSize: number | [number, number];
  readonly strides: number | [number, number];
  readonly pad: 'valid' | 'same' | number;
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

type Shape4D = [number, number, number, number];

export const maxPoolGradient: tf.KernelFunc = ({ inputs, backend, attrs }) => {
  const { dy, input } = inputs as { dy: tf.TensorInfo; input: tf.TensorInfo };
  const { filterSize, strides, pad, dimRoundingMode } = attrs as unknown as PoolAttributes;
  const info = tf.backend_util.computePool2DInfo(
    input.shape as Shape4D,
    filterSize,
    strides,
    1,
    pad,
    dimRoundingMode,
  );
  const wasm = backend as BackendWasm;
  const dx = wasm.makeOutput(input.shape, 'float32');
  // Views are taken last: making the output may have moved the heap.
  const heap = (tensor: tf.TensorInfo) => wasm.typedArrayFromHeap(tensor) as Float32Array;
  scatter(heap(dx).fill(0), heap(dy), heap(input), info);
  return dx;
};

function scatter(
  dx: Float32Array,
  dy: Float32Array,
  input: Float32Array,
  info: tf.backend_util.Conv2DInfo,
): void {
  const { batchSize, inChannels, inHeight, inWidth, outHeight, outWidth } = info;
  let out = 0;
  for (let batch = 0; batch < batchSize; batch++) {
    for (let outY = 0; outY < outHeight; outY++) {
      const cornerY = outY * info.strideHeight - info.padInfo.top;
      const firstY = Math.max(0, cornerY);
      const lastY = Math.min(inHeight, cornerY + info.filterHeight);
      for (let outX = 0; outX < outWidth; outX++) {
        const cornerX = outX * info.strideWidth - info.padInfo.left;
        const firstX = Math.max(0, cornerX);
        const lastX = Math.min(inWidth, cornerX + info.filterWidth);
        for (let channel = 0; channel < inChannels; channel++, out++) {
          let best = ((batch * inHeight + firstY) * inWidth + firstX) * inChannels + channel;
          for (let y = firstY; y < lastY; y++) {
            for (let x = firstX; x < lastX; x++) {
              const index = ((batch * inHeight + y) * inWidth + x) * inChannels + channel;
              if (input[index]! > input[best]!) best = index;
            }
          }
          dx[best]! += dy[out]!;
        }
      }
    }
  }
}
