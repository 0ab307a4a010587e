// One step of Adam (or AdamW) on WebGPU: one dispatch for all weights, their momentum and their velocity.

import type * as tf from '@tensorflow/tfjs-core';
import type { WebGPUBackend, WebGPUProgram } from '@tensorflow/tfjs-backend-webgpu';
import type { AdamAttributes } from '../../core/fused-kernels';
import { flat, flatProgram, floats, integers } from './webgpu-program';

export const adam: tf.KernelFunc = (call) => {
  const { state, gradient, decayMask } = call.inputs as Record<
    'state' | 'gradient' | 'decayMask',
    tf.TensorInfo
  >;
  const { learningRate, beta1, beta2, epsilon, weightDecay, decoupled, step } =
    call.attrs as unknown as AdamAttributes;
  const backend = call.backend as WebGPUBackend;
  const [count] = flat(gradient).shape as [number];
  const uniforms = [
    ...integers(count),
    ...floats(beta1, 1 - beta1, beta2, 1 - beta2, epsilon),
    ...floats(learningRate / (1 - beta1 ** step), 1 / (1 - beta2 ** step)),
    ...floats(decoupled ? 0 : weightDecay, decoupled ? weightDecay * learningRate : 0),
  ];
  const next = backend.runWebGPUProgram(
    adamProgram([3 * count], count),
    [state, gradient, decayMask].map(flat),
    'float32',
    uniforms,
  );
  return { ...next, shape: state.shape };
};

/** One thread a weight. */
function adamProgram(outputShape: number[], threads: number): WebGPUProgram {
  return {
    variableNames: ['state', 'gradient', 'decayMask'],
    uniforms: `count : i32,
      beta1 : f32, rest1 : f32, beta2 : f32, rest2 : f32, epsilon : f32,
      rate : f32, velocityScale : f32, coupledDecay : f32, decoupledDecay : f32,`,
    ...flatProgram(outputShape, 'earmark_adam', threads),
    getUserCode: () => /* wgsl */ `
      fn main(index : i32) {
        if (index < uniforms.count) {
          let weight = state[index];
          let slope = gradient[index] + uniforms.coupledDecay * decayMask[index] * weight;
          let momentum = state[uniforms.count + index] * uniforms.beta1 + slope * uniforms.rest1;
          let velocity =
            state[2 * uniforms.count + index] * uniforms.beta2 + slope * slope * uniforms.rest2;
          let update = momentum * uniforms.rate
            / (sqrt(velocity * uniforms.velocityScale) + uniforms.epsilon);
          let kept = weight * (1.0 - uniforms.decoupledDecay * decayMask[index]);
          result[index] = kept - update;
          result[uniforms.count + index] = momentum;
          result[2 * uniforms.count + index] = velocity;
        }
      }`,
  };
}
