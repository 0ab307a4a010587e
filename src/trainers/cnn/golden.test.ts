// The network and its optimiser against the same written in NumPy (`test/golden/make_cnn.py`).

import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import golden from '../../../test/golden/cnn.json';
import { chooseBackend } from '../../compute/choose-backend';
import { adamStep, scheduledLearningRate, type AdamState } from './adam';
import { forwardForTraining, predict, unpack } from './forward';
import { statisticSlots, weightSlots, type CnnConfig } from './layout';

const config: CnnConfig = golden.config;
const batchSize = golden.probabilities.length / config.numClasses;

function inputs() {
  return {
    weights: unpack(tf.tensor1d(golden.weights), weightSlots(config)),
    statistics: unpack(tf.tensor1d(golden.statistics), statisticSlots(config)),
    images: tf.tensor4d(golden.images, [batchSize, config.numFrames, config.numMels, 1]),
  };
}

function expectClose(values: ArrayLike<number>, expected: readonly number[], tolerance: number) {
  expect(values.length).toBe(expected.length);
  expected.forEach((value, i) => expect(Math.abs(values[i]! - value)).toBeLessThan(tolerance));
}

describe.each(['cpu', 'wasm'] as const)('against NumPy on %s', (backend) => {
  it('predicts the same probabilities', async () => {
    await chooseBackend(backend);
    const probabilities = tf.tidy(() => {
      const { weights, statistics, images } = inputs();
      return predict(weights, statistics, images).dataSync();
    });
    expectClose(probabilities, golden.probabilities, 1e-5);
  });

  it('has the same logits while it trains', async () => {
    await chooseBackend(backend);
    const logits = tf.tidy(() => {
      const { weights, images } = inputs();
      const mask = tf.ones<tf.Rank.R2>([batchSize, 8 * config.width]);
      return forwardForTraining(weights, images, mask).logits.dataSync();
    });
    expectClose(logits, golden.trainingLogits, 1e-4);
  });

  it('steps as AdamW does', async () => {
    await chooseBackend(backend);
    const { start, gradients, learningRate, weightDecay, decayMask } = golden.adam;
    tf.tidy(() => {
      const zeros = tf.zeros<tf.Rank.R1>([start.length]);
      let state: AdamState = { weights: tf.tensor1d(start), momentum: zeros, velocity: zeros };
      gradients.forEach((gradient, i) => {
        const options = {
          learningRate,
          weightDecay,
          decayMask: tf.tensor1d(decayMask),
          step: i + 1,
        };
        state = adamStep(state, tf.tensor1d(gradient), options);
        expectClose(state.weights.dataSync(), golden.adam.weights[i]!, 1e-5);
      });
    });
  });
});

it('raises the learning rate at first, then lowers it to 1 %', () => {
  const rates = Array.from({ length: 100 }, (_, i) => scheduledLearningRate(1, i + 1, 100));
  expect(rates.slice(0, 3)).toEqual([0.5, 1, expect.closeTo(1, 2)]);
  expect(rates[50]).toBeCloseTo(0.505, 1);
  expect(rates[99]).toBeCloseTo(0.01, 6);
});
