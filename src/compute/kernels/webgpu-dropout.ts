// Dropout on WebGPU, its noise drawn there: the very mask that `dropoutNoise` gives, which is integers all the way.

import type * as tf from '@tensorflow/tfjs-core';
import type { WebGPUBackend, WebGPUProgram } from '@tensorflow/tfjs-backend-webgpu';
import type { DropoutAttributes } from '../../core/fused-kernels';
import { flat, flatProgram, floats, unsigned } from './webgpu-program';

const NOISE_LEVELS = 2 ** 24;

export const dropout: tf.KernelFunc = (call) => {
  const { x } = call.inputs as { x: tf.TensorInfo };
  const { rate, seed, firstRow } = call.attrs as unknown as DropoutAttributes;
  const backend = call.backend as WebGPUBackend;
  const first = (firstRow * x.shape[1]!) >>> 0;
  const threshold = Math.ceil(rate * NOISE_LEVELS);
  const uniforms = [...unsigned(seed >>> 0, first, threshold), ...floats(1 / (1 - rate))];
  const { shape } = flat(x);
  const output = backend.runWebGPUProgram(dropoutProgram(shape), [flat(x)], 'float32', uniforms);
  return { ...output, shape: x.shape };
};

/** One thread a value. */
function dropoutProgram(outputShape: number[]): WebGPUProgram {
  return {
    variableNames: ['x'],
    uniforms: 'seed : u32, first : u32, threshold : u32, kept : f32,',
    ...flatProgram(outputShape, 'earmark_dropout'),
    getUserCode: () => /* wgsl */ `
      fn pcg(input : u32) -> u32 {
        let state = input * 747796405u + 2891336453u;
        let word = ((state >> ((state >> 28u) + 4u)) ^ state) * 277803737u;
        return (word >> 22u) ^ word;
      }
      fn main(index : i32) {
        if (index < uniforms.size) {
          let noise = pcg(pcg(uniforms.first + u32(index)) ^ uniforms.seed) >> 8u;
          result[index] = x[index] * select(uniforms.kept, 0.0, noise < uniforms.threshold);
        }
      }`,
  };
}
