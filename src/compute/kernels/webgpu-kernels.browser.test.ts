// Parity of our WebGPU kernels with tfjs's cpu backend, in a real browser.

import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '../../core/random';
import { chooseBackend } from '../choose-backend';
import { throwIfDeviceFailed } from '../device-problems';

type Shape4D = [number, number, number, number];

const random = createRandom(7);

function noise(shape: readonly number[]): Float32Array {
  const size = shape.reduce((product, length) => product * length, 1);
  return Float32Array.from({ length: size }, () => random.normal());
}

async function expectSameOnBoth(compute: () => tf.Tensor): Promise<void> {
  const results: Float32Array[] = [];
  const shapes: number[][] = [];
  for (const backend of ['cpu', 'webgpu']) {
    await tf.setBackend(backend);
    const before = tf.memory().numTensors;
    const result = tf.tidy(compute);
    shapes.push(result.shape);
    results.push(await result.data<'float32'>());
    result.dispose();
    expect(tf.memory().numTensors).toBe(before);
  }
  const [cpu, gpu] = results as [Float32Array, Float32Array];
  expect(shapes[1]).toEqual(shapes[0]);
  const scale = Math.max(1, ...cpu.map(Math.abs));
  cpu.forEach((value, i) => expect(Math.abs(gpu[i]! - value) / scale).toBeLessThan(1e-4));
  throwIfDeviceFailed();
}

beforeAll(async () => {
  await chooseBackend('cpu');
  await chooseBackend('webgpu');
});

const convCases = [
  { x: [2, 7, 5, 3], filter: [3, 3, 3, 4], strides: 1, pad: 'same' },
  { x: [1, 1, 1, 1], filter: [3, 3, 1, 1], strides: 1, pad: 'same' },
  { x: [6, 33, 20, 1], filter: [3, 3, 1, 2], strides: 2, pad: 'same' },
  { x: [2, 8, 11, 2], filter: [3, 3, 2, 3], strides: 2, pad: 'valid' },
  { x: [2, 10, 7, 2], filter: [3, 2, 2, 3], strides: [3, 1], pad: 'valid' },
  { x: [2, 6, 7, 40], filter: [3, 3, 40, 48], strides: 1, pad: 'same' },
] as const;

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
      await expectSameOnBoth(() => tf.sum(tf.tensor(values, shape), axis, keepDims));
      await expectSameOnBoth(() => tf.mean(tf.tensor(values, shape), axis, keepDims));
    }
  });
});

describe('gradient of a filter on WebGPU', () => {
  it.each(convCases)(
    '$x by $filter, stride $strides, $pad',
    async ({ x, filter, strides, pad }) => {
      const shape: Shape4D = [...x];
      const filterShape: Shape4D = [...filter];
      const step = typeof strides === 'number' ? strides : ([...strides] as [number, number]);
      const info = tf.backend_util.computeConv2DInfo(shape, filterShape, step, 1, pad);
      const [image, gradient] = [noise(shape), noise(info.outShape)];
      await expectSameOnBoth(() =>
        tf
          .engine()
          .runKernel(
            tf.Conv2DBackpropFilter,
            { x: tf.tensor4d(image, shape), dy: tf.tensor4d(gradient, info.outShape) },
            { strides: step, pad, dataFormat: 'NHWC', filterShape },
          ),
      );
    },
  );
});

describe('convolution on a software adapter', () => {
  it.each(convCases)(
    '$x by $filter, stride $strides, $pad',
    async ({ x, filter, strides, pad }) => {
      const [image, weights] = [noise(x), noise(filter)];
      const step = typeof strides === 'number' ? strides : ([...strides] as [number, number]);
      await expectSameOnBoth(() =>
        tf.conv2d(tf.tensor4d(image, [...x]), tf.tensor4d(weights, [...filter]), step, pad),
      );
    },
  );
});
