// Parity of the fused kernels with the composed ones on tfjs's cpu backend, over shapes that go wrong first: odd sizes,
// one channel, no multiple of 4, one example, several groups. For any backend; in a browser and in Node.

import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { dropoutNoise, FUSED_KERNELS } from '../src/core/fused-kernels';
import { expectSameAsCpu, expectSameBits, noise } from './kernel-parity';

type Shape4D = [number, number, number, number];

/** Runs a kernel and gives one of its results. */
function run(
  kernel: string,
  inputs: Record<string, tf.Tensor>,
  attrs: object,
  result = 0,
): tf.Tensor {
  const results: tf.Tensor | tf.Tensor[] = tf
    .engine()
    .runKernel(kernel, inputs, attrs as tf.NamedAttrMap);
  return Array.isArray(results) ? results[result]! : results;
}

interface NormCase {
  readonly positions: number;
  readonly channels: number;
  readonly groups: number;
  /** Added to all values. */
  readonly mean: number;
}

const normCases: readonly NormCase[] = [
  { positions: 1, channels: 1, groups: 1, mean: 0 },
  { positions: 7, channels: 1, groups: 1, mean: 0 },
  { positions: 30, channels: 3, groups: 2, mean: 1 },
  { positions: 35, channels: 5, groups: 1, mean: -2 },
  { positions: 1000, channels: 2, groups: 4, mean: 0 },
  { positions: 1300, channels: 16, groups: 4, mean: 3 },
  { positions: 81, channels: 100, groups: 1, mean: 0 },
  { positions: 20, channels: 257, groups: 2, mean: 0 },
  // Where E[x²] − E[x]² would leave nothing of the variance.
  { positions: 600, channels: 3, groups: 2, mean: 3000 },
];

const poolCases = [
  { x: [2, 6, 4, 3], filterSize: 2, strides: 2, pad: 'same' },
  { x: [1, 7, 5, 1], filterSize: 2, strides: 2, pad: 'same' },
  { x: [2, 7, 5, 2], filterSize: 3, strides: 2, pad: 'same' },
  { x: [2, 7, 6, 2], filterSize: 3, strides: 1, pad: 'valid' },
  { x: [1, 7, 5, 3], filterSize: 2, strides: 2, pad: 'valid' },
  { x: [1, 4, 9, 2], filterSize: 2, strides: 3, pad: 'valid' },
  { x: [1, 1, 1, 4], filterSize: 2, strides: 2, pad: 'same' },
  { x: [3, 9, 11, 17], filterSize: 2, strides: 2, pad: 'same' },
] as const;

