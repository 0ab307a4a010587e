// Adam with decoupled weight decay (Kingma & Ba 2015; Loshchilov & Hutter 2019), on one flat vector.

import * as tf from '@tensorflow/tfjs-core';

const BETA1 = 0.9;
const BETA2 = 0.999;
const EPSILON = 1e-7;

/** All of shape [weights]; the caller owns the tensors. */
export type AdamState = {
  readonly weights: tf.Tensor1D;
  /** Running mean of the gradients. */
  readonly momentum: tf.Tensor1D;
  /** Running mean of their squares. */
  readonly velocity: tf.Tensor1D;
};

export interface AdamOptions {
  readonly learningRate: number;
  readonly weightDecay: number;
  /** 1 where weight decay applies, shape [weights]. */
  readonly decayMask: tf.Tensor1D;
  /** Counted from 1. */
  readonly step: number;
}

/** The state after one step; the old one is left to the caller. */
export function adamStep(
  { weights, momentum, velocity }: AdamState,
  gradient: tf.Tensor1D,
  { learningRate, weightDecay, decayMask, step }: AdamOptions,
): AdamState {
  const nextMomentum: tf.Tensor1D = tf.add(tf.mul(momentum, BETA1), tf.mul(gradient, 1 - BETA1));
  const nextVelocity: tf.Tensor1D = tf.add(
    tf.mul(velocity, BETA2),
    tf.mul(tf.square(gradient), 1 - BETA2),
  );
  const meanCorrection = 1 - BETA1 ** step;
  const squareCorrection = 1 - BETA2 ** step;
  const update = tf.div(
    tf.mul(nextMomentum, learningRate / meanCorrection),
    tf.add(tf.sqrt(tf.mul(nextVelocity, 1 / squareCorrection)), EPSILON),
  );
  const kept = tf.sub(1, tf.mul(decayMask, learningRate * weightDecay));
  const nextWeights: tf.Tensor1D = tf.sub(tf.mul(weights, kept), update);
  return { weights: nextWeights, momentum: nextMomentum, velocity: nextVelocity };
}

/** Cosine decay (Loshchilov & Hutter 2017) to 1 % of `peak`, after a linear start over the first 2 % of the steps. */
export function scheduledLearningRate(peak: number, step: number, totalSteps: number): number {
  const warmUpSteps = Math.ceil(totalSteps * 0.02);
  if (step <= warmUpSteps) return (peak * step) / warmUpSteps;
  const share = (step - warmUpSteps) / Math.max(1, totalSteps - warmUpSteps);
  return peak * (0.01 + 0.99 * 0.5 * (1 + Math.cos(Math.PI * share)));
}
