import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NO_CACHE } from '../../test/builders/feature-cache';
import { writeLongWav, type LongWav } from '../../test/builders/hour';
import { buildWav } from '../../test/fixtures/audio/build-files';
import { decodeAudio } from '../audio/decode';
import { cutWindows } from '../audio/windows';
import { extractAll } from './analyse';
import { analyseFile } from './analyse-file';
import { extractWindows, type ExtractWindowsOptions, type FileWindow } from './extract-windows';
import type { FeatureValue } from './extractor';

const MAX_GROWTH_BYTES = 100e6;

const numbersOf = (value: FeatureValue): Float32Array =>
  value.kind === 'vector' ? value.values : value.matrix.data;

async function collect(
  options: Omit<ExtractWindowsOptions, 'onWindows' | 'pcm'> & Partial<ExtractWindowsOptions>,
) {
  const windows: FileWindow[] = [];
  const audio = await extractWindows({
    pcm: null,
    ...options,
    onWindows: (batch) => void windows.push(...batch),
  });
  return { audio, windows };
}

/** The windows of a file that is decoded whole, as `cutWindows` has them. */
async function windowsOfWhole(
  file: Blob,
  { extractors, windowSeconds }: Pick<ExtractWindowsOptions, 'extractors' | 'windowSeconds'>,
): Promise<FileWindow[]> {
  const { samples, sampleRate } = (await decodeAudio(file)).waveform;
  const windows: FileWindow[] = [];
  for (const { start, end } of cutWindows(samples.length, sampleRate, windowSeconds)) {
    const waveform = { samples: samples.slice(start, end), sampleRate };
    const features = [...(await extractAll(waveform, extractors)).values()];
    windows.push({ startSeconds: start / sampleRate, endSeconds: end / sampleRate, features });
  }
  return windows;
}

function expectSameWindows(ours: readonly FileWindow[], theirs: readonly FileWindow[]): void {
  expect(ours.length).toBe(theirs.length);
  for (const [i, window] of ours.entries()) {
    const other = theirs[i]!;
    expect([window.startSeconds, window.endSeconds]).toEqual([
      other.startSeconds,
      other.endSeconds,
    ]);
    for (const [k, value] of window.features.entries()) {
      expect(numbersOf(value)).toEqual(numbersOf(other.features[k]!));
    }
  }
}

