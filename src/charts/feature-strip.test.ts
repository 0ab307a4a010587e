import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Quantiles } from '../datasets/feature-profile';
import { featureStrip } from './feature-strip';

const spread = (low: number, high: number): Quantiles => ({
  low,
  lowerQuartile: low + (high - low) / 4,
  median: (low + high) / 2,
  upperQuartile: high - (high - low) / 4,
  high,
});

describe('featureStrip', () => {
  const all = spread(0, 100);
  const genre = spread(20, 40);

  it('puts group and clip on one line', () => {
    const strip = featureStrip({ value: 50, all, genre, few: [] });
    expect(strip.dot).toBe(0.5);
    expect(strip.all!.from + strip.all!.to).toBeCloseTo(1, 12);
    expect(strip.genre!.median).toBeLessThan(strip.dot!);
    expect(strip.beyond).toBeNull();
  });

  it('reaches for a clip that lies outside, up to a limit', () => {
    const near = featureStrip({ value: 150, all, genre, few: [] });
    expect(near.dot).toBe(31 / 32);
    expect(near.all!.to).toBeLessThan(0.7);
    expect(near.beyond).toBeNull();
    const far = featureStrip({ value: -1e9, all, genre, few: [] });
    expect(far).toMatchObject({ dot: 1 / 32, beyond: 'left', all: { from: 1 / 32, to: 31 / 32 } });
    expect(featureStrip({ value: 1e9, all, genre, few: [] }).beyond).toBe('right');
  });

  it('copes with equal values, few clips, none, and no value', () => {
    const level = featureStrip({ value: 3, all: spread(3, 3), genre: null, few: [3] });
    expect(level).toMatchObject({ dot: 0.5, few: [0.5], beyond: null });
    expect(featureStrip({ value: 4, all: spread(3, 3), genre: null, few: [] })).toMatchObject({
      dot: 31 / 32,
      beyond: 'right',
    });
    expect(featureStrip({ value: 3, all: null, genre: null, few: [] })).toEqual({
      all: null,
      genre: null,
      few: [],
      dot: 0.5,
      beyond: null,
    });
    expect(featureStrip({ value: NaN, all, genre, few: [] })).toMatchObject({
      dot: null,
      beyond: null,
    });
  });

  it('keeps every place on the line and in order', () => {
    const number = fc.integer({ min: -1e9, max: 1e9 });
    fc.assert(
      fc.property(number, number, number, (value, a, b) => {
        const group = spread(Math.min(a, b), Math.max(a, b));
        const strip = featureStrip({ value, all: null, genre: group, few: [] });
        const { low, lowerQuartile, median, upperQuartile, high } = strip.genre!;
        const places = [low, lowerQuartile, median, upperQuartile, high];
        expect(places).toEqual(places.toSorted((x, y) => x - y));
        for (const place of [...places, strip.dot!]) {
          expect(place).toBeGreaterThanOrEqual(1 / 32);
          expect(place).toBeLessThanOrEqual(31 / 32);
        }
      }),
    );
  });
});
