import { expect, it } from 'vitest';
import { cnnWork } from './cnn-work';

it('counts the multiply-adds of an excerpt, worked out by hand', () => {
  // 4 frames (0.1 s) of 128 bands: 2×64, pooled 1×32, pooled 1×16, pooled 1×8.
  const positions = [2 * 64 * 1 * 1, 32 * 1 * 2, 16 * 2 * 4, 8 * 4 * 4];
  const work = 9 * positions.reduce((sum, each) => sum + each, 0);
  expect(cnnWork({ width: 1, cropSeconds: 0.1, cropsPerEpoch: 1 })).toBe(work);
  expect(cnnWork({ width: 1, cropSeconds: 0.1, cropsPerEpoch: 3 })).toBe(3 * work);
});

it('grows with the width almost as its square, and with the length of the excerpts', () => {
  const usual = cnnWork({});
  expect(cnnWork({ width: 32 }) / usual).toBeGreaterThan(3.5);
  expect(cnnWork({ width: 32 }) / usual).toBeLessThan(4);
  expect(cnnWork({ cropSeconds: 10 }) / usual).toBeCloseTo(2, 1);
  expect(cnnWork({ learningRate: 1 })).toBe(usual);
});