describe('extractWindows', () => {
  const rate = 44_100;
  const song = Float32Array.from({ length: 63.2 * rate }, (_, n) => {
    const t = n / rate;
    return 0.4 * Math.exp(-3 * ((2 * t) % 1)) * Math.sin(2 * Math.PI * (200 + 5 * t) * t);
  });

  it.each([
    ['stereo at 44.1 kHz', { channels: 2, sampleRate: rate }],
    ['24 bits', { encoding: 's24', sampleRate: rate }],
    ['floats at 48 kHz, to be resampled', { encoding: 'f32', sampleRate: 48_000 }],
  ] as const)('gives what the file decoded whole gives: %s', async (_, options) => {
    const file = buildWav(song, options);
    const request = { extractors: ['log-mel', 'timbre'], windowSeconds: 3 } as const;
    const { audio, windows } = await collect({ file, ...request });
    expectSameWindows(windows, await windowsOfWhole(file, request));
    expect(audio).toMatchObject({ sampleRate: options.sampleRate });
  });

  it.each([0.5, 2.9, 3, 4.4, 4.5, 4.6, 30, 90])(
    'windows end where they should: %f s',
    async (seconds) => {
      const file = buildWav(song.subarray(0, seconds * rate), { sampleRate: rate });
      const request = { extractors: ['log-mel'], windowSeconds: 3 } as const;
      if (seconds < 1) {
        await expect(collect({ file, ...request })).rejects.toMatchObject({
          code: 'audio-too-short',
        });
        return;
      }
      expectSameWindows(
        (await collect({ file, ...request })).windows,
        await windowsOfWhole(file, request),
      );
    },
  );

  it('takes what the page decoded', async () => {
    const info = { format: 'MP3', sampleRate: rate, channels: 1, durationSeconds: 63.2 };
    const request = { extractors: ['timbre'], windowSeconds: 10 } as const;
    const pcm = { channels: [song], sampleRate: rate, info };
    const { windows } = await collect({ file: new Blob(['x']), ...request, pcm });
    const file = buildWav(song, { encoding: 'f32', sampleRate: rate });
    expectSameWindows(windows, await windowsOfWhole(file, request));
  });

  it('tells of a rate that is too low before it makes a window', async () => {
    const file = buildWav(song, { sampleRate: 8_000 });
    let windows = 0;
    const request = { file, extractors: ['log-mel'], windowSeconds: 3 } as const;
    const refused = collect({ ...request, onProgress: () => void windows++ });
    await expect(refused).rejects.toMatchObject({ code: 'sample-rate-too-low' });
    expect(windows).toBe(0);
  });

  it('waits for each batch to be taken, and stops when that fails', async () => {
    const file = buildWav(song, { sampleRate: rate });
    const request = { file, extractors: ['log-mel'], windowSeconds: 0.5, pcm: null } as const;
    let inWork = 0;
    const sizes: number[] = [];
    await extractWindows({
      ...request,
      async onWindows(windows) {
        expect(++inWork).toBe(1);
        sizes.push(windows.length);
        await new Promise((resolve) => setTimeout(resolve, 20));
        inWork--;
      },
    });
    expect(sizes).toEqual([32, 32, 32, 30]);
    let batches = 0;
    const refused = extractWindows({
      ...request,
      onWindows() {
        batches++;
        throw new TypeError('no room');
      },
    });
    await expect(refused).rejects.toMatchObject({ code: 'unexpected' });
    expect(batches).toBe(1);
  });

  it('reports progress to the end, and stops when it is told to', async () => {
    const file = buildWav(song, { sampleRate: rate });
    const fractions: number[] = [];
    const controller = new AbortController();
    const request = { file, extractors: ['log-mel'], windowSeconds: 3 } as const;
    await collect({ ...request, onProgress: (fraction) => void fractions.push(fraction) });
    expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
    expect(fractions.at(-1)).toBe(1);
    const stopped = collect({
      ...request,
      signal: controller.signal,
      onProgress: () => controller.abort(),
    });
    await expect(stopped).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('an hour of music', () => {
  let hour: LongWav;
  beforeAll(async () => {
    hour = await writeLongWav(3600);
  });
  afterAll(() => hour.remove());

  it('is classified in the memory of a minute', async () => {
    const memory = watchMemory();
    let count = 0;
    const { durationSeconds } = await extractWindows({
      file: hour.blob,
      extractors: ['log-mel'],
      windowSeconds: 3,
      pcm: null,
      onWindows(windows) {
        count += windows.length;
        memory.sample();
      },
    });
    expect([durationSeconds, count]).toEqual([3600, 1200]);
    expect(memory.growth()).toBeLessThan(MAX_GROWTH_BYTES);
  });

  it('decoded by the page is classified without another copy of it', async () => {
    const rate = 44_100;
    const seconds = 600;
    const tone = Float32Array.from({ length: seconds * rate }, (_, n) => Math.sin(n / 16));
    const info = { format: 'MP3', sampleRate: rate, channels: 2, durationSeconds: seconds };
    const pcm = { channels: [tone, tone], sampleRate: rate, info };
    const memory = watchMemory();
    let count = 0;
    await extractWindows({
      file: new Blob(['x']),
      extractors: ['log-mel'],
      windowSeconds: 3,
      pcm,
      onWindows(windows) {
        count += windows.length;
        memory.sample();
      },
    });
    expect(count).toBe(200);
    expect(memory.growth()).toBeLessThan(tone.byteLength / 2);
  });

  it('is imported in the memory of its middle 30 seconds', async () => {
    const memory = watchMemory();
    const cache = { ...NO_CACHE, put: () => Promise.resolve(memory.sample()) };
    const extractors = ['log-mel', 'timbre'] as const;
    const { audio } = await analyseFile({ file: hour.blob, extractors, pcm: null, cache });
    memory.sample();
    expect(audio.durationSeconds).toBe(3600);
    expect(memory.growth()).toBeLessThan(MAX_GROWTH_BYTES);
  });
});

/** What is held now and was not held before, without what the garbage collector has yet to find. */
function watchMemory() {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  const held = (): number => {
    collectGarbage();
    const { heapUsed, external } = process.memoryUsage();
    return heapUsed + external;
  };
  const before = held();
  let most = before;
  return { sample: () => void (most = Math.max(most, held())), growth: () => most - before };
}
