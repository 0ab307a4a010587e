// Gradient of 2-D max-pooling on WebGPU in one pass; a window's first maximum gets its gradient. Where every input is in
// one window, each window writes its inputs; else each input asks of every window it is in whether it is its first maximum.
// tfjs writes down the maxima's places in a pass of its own, and looks through all windows nearby.

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
    [flat(dy).shape[0]!],
  ].map((data): Uniforms[number] => ({ type: 'int32', data }));
  const program = isTiling(info)
    ? tilingProgram(flat(input).shape, flat(dy).shape[0]!)
    : overlappingProgram(flat(input).shape);
  const inputs = [flat(dy), flat(input)];
  const backend = call.backend as WebGPUBackend;
  const dX = backend.runWebGPUProgram(program, inputs, 'float32', uniforms);
  return { ...dX, shape: input.shape };
};

/** Whether every input is in exactly one window. */
function isTiling(info: tf.backend_util.Conv2DInfo): boolean {
  const { filterHeight, filterWidth, strideHeight, strideWidth, padInfo } = info;
  return (
    filterHeight === strideHeight &&
    filterWidth === strideWidth &&
    info.outHeight * strideHeight - padInfo.top >= info.inHeight &&
    info.outWidth * strideWidth - padInfo.left >= info.inWidth
  );
}

const UNIFORMS =
  'sizes : vec4<i32>, window : vec4<i32>, padding : vec2<i32>, channels : i32, windows : i32,';

/** One thread a window and channel. */
function tilingProgram(outputShape: number[], windows: number): WebGPUProgram {
  return {
    variableNames: ['dy', 'x'],
    uniforms: UNIFORMS,
    ...flatProgram(outputShape, 'earmark_max_pool_gradient_tiling', windows),
    getUserCode: () => /* wgsl */ `
      fn main(index : i32) {
        if (index < uniforms.windows) {
          let inSize = uniforms.sizes.xy;
          let outSize = uniforms.sizes.zw;
          let channels = uniforms.channels;
          let channel = index % channels;
          let place = index / channels;
          let image = place / (outSize.x * outSize.y);
          let out = vec2<i32>((place / outSize.y) % outSize.x, place % outSize.y);
          let corner = out * uniforms.window.xy - uniforms.padding;
          let start = max(corner, vec2<i32>(0));
          let end = min(corner + uniforms.window.xy, inSize);
          let origin = image * inSize.x * inSize.y * channels + channel;

          var best = origin + (start.x * inSize.y + start.y) * channels;
          var largest = x[best];
          for (var y = start.x; y < end.x; y = y + 1) {
            for (var column = start.y; column < end.y; column = column + 1) {
              let at = origin + (y * inSize.y + column) * channels;
              let value = x[at];
              best = select(best, at, value > largest);
              largest = select(largest, value, value > largest);
            }
          }
          let slope = dy[index];
          for (var y = start.x; y < end.x; y = y + 1) {
            for (var column = start.y; column < end.y; column = column + 1) {
              let at = origin + (y * inSize.y + column) * channels;
              result[at] = select(0.0, slope, at == best);
            }
          }
        }
      }`,
  };
}

/** One thread an input value. */
function overlappingProgram(outputShape: number[]): WebGPUProgram {
  return {
    variableNames: ['dy', 'x'],
    uniforms: UNIFORMS,
    ...flatProgram(outputShape, 'earmark_max_pool_gradient_overlapping'),
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
