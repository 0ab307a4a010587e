// What each kernel of ours is tried on when a backend starts: a tiny, odd shape a case. To add one: one entry here.

import * as tf from '@tensorflow/tfjs-core';
import {
  dropoutNoise,
  FUSED_KERNELS,
  type AdamAttributes,
  type BatchNormAttributes,
  type DropoutAttributes,
} from '../../core/fused-kernels';
import { COMPOSED_KERNELS } from './composed-kernels';

export interface KernelCheck {
  readonly kernelName: string;
  /** What it computes, as a person is told. */
  readonly title: string;
  readonly attrs: object;
  /** The same from tfjs's operations, where no backend has a kernel of its own. */
  readonly composed?: tf.KernelFunc;
  inputs(): Readonly<Record<string, tf.Tensor>>;
}

const NORM: BatchNormAttributes = { groups: 2, epsilon: 1e-3 };
const ADAM: AdamAttributes = {
  learningRate: 0.01,
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-7,
  weightDecay: 0.1,
  decoupled: true,
  step: 3,
};
const DROPOUT: DropoutAttributes = { rate: 0.4, seed: 3_000_000_000, firstRow: 7 };
const SAME = { strides: 1, pad: 'same', dataFormat: 'NHWC', dilations: 1 } as const;
const HALVED = { ...SAME, strides: 2 };
const POOL = { filterSize: 2, strides: 2, pad: 'same' } as const;

const sumOver = (title: string, kernelName: string): KernelCheck => ({
  kernelName,
  title,
  attrs: { axis: [0, 1], keepDims: false },
  inputs: () => ({ x: values([7, 37, 5]) }),
});

const TITLES = {
  sums: 'sums over positions',
  means: 'means over positions',
  convolution: 'convolution',
  filterGradient: 'the gradient of convolution filters',
  inputGradient: 'the gradient of a convolution’s input',
  poolGradient: 'the gradient of max-pooling',
  norm: 'batch normalisation',
  normGradient: 'the gradient of batch normalisation',
  adam: 'the Adam optimiser',
  dropout: 'dropout',
} as const;

export const KERNEL_CHECKS: readonly KernelCheck[] = [
  sumOver(TITLES.sums, tf.Sum),
  sumOver(TITLES.means, tf.Mean),
  {
    kernelName: tf.Conv2D,
    title: TITLES.convolution,
    attrs: SAME,
    inputs: () => ({ x: values([2, 5, 7, 4]), filter: values([3, 3, 4, 8]) }),
  },
  {
    kernelName: tf.Conv2D,
    title: TITLES.convolution,
    attrs: HALVED,
    inputs: () => ({ x: values([2, 5, 7, 1]), filter: values([3, 3, 1, 4]) }),
  },
  {
    kernelName: tf.Conv2DBackpropFilter,
    title: TITLES.filterGradient,
    attrs: { ...SAME, filterShape: [3, 3, 4, 8] },
    inputs: () => ({ x: values([2, 5, 7, 4]), dy: values([2, 5, 7, 8]) }),
  },
  {
    kernelName: tf.Conv2DBackpropFilter,
    title: TITLES.filterGradient,
    attrs: { ...HALVED, filterShape: [3, 3, 1, 4] },
    inputs: () => ({ x: values([2, 5, 7, 1]), dy: values([2, 3, 4, 4]) }),
  },
  {
    kernelName: tf.Conv2DBackpropInput,
    title: TITLES.inputGradient,
    attrs: { ...SAME, inputShape: [2, 5, 7, 4] },
    inputs: () => ({ dy: values([2, 5, 7, 8]), filter: values([3, 3, 4, 8]) }),
  },
  {
    kernelName: tf.MaxPoolGrad,
    title: TITLES.poolGradient,
    attrs: POOL,
    inputs: () => {
      const input = values<tf.Rank.R4>([2, 5, 7, 3]);
      return { input, dy: values([2, 3, 4, 3]), output: tf.maxPool(input, 2, 2, 'same') };
    },
  },
  {
    kernelName: FUSED_KERNELS.batchNormRelu,
    title: TITLES.norm,
    attrs: NORM,
    composed: COMPOSED_KERNELS.batchNormRelu,
    inputs: () => ({ x: values([74, 5]), gamma: values([5]), beta: values([5], 1) }),
  },
  {
    kernelName: FUSED_KERNELS.batchNormReluGradient,
    title: TITLES.normGradient,
    attrs: NORM,
    composed: COMPOSED_KERNELS.batchNormReluGradient,
    inputs: () => ({
      dy: values([74, 5], 1),
      x: values([74, 5]),
      gamma: values([5]),
      beta: values([5], 1),
      // Any will do, as long as the variances are positive.
      moments: tf.abs(values([2, 2, 5])),
    }),
  },
  {
    kernelName: FUSED_KERNELS.adam,
    title: TITLES.adam,
    attrs: ADAM,
    composed: COMPOSED_KERNELS.adam,
    inputs: () => ({
      state: tf.abs(values([3, 67])),
      gradient: values([67], 1),
      decayMask: values([67]),
    }),
  },
  {
    kernelName: FUSED_KERNELS.dropout,
    title: TITLES.dropout,
    attrs: DROPOUT,
    composed: COMPOSED_KERNELS.dropout,
    inputs: () => ({ x: values([3, 67]) }),
  },
];

/** Noise between −1 and 1, no two values alike, the same each time. */
function values<R extends tf.Rank>(shape: tf.ShapeMap[R], seed = 0): tf.Tensor<R> {
  const size = tf.util.sizeFromShape(shape);
  const noise = Float32Array.from({ length: size }, (_, i) => 2 * dropoutNoise(seed, i) - 1);
  return tf.tensor(noise, shape);
}