/** All tests of the fused kernels; `backend` and `cpu` must have been started by then. */
export function describeFusedKernels(backend: string): void {
  describe('batch normalisation and ReLU', () => {
    it.each(normCases)('$positions × $channels in $groups, mean $mean', async (shape) => {
      const { positions, channels, groups, mean } = shape;
      const values = noise([positions, channels]).map((value) => value + mean);
      const slopes = noise([positions, channels]);
      const [scales, shifts] = [noise([channels]), noise([channels])];
      const attrs = { groups, epsilon: 1e-3 };
      const inputs = () => ({
        x: tf.tensor2d(values, [positions, channels]),
        gamma: tf.tensor1d(scales),
        beta: tf.tensor1d(shifts),
      });
      // A mean of 3000 is known to 2e-4 in single precision.
      const [tolerance, ofVariance] = mean > 100 ? [1e-3, 1e-4] : [1e-5, 1e-5];
      const forward = (result: number) => run(FUSED_KERNELS.batchNormRelu, inputs(), attrs, result);
      const variances = () => tf.slice(forward(1), [1, 0, 0], [1, groups, channels]);
      await expectSameAsCpu(backend, () => forward(0), tolerance);
      await expectSameAsCpu(backend, () => forward(1), 1e-5);
      await expectSameAsCpu(backend, variances, ofVariance);
      for (const result of [0, 1, 2]) {
        const backward = () => {
          const dy = tf.tensor2d(slopes, [positions, channels]);
          const moments = forward(1);
          const all = { dy, moments, ...inputs() };
          return run(FUSED_KERNELS.batchNormReluGradient, all, attrs, result);
        };
        // Values next to where the ReLU bends may fall to either side.
        if (mean < 100) await expectSameAsCpu(backend, backward, 2e-5);
        if (backend !== 'cpu') await expectSameBits(backend, backward);
      }
    });

    it('gives a group the same numbers whatever goes with it', async () => {
      await tf.setBackend(backend);
      const [rows, columns] = [150, 5];
      const values = noise([2 * rows, columns]);
      const [gamma, beta] = [noise([columns]), noise([columns])];
      const outputOf = async (x: Float32Array, groups: number) => {
        const output = tf.tidy(() =>
          run(
            FUSED_KERNELS.batchNormRelu,
            {
              x: tf.tensor2d(x, [groups * rows, columns]),
              gamma: tf.tensor1d(gamma),
              beta: tf.tensor1d(beta),
            },
            { groups, epsilon: 1e-3 },
          ),
        );
        const result = await output.data<'float32'>();
        output.dispose();
        return result;
      };
      const together = await outputOf(values, 2);
      const alone = await outputOf(values.slice(rows * columns), 1);
      expect(together.slice(rows * columns)).toEqual(alone);
    });
  });

  describe('Adam', () => {
    it.each([
      { size: 1, step: 1, decoupled: false, weightDecay: 0 },
      { size: 63, step: 3, decoupled: false, weightDecay: 0.1 },
      { size: 257, step: 1000, decoupled: true, weightDecay: 0.1 },
    ])('$size weights, step $step, decay $weightDecay, decoupled $decoupled', async (over) => {
      const { size, ...rest } = over;
      const velocity = noise([size]).map(Math.abs);
      const state = Float32Array.from([...noise([2 * size]), ...velocity]);
      const gradient = noise([size]);
      const attrs = { learningRate: 0.05, beta1: 0.9, beta2: 0.999, epsilon: 1e-7, ...rest };
      const next = () =>
        run(
          FUSED_KERNELS.adam,
          {
            state: tf.tensor2d(state, [3, size]),
            gradient: tf.tensor1d(gradient),
            decayMask: tf.tensor1d(gradient.map((_, i) => i % 2)),
          },
          attrs,
        );
      await expectSameAsCpu(backend, next, 1e-6);
      await expectSameBits(backend, next);
    });
  });

  describe('dropout', () => {
    it.each([
      { rows: 1, columns: 1, rate: 0.5, seed: 1, firstRow: 0 },
      { rows: 3, columns: 67, rate: 0.3, seed: 4_000_000_000, firstRow: 5 },
      { rows: 2, columns: 5, rate: 0, seed: 0, firstRow: 0 },
      { rows: 4, columns: 64, rate: 0.999, seed: 77, firstRow: 100_000_000 },
    ])('$rows × $columns from row $firstRow, rate $rate', async (shape) => {
      const { rows, columns, rate, seed, firstRow } = shape;
      await tf.setBackend(backend);
      const values = noise([rows, columns]);
      const attrs = { rate, seed, firstRow };
      const output = tf.tidy(() =>
        run(FUSED_KERNELS.dropout, { x: tf.tensor2d(values, [rows, columns]) }, attrs),
      );
      const kept = Math.fround(1 / (1 - rate));
      const expected = values.map((value, i) =>
        dropoutNoise(seed, firstRow * columns + i) < rate ? 0 : value * kept,
      );
      const got = await output.data<'float32'>();
      output.dispose();
      // Adding 0 makes −0 one of them.
      expect(got.map((value) => value + 0)).toEqual(expected.map((value) => value + 0));
    });
  });

  describe('gradient of max-pooling', () => {
    it.each(poolCases)('$x, window $filterSize, stride $strides, $pad', async (pool) => {
      const { filterSize, strides, pad } = pool;
      const shape: Shape4D = [...pool.x];
      const info = tf.backend_util.computePool2DInfo(shape, filterSize, strides, 1, pad);
      const image = noise(shape);
      const slopes = noise(info.outShape);
      const gradient = (values: Float32Array) => () => {
        const input = tf.tensor4d(values, shape);
        const output = tf.maxPool(input, filterSize, strides, pad);
        const inputs = { dy: tf.tensor4d(slopes, info.outShape), input, output };
        return run(tf.MaxPoolGrad, inputs, { filterSize, strides, pad });
      };
      await expectSameAsCpu(backend, gradient(image), 1e-6);
      // Many equal values: the first of them gets it all.
      await expectSameAsCpu(backend, gradient(image.map(Math.sign)), 1e-6);
      await expectSameBits(backend, gradient(image));
    });
  });

  describe('sums over rows', () => {
    it.each([
      [1, 1],
      [3, 3],
      [5, 300],
      [129, 1],
      [300, 3],
      [455, 144],
      [2000, 16],
      [700, 100],
      [140, 256],
    ])('%i × %i', async (rows, columns) => {
      const values = noise([rows, columns]);
      for (const kind of ['sum', 'mean'] as const) {
        const reduced = () => tf[kind](tf.tensor2d(values, [rows, columns]), 0);
        await expectSameAsCpu(backend, reduced, 2e-6 * Math.sqrt(rows));
        await expectSameBits(backend, reduced);
      }
    });
  });
}
