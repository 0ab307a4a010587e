// The network and its optimiser against the same written in NumPy (`test/golden/make_cnn.py`).

import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import golden from '../../../test/golden/cnn.json';
import { chooseBackend } from '../../compute/choose-backend';
import { unpack } from '../flat-tensors';
import { forwardForTraining, predict } from './forward';
import { adam } from '../fused';
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
      const pass = { groups: 1, dropout: { rate: 0, seed: 0, firstRow: 0 } };
      return forwardForTraining(weights, images, pass).logits.dataSync();
    });
    expectClose(logits, golden.trainingLogits, 1e-4);
  });

  it('steps as AdamW does', async () => {
    await chooseBackend(backend);
    const { start, gradients, learningRate, weightDecay, decayMask } = golden.adam;
    tf.tidy(() => {
      const zeros = start.map(() => 0);
      let state = tf.tensor2d([start, zeros, zeros]);
      gradients.forEach((gradient, i) => {
        state = adam(
          { state, gradient: tf.tensor1d(gradient), decayMask: tf.tensor1d(decayMask) },
          {
            ...{ learningRate, weightDecay, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 },
            ...{ decoupled: true, step: i + 1 },
          },
        );
        const weights = state.dataSync().subarray(0, start.length);
        expectClose(weights, golden.adam.weights[i]!, 1e-5);
      });
    });
  });
});
