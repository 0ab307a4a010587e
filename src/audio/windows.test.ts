import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { centreExcerpt, cutWindows } from './windows';

describe('cutWindows', () => {
  it('cuts without overlap', () => {
    expect(cutWindows(90, 10, 3)).toEqual([
      { start: 0, end: 30 },
      { start: 30, end: 60 },
      { start: 60, end: 90 },
    ]);
  });

  it('keeps a last piece of half a window, and joins a shorter one to the window before', () => {
    expect(cutWindows(75, 10, 3).at(-1)).toEqual({ start: 60, end: 75 });
    expect(cutWindows(74, 10, 3)).toEqual([
      { start: 0, end: 30 },
      { start: 30, end: 74 },
    ]);
  });

  it('makes one window of a short file and none of nothing', () => {
    expect(cutWindows(4, 10, 3)).toEqual([{ start: 0, end: 4 }]);
    expect(cutWindows(0, 10, 3)).toEqual([]);
    expect(() => cutWindows(4, 10, 0)).toThrow(RangeError);
  });

  it('covers every sample once, in pieces of half to one and a half windows', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1_000_000 }),
        fc.integer({ min: 2, max: 50_000 }),
        fc.integer({ min: 1, max: 30 }),
        (numSamples, sampleRate, windowSeconds) => {
          fc.pre(numSamples / (sampleRate * windowSeconds) < 1000);
          const windows = cutWindows(numSamples, sampleRate, windowSeconds);
          const size = sampleRate * windowSeconds;
          let position = 0;
          for (const { start, end } of windows) {
            expect(start).toBe(position);
            position = end;
            if (windows.length === 1) continue;
            expect(2 * (end - start)).toBeGreaterThanOrEqual(size);
            expect(2 * (end - start)).toBeLessThan(3 * size);
          }
          expect(position).toBe(numSamples);
        },
      ),
      { seed: 1 },
    );
  });
});

describe('centreExcerpt', () => {
  it('takes the middle, or everything', () => {
    expect(centreExcerpt(100, 30)).toEqual({ startSeconds: 35, endSeconds: 65 });
    expect(centreExcerpt(20, 30)).toEqual({ startSeconds: 0, endSeconds: 20 });
    expect(centreExcerpt(20, Infinity)).toEqual({ startSeconds: 0, endSeconds: 20 });
  });
});
