import { describe, expect, it } from 'vitest';
import { createRandom } from '../core/random';
import { sevenStatistics } from './seven-statistics';

describe('seven statistics', () => {
  it('equal NumPy’s and SciPy’s', () => {
    // scipy.stats.skew and kurtosis, numpy.median and std of the same values.
    const { kurtosis, skew, std, ...others } = sevenStatistics(
      Float64Array.of(2, 8, 0, 4, 1, 9, 9, 0),
    );
    expect(kurtosis).toBeCloseTo(-1.666001, 6);
    expect(skew).toBeCloseTo(0.2650554, 6);
    expect(std).toBeCloseTo(3.7228182, 6);
    expect(others).toEqual({ max: 9, mean: 4.125, median: 3, min: 0 });
  });

  it.each([1, 2, 3, 4, 100, 101])('find the median of %i values in any order', (count) => {
    const random = createRandom(count);
    for (let repeat = 0; repeat < 20; repeat++) {
      // Few different values, so that many are equal.
      const values = Float64Array.from({ length: count }, () => Math.floor(10 * random.next()));
      const sorted = values.slice().sort();
      const expected = (sorted[(count - 1) >> 1]! + sorted[count >> 1]!) / 2;
      expect(sevenStatistics(values).median).toBe(expected);
    }
  });

  it.each([0, 0.1, -1e30])('call equal values %d flat, not undefined', (value) => {
    const { kurtosis, skew, std, mean } = sevenStatistics(new Float64Array(7).fill(value));
    expect([kurtosis, skew, std, mean]).toEqual([-3, 0, 0, value]);
  });
});
