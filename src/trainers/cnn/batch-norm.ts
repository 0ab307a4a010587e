// Batch normalisation followed by ReLU as prediction does it: mean and variance were gathered while training.
// Works on [positions, channels]: a picture's batch, frames and bands are all positions.

import * as tf from '@tensorflow/tfjs-core';
import { EPSILON } from './inference';

export function normaliseWith(
  x: tf.Tensor2D,
  { gamma, beta, mean, variance }: Record<'gamma' | 'beta' | 'mean' | 'variance', tf.Tensor1D>,
): tf.Tensor2D {
  const scale = tf.mul(gamma, tf.rsqrt(tf.add(variance, EPSILON)));
  const shift = tf.sub(beta, tf.mul(mean, scale));
  return tf.relu(tf.add(tf.mul(x, scale), shift));
}
