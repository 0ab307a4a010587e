import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { measurePeaks, streamPeaks } from './peaks';

describe('measurePeaks', () => {
  it('gives the lowest and the highest sample of every stretch', () => {
    const samples = Float32Array.of(0.5, -0.25, 0.75, 0.125, -1, -0.5);
    expect(measurePeaks(samples, 3)).toEqual({
      min: Float32Array.of(-0.25, 0.125, -1),
      max: Float32Array.of(0.5, 0.75, -0.5),
    });
  });

  it('copes with no samples, few samples and gaps', () => {
    expect(measurePeaks(new Float32Array(0), 10).max).toHaveLength(0);
    expect(measurePeaks(Float32Array.of(0.5), 0).max).toHaveLength(0);
    expect(measurePeaks(Float32Array.of(0.5, -0.5), 10).min).toEqual(Float32Array.of(0.5, -0.5));
    expect(measurePeaks(Float32Array.of(NaN, 0.25, NaN, NaN), 2)).toEqual({
      min: Float32Array.of(0.25, 0),
      max: Float32Array.of(0.25, 0),
    });
  });

  it('keeps the shape of a long recording that arrives in blocks, in bounded memory', async () => {
    const block = 1000;
    const numSamples = 2_000_000;
    async function* blocks() {
      for (let start = 0; start < numSamples; start += block) {
        const samples = Float32Array.from({ length: block }, (_, i) => (start + i) / numSamples);
        yield { samples, sampleRate: 22_050 };
      }
    }
    const { min, max } = await streamPeaks(blocks(), 100);
    expect(min).toHaveLength(100);
    for (let bucket = 0; bucket < 100; bucket++) {
      expect(Math.abs(min[bucket]! - bucket / 100)).toBeLessThanOrEqual(1 / 1600);
      expect(Math.abs(max[bucket]! - (bucket + 1) / 100)).toBeLessThanOrEqual(1 / 1600);
    }
  });

  it('leaves no sample out: the extremes of the stretches are those of the whole', () => {
    const sample = fc.float({ min: -1, max: 1, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(sample, { minLength: 1, maxLength: 500 }),
        fc.integer({ min: 1, max: 200 }),
        (values, buckets) => {
          const samples = Float32Array.from(values, (value) => value + 0); // no −0
          const { min, max } = measurePeaks(samples, buckets);
          expect(min).toHaveLength(Math.min(buckets, samples.length));
          expect(Math.min(...min)).toBe(Math.min(...samples));
          expect(Math.max(...max)).toBe(Math.max(...samples));
          for (let i = 0; i < min.length; i++) expect(min[i]!).toBeLessThanOrEqual(max[i]!);
        },
      ),
    );
  });
});
