// What batch normalisation gathers while training, and how prediction normalises by it, followed by ReLU.
// Works on [positions, channels]: a picture's batch, frames and bands are all positions.

import * as tf from '@tensorflow/tfjs-core';

/** Share of the running mean and variance that a step keeps, once there have been enough steps. */
const STATISTICS_MOMENTUM = 0.95;

export function normaliseWith(
  x: tf.Tensor2D,
  { gamma, beta, mean, variance }: Record<'gamma' | 'beta' | 'mean' | 'variance', tf.Tensor1D>,
  epsilon: number,
): tf.Tensor2D {
  const scale = tf.mul(gamma, tf.rsqrt(tf.add(variance, epsilon)));
  const shift = tf.sub(beta, tf.mul(mean, scale));
  return tf.relu(tf.add(tf.mul(x, scale), shift));
}

/** A plain average at first, so that early epochs are judged fairly, then an exponential one. */
export function gathered(
  statistics: tf.Tensor1D,
  moments: tf.Tensor1D,
  averagedSteps: number,
): tf.Tensor1D {
  const kept = Math.min(STATISTICS_MOMENTUM, averagedSteps / (averagedSteps + 1));
  return tf.add(tf.mul(statistics, kept), tf.mul(moments, 1 - kept));
}
