import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { centreExcerpt, cutWindows, spreadWindows, streamWindows } from './windows';

describe('spreadWindows', () => {
  it('spreads windows of one length over every sample', () => {
    expect(spreadWindows(75, 10, 3)).toEqual([
      { start: 0, end: 30 },
      { start: 23, end: 53 },
      { start: 45, end: 75 },
    ]);
    expect(spreadWindows(60, 10, 3)).toEqual([
      { start: 0, end: 30 },
      { start: 30, end: 60 },
    ]);
    expect(spreadWindows(7, 10, 3)).toEqual([{ start: 0, end: 7 }]);
  });
});

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

describe('streamWindows', () => {
  async function* inBlocks(samples: Float32Array, blockLength: number, sampleRate: number) {
    for (let start = 0; start < samples.length; start += blockLength) {
      yield { samples: samples.subarray(start, start + blockLength), sampleRate };
    }
  }

  it('cuts as cutWindows does, whatever the blocks', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 3000 }),
        fc.integer({ min: 1, max: 3500 }),
        fc.integer({ min: 1, max: 50 }),
        fc.integer({ min: 1, max: 20 }),
        async (numSamples, blockLength, sampleRate, windowSeconds) => {
          const samples = Float32Array.from({ length: numSamples }, (_, n) => n);
          const blocks = inBlocks(samples, blockLength, sampleRate);
          const windows = [];
          for await (const window of streamWindows(blocks, windowSeconds)) windows.push(window);
          expect(windows.map(({ start, end }) => ({ start, end }))).toEqual(
            cutWindows(numSamples, sampleRate, windowSeconds),
          );
          for (const { waveform, start, end } of windows) {
            expect(waveform.samples).toEqual(samples.slice(start, end));
          }
        },
      ),
      { seed: 2 },
    );
  });

  it.each([1_000, 600_000])('copies each sample once, from blocks of %i', async (blockLength) => {
    const samples = new Float32Array(600_000);
    const copied = vi.spyOn(Float32Array.prototype, 'set');
    const sliced = vi.spyOn(Float32Array.prototype, 'slice');
    let count = 0;
    for await (const _ of streamWindows(inBlocks(samples, blockLength, 1000), 3)) count++;
    const numCopied = copied.mock.calls.reduce((sum, [part]) => sum + part.length, 0);
    const numSliced = sliced.mock.calls.length;
    vi.restoreAllMocks();
    expect([count, numCopied, numSliced]).toEqual([200, samples.length, 0]);
  });

  it('refuses a window of no samples', async () => {
    const windows = streamWindows(inBlocks(new Float32Array(10), 5, 10), 0.04);
    await expect(windows.next()).rejects.toThrow(RangeError);
    expect(await streamWindows(inBlocks(new Float32Array(0), 5, 10), 0).next()).toMatchObject({
      done: true,
    });
  });

  it('gives a window as soon as it is certain', async () => {
    let read = 0;
    async function* blocks() {
      for (; read < 100; read++) yield { samples: new Float32Array(10), sampleRate: 10 };
    }
    for await (const { end } of streamWindows(blocks(), 10)) {
      expect(read * 10).toBeLessThanOrEqual(end + 50);
    }
    expect(read).toBe(100);
  });
});

describe('centreExcerpt', () => {
  it('takes the middle, or everything', () => {
    expect(centreExcerpt(100, 30)).toEqual({ startSeconds: 35, endSeconds: 65 });
    expect(centreExcerpt(20, 30)).toEqual({ startSeconds: 0, endSeconds: 20 });
    expect(centreExcerpt(20, Infinity)).toEqual({ startSeconds: 0, endSeconds: 20 });
  });
});
