import { describe, expect, it } from 'vitest';
import { memoryCache } from '../../test/builders/feature-cache';
import { encodeWav } from '../audio/wav-encode';
import { variantId } from '../core/variant';
import { analyseFile, type FeatureCache } from './analyse-file';
import { variantsOf } from './clip-variants';

const sampleRate = 22050;
const samples = Float32Array.from(
  { length: 3 * sampleRate },
  (_, i) => 0.5 * Math.sin((2 * Math.PI * 440 * i) / sampleRate),
);
const file = new Blob([encodeWav({ samples, sampleRate })]);

const analyse = (cache: FeatureCache, count: number) =>
  analyseFile({
    file,
    extractors: ['log-mel'],
    pcm: null,
    cache,
    variants: variantsOf('clip', { seed: 1, count }),
  });

describe('what the page decoded', () => {
  it('is cut to its middle, which is the same whether the page has cut it or not', async () => {
    const seconds = 50;
    const [left, right] = [220, 330].map((hertz) =>
      Float32Array.from({ length: seconds * sampleRate }, (_, n) =>
        Math.sin((2 * Math.PI * hertz * n * n) / sampleRate ** 2 / 20),
      ),
    ) as [Float32Array, Float32Array];
    const info = { format: 'MP3', sampleRate, channels: 2, durationSeconds: seconds };
    const featuresOf = async (channels: Float32Array[]) => {
      const { cache, rows } = memoryCache();
      const pcm = { channels, sampleRate, info };
      await analyseFile({ file, extractors: ['log-mel'], pcm, cache });
      return [...rows.values()];
    };
    const [start, end] = [10 * sampleRate, 40 * sampleRate];
    const mixed = left.map((sample, n) => (sample + right[n]!) / 2);
    const whole = await featuresOf([left, right]);
    expect(await featuresOf([left.slice(start, end), right.slice(start, end)])).toEqual(whole);
    expect(await featuresOf([mixed.slice(start, end)])).toEqual(whole);
  });
});

describe('variants of a file', () => {
  it('are kept beside the original, which stays as it is', async () => {
    const plain = memoryCache();
    const { hash } = await analyse(plain.cache, 0);
    const varied = memoryCache();
    await analyse(varied.cache, 2);

    const variants = variantsOf('clip', { seed: 1, count: 2 });
    const ids = variants.map((variant) => variantId(hash, variant));
    expect(varied.written).toEqual([hash, ...ids].map((id) => `${id}/log-mel`));
    const [original] = plain.rows.keys();
    expect(varied.rows.get(original!)).toEqual(plain.rows.get(original!));
    for (const [index, id] of ids.entries()) {
      const value = [...varied.rows].find(([key]) => key.startsWith(`${id}/`))?.[1];
      if (value?.kind !== 'matrix') throw new Error('expected a matrix');
      const frames = Math.round(samples.length / variants[index]!.stretchRate / 512);
      expect(Math.abs(value.matrix.rows - frames)).toBeLessThanOrEqual(1);
      expect(value.matrix.data.every(Number.isFinite)).toBe(true);
    }
  });

  it('are made once, and only what is missing', async () => {
    const { cache, rows, written } = memoryCache();
    expect(await analyse(cache, 0)).toMatchObject({ cached: false });
    written.length = 0;
    expect(await analyse(cache, 2)).toMatchObject({ cached: false });
    expect(written).toHaveLength(2);
    expect(written.every((key) => key.includes('~'))).toBe(true);
    const before = structuredClone([...rows]);
    expect(await analyse(cache, 2)).toMatchObject({ cached: true });

    // What was lost is made again, the same.
    rows.delete(before[2]![0]);
    await analyse(cache, 2);
    expect([...rows].sort()).toEqual(before.sort());
  });

  it('stop when asked to', async () => {
    const { cache, written } = memoryCache();
    const stop = new AbortController();
    const stopping: FeatureCache = {
      ...cache,
      put: async (...row) => {
        await cache.put(...row);
        stop.abort();
      },
    };
    const variants = variantsOf('clip', { seed: 1, count: 4 });
    const extractors = ['log-mel'] as const;
    const work = analyseFile({
      file,
      extractors,
      pcm: null,
      cache: stopping,
      variants,
      signal: stop.signal,
    });
    await expect(work).rejects.toMatchObject({ name: 'AbortError' });
    expect(written).toHaveLength(1);
  });
});
