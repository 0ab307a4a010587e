// What the parity tests of kernels share: the same computation on tfjs's cpu backend, its reference, and on another.

import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import { throwIfDeviceFailed } from '../src/compute/device-problems';
import { createRandom } from '../src/core/random';

const random = createRandom(7);

/** Standard normal values for a tensor of this shape. */
export function noise(shape: readonly number[]): Float32Array {
  const size = shape.reduce((product, length) => product * length, 1);
  return Float32Array.from({ length: size }, () => random.normal());
}

/**
 * Both backends give the same shape, and values apart by at most `tolerance` of the largest one; neither keeps a tensor.
 * Both must have been started.
 */
export async function expectSameAsCpu(
  backend: string,
  compute: () => tf.Tensor,
  tolerance = 1e-4,
): Promise<void> {
  const reference = await runOn('cpu', compute);
  const result = await runOn(backend, compute);
  expect(result.shape).toEqual(reference.shape);
  let [scale, difference] = [1, 0];
  reference.values.forEach((value, i) => {
    scale = Math.max(scale, Math.abs(value));
    // A difference that is no number stays so, and is not less than the tolerance.
    difference = Math.max(difference, Math.abs(result.values[i]! - value));
  });
  expect(difference / scale).toBeLessThan(tolerance);
  throwIfDeviceFailed();
}

/** Twice the same computation gives the same bits. */
export async function expectSameBits(backend: string, compute: () => tf.Tensor): Promise<void> {
  const first = await runOn(backend, compute);
  const second = await runOn(backend, compute);
  const bits = new Uint32Array(first.values.buffer);
  expect(new Uint32Array(second.values.buffer).every((value, i) => value === bits[i])).toBe(true);
}

async function runOn(backend: string, compute: () => tf.Tensor) {
  await tf.setBackend(backend);
  const before = tf.memory().numTensors;
  const result = tf.tidy(compute);
  const { shape } = result;
  // A copy of its own: the cpu backend gives its own array out.
  const values = (await result.data<'float32'>()).slice();
  result.dispose();
  expect(tf.memory().numTensors).toBe(before);
  return { shape, values };
}
