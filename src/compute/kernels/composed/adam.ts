// Adam from tfjs's own operations: for backends without a kernel of ours, and what ours is held to.

import * as tf from '@tensorflow/tfjs-core';
import type { AdamAttributes } from '../../../core/fused-kernels';

export const adam: tf.KernelFunc = ({ inputs, attrs }) => {
  const { state, gradient, decayMask } = inputs as Record<
    'state' | 'gradient' | 'decayMask',
    tf.Tensor
  >;
  const { learningRate, beta1, beta2, epsilon, weightDecay, decoupled, step } =
    attrs as unknown as AdamAttributes;
  return tf.tidy(() => {
    const [weights, momentum, velocity] = tf.unstack(state) as [tf.Tensor, tf.Tensor, tf.Tensor];
    const decay = tf.mul(decayMask, weightDecay);
    const slope = decoupled ? gradient : tf.add(gradient, tf.mul(decay, weights));
    const nextMomentum = tf.add(tf.mul(momentum, beta1), tf.mul(slope, 1 - beta1));
    const nextVelocity = tf.add(tf.mul(velocity, beta2), tf.mul(tf.square(slope), 1 - beta2));
    const update = tf.div(
      tf.mul(nextMomentum, learningRate / (1 - beta1 ** step)),
      tf.add(tf.sqrt(tf.mul(nextVelocity, 1 / (1 - beta2 ** step))), epsilon),
    );
    const kept = decoupled ? tf.mul(weights, tf.sub(1, tf.mul(decay, learningRate))) : weights;
    return tf.stack([tf.sub(kept, update), nextMomentum, nextVelocity]);
  });
};
