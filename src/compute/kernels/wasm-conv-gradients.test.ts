// Parity with tfjs's cpu backend, whose gradients of convolutions and pooling are its reference.

import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '../../core/random';
import { chooseBackend } from '../choose-backend';
import { registerWasmConvGradients } from './wasm-conv-gradients';

type Shape4D = [number, number, number, number];

const random = createRandom(7);

function noise(shape: Shape4D): { values: Float32Array; shape: Shape4D } {
  const size = shape.reduce((product, length) => product * length, 1);
  return { values: Float32Array.from({ length: size }, () => random.normal()), shape };
}

/** The same computation on both backends; the tensors it makes are freed. */
async function onBoth(compute: () => tf.Tensor): Promise<[Float32Array, Float32Array]> {
  const results: Float32Array[] = [];
  for (const backend of ['cpu', 'wasm']) {
    await tf.setBackend(backend);
    const before = tf.memory().numTensors;
    const result = tf.tidy(compute);
    results.push(await result.data<'float32'>());
    result.dispose();
    expect(tf.memory().numTensors).toBe(before);
  }
  return results as [Float32Array, Float32Array];
}

function expectClose([cpu, wasm]: [Float32Array, Float32Array]): void {
  expect(wasm.length).toBe(cpu.length);
  const scale = Math.max(1, ...cpu.map(Math.abs));
  cpu.forEach((value, i) => expect(Math.abs(wasm[i]! - value) / scale).toBeLessThan(1e-5));
}

const run = (kernel: string, inputs: Record<string, tf.Tensor>, attrs: object): tf.Tensor =>
  tf.engine().runKernel(kernel, inputs, attrs as tf.NamedAttrMap);

interface ConvCase {
  readonly x: Shape4D;
  readonly filter: Shape4D;
  readonly strides: number | [number, number];
  readonly pad: 'same' | 'valid';
}

const convCases: readonly ConvCase[] = [
  { x: [2, 7, 5, 3], filter: [3, 3, 3, 4], strides: 1, pad: 'same' },
  { x: [1, 1, 1, 1], filter: [3, 3, 1, 1], strides: 1, pad: 'same' },
  { x: [1, 9, 8, 1], filter: [3, 3, 1, 2], strides: 2, pad: 'same' },
  { x: [3, 8, 9, 1], filter: [3, 3, 1, 5], strides: 2, pad: 'same' },
  { x: [2, 8, 11, 2], filter: [3, 3, 2, 3], strides: 2, pad: 'valid' },
  { x: [2, 10, 7, 2], filter: [3, 2, 2, 3], strides: [3, 1], pad: 'valid' },
  { x: [2, 6, 6, 4], filter: [1, 1, 4, 2], strides: 1, pad: 'same' },
  { x: [2, 6, 7, 2], filter: [2, 2, 2, 2], strides: 1, pad: 'same' },
  { x: [4, 5, 6, 8], filter: [5, 3, 8, 8], strides: 1, pad: 'valid' },
  { x: [2, 4, 4, 3], filter: [1, 1, 3, 2], strides: 2, pad: 'same' },
];

beforeAll(async () => {
  await chooseBackend('cpu');
  await chooseBackend('wasm');
});
afterAll(() => tf.removeBackend('wasm'));

describe('gradients of convolutions on wasm', () => {
  it.each(convCases)(
    '$x by $filter, stride $strides, $pad',
    async ({ x, filter, strides, pad }) => {
      const info = tf.backend_util.computeConv2DInfo(x, filter, strides, 1, pad);
      const [image, weights, dy] = [noise(x), noise(filter), noise(info.outShape)];
      const attrs = { strides, pad, dataFormat: 'NHWC' };
      const tensor = ({ values, shape }: ReturnType<typeof noise>) => tf.tensor4d(values, shape);
      expectClose(
        await onBoth(() =>
          run(
            tf.Conv2DBackpropFilter,
            { x: tensor(image), dy: tensor(dy) },
            { ...attrs, filterShape: filter },
          ),
        ),
      );
      expectClose(
        await onBoth(() =>
          run(
            tf.Conv2DBackpropInput,
            { dy: tensor(dy), filter: tensor(weights) },
            { ...attrs, inputShape: x },
          ),
        ),
      );
    },
  );

  it('frees what it made on the wasm heap', async () => {
    await tf.setBackend('wasm');
    const ids = () => tf.engine().backend.numDataIds();
    const before = ids();
    tf.tidy(() => {
      const x = tf.ones<tf.Rank.R4>([2, 5, 5, 2]);
      const attrs = { strides: 1, pad: 'same', dataFormat: 'NHWC' };
      run(tf.Conv2DBackpropFilter, { x, dy: x }, { ...attrs, filterShape: [3, 3, 2, 2] });
    });
    expect(ids()).toBe(before);
  });

  it('may be registered twice', () => {
    const before = tf.getKernel(tf.Conv2DBackpropInput, 'wasm');
    registerWasmConvGradients();
    expect(tf.getKernel(tf.Conv2DBackpropInput, 'wasm')).toBe(before);
  });
});

describe('gradient of max-pooling on wasm', () => {
  it.each([
    { x: [2, 6, 4, 3] as Shape4D, filterSize: 2, strides: 2, pad: 'same' as const },
    { x: [1, 7, 5, 1] as Shape4D, filterSize: 2, strides: 2, pad: 'same' as const },
    { x: [2, 7, 5, 2] as Shape4D, filterSize: 3, strides: 2, pad: 'same' as const },
    { x: [2, 7, 6, 2] as Shape4D, filterSize: 3, strides: 1, pad: 'valid' as const },
    { x: [1, 1, 1, 4] as Shape4D, filterSize: 2, strides: 2, pad: 'same' as const },
  ])('$x, window $filterSize, stride $strides, $pad', async ({ x, filterSize, strides, pad }) => {
    const image = noise(x);
    const info = tf.backend_util.computePool2DInfo(x, filterSize, strides, 1, pad);
    const dy = noise(info.outShape);
    expectClose(
      await onBoth(() => {
        const input = tf.tensor4d(image.values, x);
        const output = tf.maxPool(input, filterSize, strides, pad);
        const inputs = { dy: tf.tensor4d(dy.values, dy.shape), input, output };
        return run(tf.MaxPoolGrad, inputs, { filterSize, strides, pad });
      }),
    );
  });
});
