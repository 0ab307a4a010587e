// Batch normalisation followed by ReLU (Ioffe & Szegedy 2015), and its gradient in closed form.
// Works on [positions, channels]: a picture's batch, frames and bands are all positions.

import * as tf from '@tensorflow/tfjs-core';

export const EPSILON = 1e-3;

export interface NormalisedBatch {
  /** After scale, shift and ReLU, shape [positions, channels]. */
  readonly output: tf.Tensor2D;
  /** Zero mean, unit variance, shape [positions, channels]. */
  readonly standardised: tf.Tensor2D;
  /** Each shape [channels]. */
  readonly mean: tf.Tensor1D;
  readonly variance: tf.Tensor1D;
  readonly inverseDeviation: tf.Tensor1D;
}

/** Training: mean and variance are the batch's own (biased variance, as everywhere). */
export function normaliseBatch(
  x: tf.Tensor2D,
  gamma: tf.Tensor1D,
  beta: tf.Tensor1D,
): NormalisedBatch {
  const mean = tf.mean<tf.Tensor1D>(x, 0);
  const centred = tf.sub(x, mean);
  const variance = tf.mean<tf.Tensor1D>(tf.square(centred), 0);
  const inverseDeviation: tf.Tensor1D = tf.rsqrt(tf.add(variance, EPSILON));
  const standardised: tf.Tensor2D = tf.mul(centred, inverseDeviation);
  const output: tf.Tensor2D = tf.relu(tf.add(tf.mul(standardised, gamma), beta));
  return { output, standardised, mean, variance, inverseDeviation };
}

/** Inference: mean and variance were gathered while training. */
export function normaliseWith(
  x: tf.Tensor2D,
  { gamma, beta, mean, variance }: Record<'gamma' | 'beta' | 'mean' | 'variance', tf.Tensor1D>,
): tf.Tensor2D {
  const scale = tf.mul(gamma, tf.rsqrt(tf.add(variance, EPSILON)));
  const shift = tf.sub(beta, tf.mul(mean, scale));
  return tf.relu(tf.add(tf.mul(x, scale), shift));
}

/** Gradients with respect to x, gamma and beta, given that of the output. */
export function normaliseBatchGradient(
  dOutput: tf.Tensor2D,
  { output, standardised, inverseDeviation }: NormalisedBatch,
  gamma: tf.Tensor1D,
): { dX: tf.Tensor2D; dGamma: tf.Tensor1D; dBeta: tf.Tensor1D } {
  const positions = dOutput.shape[0];
  const dScaled = tf.mul(dOutput, tf.step(output));
  const dBeta = tf.sum<tf.Tensor1D>(dScaled, 0);
  const dGamma = tf.sum<tf.Tensor1D>(tf.mul(dScaled, standardised), 0);
  // The batch's mean and variance depend on x too: what moves them alone moves nothing.
  const throughMean = tf.div(dBeta, positions);
  const throughVariance = tf.mul(standardised, tf.div(dGamma, positions));
  const dX: tf.Tensor2D = tf.mul(
    tf.sub(tf.sub(dScaled, throughMean), throughVariance),
    tf.mul(gamma, inverseDeviation),
  );
  return { dX, dGamma, dBeta };
}
