import { describe, expect, it } from 'vitest';
import { createMatrix } from '../../core/matrix';
import { createRandom } from '../../core/random';
import { evenStarts, framesOf, maskRandomly, randomStart, writeCrop } from './crops';
import { measureBands } from './normalisation';

const identity = { mean: new Float32Array(2), deviation: new Float32Array([1, 1]) };

describe('excerpts', () => {
  it.each([
    [1300, 130, 6, [0, 234, 468, 702, 936, 1170]],
    [200, 100, 6, [0, 100]],
    [130, 129, 6, [0, 1]],
    [130, 130, 6, [0]],
    [40, 130, 6, [0]],
    [301, 100, 1, [100]],
  ])('of %i frames, each %i long, at most %i', (rows, numFrames, count, starts) => {
    expect(evenStarts(rows, numFrames, count)).toEqual(starts);
  });

  it('begin anywhere they fit, or anywhere in a shorter clip', () => {
    const random = createRandom(1);
    const starts = Array.from({ length: 400 }, () => randomStart(13, 10, random));
    expect([...new Set(starts)].sort()).toEqual([0, 1, 2, 3]);
    const short = Array.from({ length: 400 }, () => randomStart(3, 10, random));
    expect([...new Set(short)].sort()).toEqual([0, 1, 2]);
  });

  it('are normalised per band; shorter clips repeat', () => {
    const spectrogram = createMatrix(2, 2, Float32Array.of(1, 10, 3, 30));
    const crop = new Float32Array(6);
    writeCrop(crop, { spectrogram, startFrame: 1, normalisation: identity });
    expect([...crop]).toEqual([3, 30, 1, 10, 3, 30]);
    const bands = { mean: Float32Array.of(1, 10), deviation: Float32Array.of(2, 5) };
    writeCrop(crop, { spectrogram, startFrame: 0, normalisation: bands, gainDb: 2 });
    expect([...crop]).toEqual([1, 0.4000000059604645, 2, 4.400000095367432, 1, 0.4000000059604645]);
  });

  it('last as many frames as asked for, at least one', () => {
    expect(framesOf(3, 512 / 22050)).toBe(129);
    expect(framesOf(0.001, 0.1)).toBe(1);
  });

  it('lose at most the masked share, none at strength 0', () => {
    const shape = { numFrames: 50, numMels: 40 };
    const random = createRandom(2);
    for (let i = 0; i < 50; i++) {
      const crop = new Float32Array(2000).fill(1);
      maskRandomly(crop, shape, { strength: 1, random });
      // 10 of 50 frames and 6 of 40 bands at most.
      expect(crop.reduce((sum, value) => sum + value, 0)).toBeGreaterThanOrEqual(40 * 34);
      const untouched = new Float32Array(2000).fill(1);
      maskRandomly(untouched, shape, { strength: 0, random });
      expect(untouched.every((value) => value === 1)).toBe(true);
    }
  });
});

describe('normalisation', () => {
  const inputOf = (rows: number[][]) => ({
    kind: 'spectrograms' as const,
    length: rows.length,
    numMels: 2,
    frameSeconds: 0.1,
    get: async (index: number) =>
      createMatrix(rows[index]!.length / 2, 2, Float32Array.from(rows[index]!)),
  });

  it('measures mean and deviation over all frames, never below 1 dB', async () => {
    const bands = await measureBands(
      inputOf([
        [0, 5, 4, 5],
        [8, 5],
      ]),
      undefined,
    );
    expect([...bands.mean]).toEqual([4, 5]);
    expect(bands.deviation[0]).toBeCloseTo(Math.sqrt(32 / 3), 5);
    expect(bands.deviation[1]).toBe(1);
  });

  it('refuses clips without frames and a stop', async () => {
    await expect(measureBands(inputOf([[]]), undefined)).rejects.toMatchObject({
      code: 'features-missing',
    });
    await expect(measureBands(inputOf([[1, 1]]), AbortSignal.abort())).rejects.toThrow('abort');
  });
});
