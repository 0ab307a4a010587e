// Adam for tfjs's wasm backend, on the wasm heap itself: one pass where a dozen of tfjs's operations would each go over all
// weights. In double precision between reading and writing.

import type * as tf from '@tensorflow/tfjs-core';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import type { AdamAttributes } from '../../core/fused-kernels';

export const wasmAdam: tf.KernelFunc = ({ inputs, backend, attrs }) => {
  const { state, gradient, decayMask } = inputs as Record<
    'state' | 'gradient' | 'decayMask',
    tf.TensorInfo
  >;
  const wasm = backend as BackendWasm;
  const next = wasm.makeOutput(state.shape, 'float32');
  // Views are taken last: making the output may have moved the heap.
  const [output, before, slopes, mask] = [next, state, gradient, decayMask].map(
    (tensor) => wasm.typedArrayFromHeap(tensor) as Float32Array,
  ) as [Float32Array, Float32Array, Float32Array, Float32Array];
  step({ output, before, slopes, mask }, attrs as unknown as AdamAttributes);
  return next;
};

interface StepArrays {
  /** Weights, momentum and velocity one after the other, as `before`. */
  readonly output: Float32Array;
  readonly before: Float32Array;
  readonly slopes: Float32Array;
  readonly mask: Float32Array;
}

function step({ output, before, slopes, mask }: StepArrays, attributes: AdamAttributes): void {
  const { learningRate, beta1, beta2, epsilon, weightDecay, decoupled, step } = attributes;
  const size = slopes.length;
  const rate = learningRate / (1 - beta1 ** step);
  const ofVelocity = 1 / (1 - beta2 ** step);
  for (let i = 0; i < size; i++) {
    const weight = before[i]!;
    const decay = weightDecay * mask[i]! * weight;
    const slope = decoupled ? slopes[i]! : slopes[i]! + decay;
    const momentum = beta1 * before[size + i]! + (1 - beta1) * slope;
    const velocity = beta2 * before[2 * size + i]! + (1 - beta2) * slope * slope;
    const kept = decoupled ? weight - learningRate * decay : weight;
    output[i] = kept - (rate * momentum) / (Math.sqrt(ofVelocity * velocity) + epsilon);
    output[size + i] = momentum;
    output[2 * size + i] = velocity;
  }
}
