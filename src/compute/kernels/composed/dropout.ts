// Dropout with its noise drawn by the processor and sent to the device: for backends without a kernel of ours, and what
// ours is held to.

import * as tf from '@tensorflow/tfjs-core';
import { dropoutNoise, type DropoutAttributes } from '../../../core/fused-kernels';

export const dropout: tf.KernelFunc = ({ inputs, attrs }) => {
  const { x } = inputs as { x: tf.Tensor2D };
  const { rate, seed, firstRow } = attrs as unknown as DropoutAttributes;
  const first = firstRow * x.shape[1];
  const kept = 1 / (1 - rate);
  const mask = new Float32Array(x.size);
  for (let i = 0; i < mask.length; i++) mask[i] = dropoutNoise(seed, first + i) < rate ? 0 : kept;
  return tf.tidy(() => tf.mul(x, tf.tensor2d(mask, x.shape)));
};
