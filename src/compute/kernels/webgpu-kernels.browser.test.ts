// Parity of our WebGPU kernels with tfjs's cpu backend, in a real browser: those that its adapter gets, and those for a
// graphics processor, whose workgroup memory is slow where the processor imitates one.

import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, it } from 'vitest';
import { describeConvolutions, TILE_CASES } from '../../../test/convolution-parity';
import { expectSameAsCpu, noise } from '../../../test/kernel-parity';
import { chooseBackend } from '../choose-backend';
import { replaceKernel } from './replace-kernel';
import { registerWebGpuKernels } from './webgpu-kernels';

beforeAll(async () => {
  await chooseBackend('cpu');
  await chooseBackend('webgpu');
});

describe('sums over leading axes on WebGPU', () => {
  it.each([
    { shape: [300, 3], axis: [0] },
    { shape: [20_000, 2], axis: [0] },
    { shape: [129, 1], axis: [0] },
    { shape: [5, 11, 7, 3], axis: [0, 1, 2] },
    { shape: [40, 5, 3, 2], axis: [1, 0] },
    // These go tfjs's way.
    { shape: [5, 300], axis: [1] },
    { shape: [400], axis: [0] },
    { shape: [4, 3], axis: [0] },
  ])('$shape over $axis', async ({ shape, axis }) => {
    const values = noise(shape);
    for (const keepDims of [false, true]) {
      await expectSameAsCpu('webgpu', () => tf.sum(tf.tensor(values, shape), axis, keepDims));
      await expectSameAsCpu('webgpu', () => tf.mean(tf.tensor(values, shape), axis, keepDims));
    }
  });
});

describe('convolutions on WebGPU', () => describeConvolutions('webgpu'));

describe('convolutions on WebGPU, as on a graphics processor', () => {
  beforeAll(() => {
    replaceKernel(tf.Conv2D, 'webgpu', (builtIn) => (call) => builtIn(call));
    registerWebGpuKernels();
  });
  describeConvolutions('webgpu', TILE_CASES);
});
