import { expect, it } from 'vitest';
import { median } from './median';

it('is the middle value, or the mean of two, and leaves the values in their order', () => {
  const values = [10, -1, 9];
  expect(median(values)).toBe(9);
  expect(values).toEqual([10, -1, 9]);
  expect(median(new Float64Array([4, 100, 2, 3]))).toBe(3.5);
  expect(median([7])).toBe(7);
});
