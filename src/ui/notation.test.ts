import { describe, expect, it } from 'vitest';
import { mixedNotationOf, notationOf } from './notation';

function told(values: readonly number[], how: 'short' | 'long' = 'short'): string[] {
  const notation = notationOf(values);
  return values.map((value) => notation[how](value).replaceAll('\u00a0', ' '));
}

describe('numbers of one list', () => {
  it('go to the same place after the point', () => {
    expect(told([0.29592, 0.1557, 0.0042, 0])).toEqual(['0.296', '0.156', '0.004', '0.000']);
    expect(told([0.29592, 0.1557], 'long')).toEqual(['0.295920', '0.155700']);
    expect(told([100 * 0.07, -1])).toEqual(['7', '−1']);
    expect(told([128, 3, -0])).toEqual(['128', '3', '0']);
    expect(told([5214.7, 0.36])).toEqual(['5,214.7', '0.4']);
  });

  it('are all powers of ten, or none', () => {
    expect(told([5.91e-5, -2.03e-5])).toEqual(['5.91 × 10⁻⁵', '−2.03 × 10⁻⁵']);
    expect(told([2e-4, -2.03e-5])).toEqual(['0.000200', '−0.000020']);
    expect(told([0.3, 2.03e-5])).toEqual(['0.30000', '0.00002']);
    expect(told([])).toEqual([]);
  });

  it('of several quantities differ in notation only where they differ in size', () => {
    const { short, long } = mixedNotationOf([92.1, NaN, 0.0421]);
    expect([92.1, 0.0421, 2184.4, 0].map(short)).toEqual(['92.1', '0.0421', '2,184', '0']);
    expect(long(2184.4321)).toBe('2,184.43');
    expect(mixedNotationOf([0.0012, 3e-6]).short(0.0012)).toBe('1.2\u00a0×\u00a010⁻³');
  });
});
