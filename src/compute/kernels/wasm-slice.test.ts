// Slices on the wasm backend, in one piece and scattered, beside those of plain JavaScript.

import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { chooseBackend } from '../choose-backend';

beforeAll(async () => {
  await chooseBackend('cpu');
  await chooseBackend('wasm');
});
afterAll(() => tf.removeBackend('wasm'));

it.each([
  { shape: [7], begin: [2], size: [3] },
  { shape: [7], begin: [6], size: [1] },
  { shape: [3, 5], begin: [1, 0], size: [1, 5] },
  { shape: [3, 5], begin: [1, 0], size: [2, -1] },
  { shape: [3, 5], begin: [2, 1], size: [1, 3] },
  { shape: [3, 5], begin: [0, 1], size: [3, 2] },
  { shape: [2, 3, 4], begin: [1, 0, 0], size: [1, 3, 4] },
  { shape: [2, 3, 4], begin: [0, 1, 2], size: [2, 1, 2] },
])('$shape from $begin, $size', async ({ shape, begin, size }) => {
  const results: (readonly number[])[] = [];
  for (const backend of ['cpu', 'wasm']) {
    await tf.setBackend(backend);
    const before = tf.memory().numTensors;
    const slice = tf.tidy(() => {
      const length = tf.util.sizeFromShape(shape);
      const x = tf.tensor(
        Float32Array.from({ length }, (_, i) => i + 0.5),
        shape,
      );
      return tf.slice(x, begin, size);
    });
    results.push([...slice.shape, ...(await slice.data())]);
    slice.dispose();
    expect(tf.memory().numTensors).toBe(before);
  }
  expect(results[1]).toEqual(results[0]);
});
