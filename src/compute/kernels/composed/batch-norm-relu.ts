// Batch normalisation and ReLU from tfjs's own operations: for backends without a kernel of ours, and what ours are held to.

import * as tf from '@tensorflow/tfjs-core';
import type { BatchNormAttributes } from '../../../core/fused-kernels';

export const batchNormRelu: tf.KernelFunc = ({ inputs, attrs }) => {
  const { x, gamma, beta } = inputs as Record<'x' | 'gamma' | 'beta', tf.Tensor>;
  const { groups, epsilon } = attrs as unknown as BatchNormAttributes;
  return tf.tidy(() => {
    const grouped = tf.reshape(x, [groups, -1, gamma.size]);
    const mean = tf.mean(grouped, 1, true);
    const centred = tf.sub(grouped, mean);
    const variance = tf.mean(tf.square(centred), 1, true);
    const standardised = tf.mul(centred, tf.rsqrt(tf.add(variance, epsilon)));
    const output = tf.relu(tf.add(tf.mul(standardised, gamma), beta));
    const moments = tf.concat([mean, variance], 0);
    return [tf.reshape(output, x.shape), tf.reshape(moments, [2, groups, gamma.size])];
  });
};

export const batchNormReluGradient: tf.KernelFunc = ({ inputs, attrs }) => {
  const { dy, x, gamma, beta, moments } = inputs as Record<
    'dy' | 'x' | 'gamma' | 'beta' | 'moments',
    tf.Tensor
  >;
  const { groups, epsilon } = attrs as unknown as BatchNormAttributes;
  const channels = gamma.size;
  return tf.tidy(() => {
    const [mean, variance] = tf.split(tf.reshape(moments, [2 * groups, 1, channels]), 2, 0);
    const inverseDeviation = tf.rsqrt(tf.add(variance!, epsilon));
    const grouped = tf.reshape(x, [groups, -1, channels]);
    const standardised = tf.mul(tf.sub(grouped, mean!), inverseDeviation);
    const isPositive = tf.step(tf.add(tf.mul(standardised, gamma), beta));
    const dScaled = tf.mul(tf.reshape(dy, grouped.shape), isPositive);
    const dBeta = tf.sum(dScaled, 1, true);
    const dGamma = tf.sum(tf.mul(dScaled, standardised), 1, true);
    // The group's mean and variance depend on x too: what moves them alone moves nothing.
    const positions = grouped.shape[1]!;
    const throughMean = tf.div(dBeta, positions);
    const throughVariance = tf.mul(standardised, tf.div(dGamma, positions));
    const dX = tf.mul(
      tf.sub(tf.sub(dScaled, throughMean), throughVariance),
      tf.mul(gamma, inverseDeviation),
    );
    return [tf.reshape(dX, x.shape), tf.sum(dGamma, [0, 1]), tf.sum(dBeta, [0, 1])];
  });
};
