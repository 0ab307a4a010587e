// Gradient of 2-D max-pooling on WebGPU in one pass: each input asks of every window it is in whether it is that window's
// first maximum. tfjs writes down the maxima's places in a pass of its own, and looks through all windows nearby.

import * as tf from '@tensorflow/tfjs-core';
import type { WebGPUBackend, WebGPUProgram } from '@tensorflow/tfjs-backend-webgpu';
import { flat, flatProgram, type Uniforms } from './webgpu-program';

interface PoolAttributes {
  readonly filterSize: number | [number, number];
  readonly strides: number | [number, number];
  readonly pad: 'valid' | 'same' | number;
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

export const maxPoolGradient: tf.KernelFunc = (call) => {
  const { dy, input } = call.inputs as Record<'dy' | 'input', tf.TensorInfo>;
  const { filterSize, strides, pad, dimRoundingMode } = call.attrs as unknown as PoolAttributes;
  const info = tf.backend_util.computePool2DInfo(
    input.shape as [number, number, number, number],
    filterSize,
    strides,
    1,
    pad,
    dimRoundingMode,
  );
  const uniforms = [
    [info.inHeight, info.inWidth, info.outHeight, info.outWidth],
    [info.filterHeight, info.filterWidth, info.strideHeight, info.strideWidth],
    [info.padInfo.top, info.padInfo.left],
    [info.inChannels],
  ].map((data): Uniforms[number] => ({ type: 'int32', data }));
  const dX = (call.backend as WebGPUBackend).runWebGPUProgram(
    maxPoolGradientProgram(flat(input).shape),
    [flat(dy), flat(input)],
    'float32',
    uniforms,
  );
  return { ...dX, shape: input.shape };
};

/** One thread an input value. */
function maxPoolGradientProgram(outputShape: number[]): WebGPUProgram {
  return {
    variableNames: ['dy', 'x'],
    uniforms: 'sizes : vec4<i32>, window : vec4<i32>, padding : vec2<i32>, channels : i32,',
    ...flatProgram(outputShape, 'earmark_max_pool_gradient'),
    getUserCode: () => /* wgsl */ `
      fn main(index : i32) {
        if (index < uniforms.size) {
          let inSize = uniforms.sizes.xy;
          let outSize = uniforms.sizes.zw;
          let window = uniforms.window.xy;
          let step = uniforms.window.zw;
          let channels = uniforms.channels;

          let channel = index % channels;
          let place = index / channels;
          let image = place / (inSize.x * inSize.y);
          let here = vec2<i32>((place / inSize.y) % inSize.x, place % inSize.y);
          let padded = here + uniforms.padding;
          let firstOut = max((padded - window + step) / step, vec2<i32>(0));
          let lastOut = min(padded / step, outSize - 1);
          let value = x[index];

          var sum = 0.0;
          for (var outY = firstOut.x; outY <= lastOut.x; outY = outY + 1) {
            for (var outX = firstOut.y; outX <= lastOut.y; outX = outX + 1) {
              let corner = vec2<i32>(outY, outX) * step - uniforms.padding;
              let start = max(corner, vec2<i32>(0));
              let end = min(corner + window, inSize);
              var isFirstMaximum = true;
              for (var y = start.x; y < end.x; y = y + 1) {
                for (var column = start.y; column < end.y; column = column + 1) {
                  let other = x[((image * inSize.x + y) * inSize.y + column) * channels + channel];
                  let isBefore = y < here.x || (y == here.x && column < here.y);
                  isFirstMaximum =
                    isFirstMaximum && !(other > value || (isBefore && other == value));
                }
              }
              let out = ((image * outSize.x + outY) * outSize.y + outX) * channels + channel;
              sum = sum + select(0.0, dy[out], isFirstMaximum);
            }
          }
          result[index] = sum;
        }
      }`,
  };
}
