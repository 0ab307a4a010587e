// Adam and AdamW against PyTorch, several steps with a learning rate that changes.

import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import golden from '../../../../test/golden/adam.json';
import { chooseBackend } from '../../choose-backend';
import { adam } from './adam';

beforeAll(() => chooseBackend('cpu'));

it.each(golden)('$name goes where PyTorch’s goes', ({ start, steps, decayMask, ...settings }) => {
  tf.tidy(() => {
    const zeros = tf.zeros([start.length]);
    let state = tf.stack([tf.tensor1d(start), zeros, zeros]);
    steps.forEach(({ learningRate, gradient, weights }, i) => {
      const inputs = { state, gradient: tf.tensor1d(gradient), decayMask: tf.tensor1d(decayMask) };
      const attrs = { ...settings, learningRate, step: i + 1 };
      state = adam({ inputs, backend: tf.backend(), attrs }) as tf.Tensor2D;
      const got = state.dataSync();
      weights.forEach((weight, j) => expect(got[j]).toBeCloseTo(weight, 5));
    });
  });
});
