// Batch normalisation by groups, forward and backward, against PyTorch in double precision.

import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import golden from '../../../../test/golden/batch_norm_relu.json';
import { chooseBackend } from '../../choose-backend';
import { batchNormRelu, batchNormReluGradient } from './batch-norm-relu';

beforeAll(() => chooseBackend('cpu'));

describe('batch normalisation and ReLU', () => {
  it.each(golden)('$positions × $channels in $groups groups', async (known) => {
    const { groups, positions, channels, epsilon } = known;
    const results = tf.tidy(() => {
      const shape: [number, number] = [positions, channels];
      const x = tf.tensor2d(known.x, shape);
      const [gamma, beta] = [tf.tensor1d(known.gamma), tf.tensor1d(known.beta)];
      const backend = tf.backend();
      const attrs = { groups, epsilon };
      const forward = batchNormRelu({ inputs: { x, gamma, beta }, backend, attrs });
      const [output, moments] = forward as [tf.Tensor, tf.Tensor];
      const dy = tf.tensor2d(known.dy, shape);
      const inputs = { dy, x, gamma, beta, moments };
      const gradients = batchNormReluGradient({ inputs, backend, attrs });
      return [output, moments, ...(gradients as tf.Tensor[])].map((tensor) => tensor.dataSync());
    });
    const { output, means, variances, dX, dGamma, dBeta } = known;
    const expected = [output, [...means, ...variances], dX, dGamma, dBeta];
    expected.forEach((values, i) => {
      const scale = Math.max(1, ...values.map(Math.abs));
      expect(results[i]).toHaveLength(values.length);
      values.forEach((value, j) =>
        expect(Math.abs(results[i]![j]! - value) / scale).toBeLessThan(2e-5),
      );
    });
  });
});
