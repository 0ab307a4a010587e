import { describe, expect, it } from 'vitest';
import { createMatrix } from '../../core/matrix';
import { createRandom } from '../../core/random';
import { evenStarts, framesOf, maskRandomly, randomGainDb, randomStart, writeCrop } from './crops';
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

describe('SpecAugment masks', () => {
  const shape = { numFrames: 100, numMels: 100 };

  /** Which frames and which bands are set to 0 throughout. */
  function maskOnce(strength: number, seed: number) {
    const crop = new Float32Array(10_000).fill(1);
    maskRandomly(crop, shape, { strength, random: createRandom(seed) });
    const all = Array.from({ length: 100 }, (_, i) => i);
    const frames = all.filter((frame) => all.every((band) => crop[frame * 100 + band] === 0));
    const bands = all.filter((band) => all.every((frame) => crop[frame * 100 + band] === 0));
    const zeros = crop.reduce((sum, value) => sum + (value === 0 ? 1 : 0), 0);
    expect(zeros).toBe(100 * (frames.length + bands.length) - frames.length * bands.length);
    return { frames, bands };
  }

  it.each([
    [0.5, 10, 7],
    [1, 20, 15],
    [2, 40, 30],
  ])('at strength %f are up to %i frames and %i bands wide, all widths alike', (...row) => {
    const [strength, widestTime, widestBand] = row;
    const masks = Array.from({ length: 1000 }, (_, seed) => maskOnce(strength, seed));
    for (const [pick, widest] of [
      ['frames', widestTime],
      ['bands', widestBand],
    ] as const) {
      const widths = masks.map((mask) => mask[pick].length);
      expect(Math.min(...widths)).toBe(0);
      expect(Math.max(...widths)).toBe(widest);
      const mean = widths.reduce((sum, width) => sum + width, 0) / widths.length;
      expect(Math.abs(mean / (widest / 2) - 1)).toBeLessThan(0.1);
      // One mask in one piece, as often in the first half as in the second.
      const pieces = masks.map((mask) => mask[pick]).filter((mask) => mask.length > 0);
      expect(pieces.every((mask) => mask.at(-1)! - mask[0]! === mask.length - 1)).toBe(true);
      const early = pieces.filter((mask) => mask[0]! + mask.at(-1)! < 99).length;
      expect(Math.abs(early / pieces.length - 0.5)).toBeLessThan(0.06);
    }
  });

  it('come with a change of level within 6 dB either way', () => {
    const random = createRandom(4);
    const gains = Array.from({ length: 2000 }, () => randomGainDb(1, random));
    expect(Math.max(...gains.map(Math.abs))).toBeLessThanOrEqual(6);
    expect(Math.max(...gains)).toBeGreaterThan(5.9);
    expect(gains.reduce((sum, gain) => sum + gain, 0) / gains.length).toBeCloseTo(0, 0);
    expect(Math.abs(randomGainDb(0, random))).toBe(0);
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
