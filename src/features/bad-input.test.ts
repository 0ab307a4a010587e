// Sound and files that nobody should have: every one ends in finite features or in a named error, and soon.

import { describe, expect, it } from 'vitest';
import { memoryCache } from '../../test/builders/feature-cache';
import { buildAu, buildWav, type WavOptions } from '../../test/fixtures/audio/build-files';
import { EarmarkError, type ErrorCode } from '../core/errors';
import { createRandom } from '../core/random';
import { extractAll } from './analyse';
import { analyseFile } from './analyse-file';
import { extractWindows, type FileWindow } from './extract-windows';
import type { FeatureValue } from './extractor';
import { EXTRACTOR_IDS, IMPORT_EXTRACTOR_IDS } from './registry';

const RATE = 22_050;

type Outcome = ErrorCode | 'no error';
type Formula = (n: number, seconds: number) => number;

function samples(formula: Formula, numSamples = 3 * RATE): Float32Array {
  return Float32Array.from({ length: numSamples }, (_, n) => formula(n, n / RATE));
}

const music: Formula = (_, t) =>
  0.4 * Math.exp(-4 * ((2 * t) % 1)) * Math.sin(2 * Math.PI * 220 * t);
const withOne =
  (value: number): Formula =>
  (n, t) =>
    n === 30_000 ? value : music(n, t);
const noise = createRandom(11);

const numbersOf = (value: FeatureValue): Float32Array =>
  value.kind === 'vector' ? value.values : value.matrix.data;

function expectFinite(values: Iterable<FeatureValue>): void {
  for (const value of values) expect(numbersOf(value).every(Number.isFinite)).toBe(true);
}

async function codeOf(work: Promise<unknown>): Promise<Outcome> {
  try {
    await work;
    return 'no error';
  } catch (error) {
    expect(error).toBeInstanceOf(EarmarkError);
    return (error as EarmarkError).code;
  }
}

describe('every extractor, on sound that was decoded', () => {
  it.each<[string, Float32Array]>([
    ['nothing', samples(music, 0)],
    ['one sample', samples(() => 1, 1)],
    ['two samples', samples(music, 2)],
    ['100 samples', samples(music, 100)],
    ['silence', samples(() => 0)],
    ['direct current', samples(() => 1)],
    ['a clipped tone', samples((_, t) => Math.sign(Math.sin(2 * Math.PI * 440 * t)))],
    ['clipped noise', samples(() => (noise.next() < 0.5 ? -1 : 1))],
    ['denormal numbers', samples((n, t) => 1e-42 * Math.sign(music(n, t)))],
    ['floats on the scale of 16-bit integers', samples((n, t) => 32_768 * music(n, t))],
    ['floats on the scale of 32-bit integers', samples((n, t) => 2 ** 31 * music(n, t))],
    ['a step in the middle', samples((n) => (n < RATE ? -1 : 1))],
    ['one sample at full scale in silence', samples((n) => (n === 30_000 ? 1 : 0))],
  ])('gives finite numbers: %s', async (_, clip) => {
    const values = await extractAll({ samples: clip, sampleRate: RATE }, EXTRACTOR_IDS);
    expect([...values.keys()]).toEqual(EXTRACTOR_IDS);
    expectFinite(values.values());
  });

  it.each<[string, Float32Array]>([
    ['one NaN', samples(withOne(NaN))],
    ['one infinity', samples(withOne(Infinity))],
    ['only NaN', samples(() => NaN)],
    ['infinities of both signs', samples((n) => (n % 2 === 0 ? Infinity : -Infinity))],
    ['levels beyond all reason', samples((n, t) => 1e20 * music(n, t))],
    ['the largest floats there are', samples((n, t) => 3.4e38 * music(n, t))],
  ])('refuses %s', async (_, clip) => {
    const waveform = { samples: clip, sampleRate: RATE };
    for (const id of EXTRACTOR_IDS) {
      expect(await codeOf(extractAll(waveform, [id]))).toBe('audio-not-finite');
    }
  });

  it.each([7, 8_000, 44_099, 96_000, 384_000])('takes a rate of %i Hz', async (sampleRate) => {
    const numSamples = Math.min(2 * sampleRate, 200_000);
    const waveform = { samples: samples(music, numSamples), sampleRate };
    expectFinite((await extractAll(waveform, IMPORT_EXTRACTOR_IDS)).values());
  });
});

const clip = samples(music, RATE + 50);
const wav = (options: WavOptions, formula: Formula = music) =>
  buildWav(samples(formula, RATE + 50), options);
const float = { encoding: 'f32' } as const;

/** A file of which only the beginning is held; the rest is zeros. Hashing, which would read them all, sees none. */
class LongFile extends Blob {
  readonly #head: Blob;
  override readonly size: number;

  constructor(head: Blob, size: number) {
    super([head]);
    this.#head = head;
    this.size = size;
  }

  override slice(start = 0, end = this.size): Blob {
    const held = this.#head.slice(start, end);
    const length = Math.max(0, Math.min(end, this.size) - start);
    return new Blob([held, new Uint8Array(length - held.size)]);
  }
}

/** Name, file, what comes of its middle, and what of its whole where that is something else. */
const FILES: [string, () => Blob, Outcome, Outcome?][] = [
  ['no bytes', () => new Blob(), 'file-empty'],
  ['a WAV header and nothing else', () => buildWav([]), 'audio-too-short'],
  ['one sample', () => buildWav([0.5]), 'audio-too-short'],
  ['only zeros', () => wav({}, () => 0), 'audio-silent'],
  ['only the faintest noise', () => wav(float, () => 1e-6 * noise.next()), 'audio-silent'],
  ['direct current', () => wav({}, () => 0.5), 'no error'],
  ['a clipped tone', () => wav({}, (n, t) => Math.sign(music(n, t))), 'no error'],
  [
    'float WAV with a NaN',
    () => wav(float, (n, t) => (n === 99 ? NaN : music(n, t))),
    'audio-not-finite',
  ],
  [
    'float WAV with an infinity',
    () => wav(float, (n, t) => (n === 99 ? -Infinity : music(n, t))),
    'audio-not-finite',
  ],
  [
    'double WAV beyond the range of floats',
    () => wav({ encoding: 'f64' }, () => 1e300),
    'audio-not-finite',
  ],
  [
    'NaN in one of two channels',
    () =>
      wav({ ...float, channels: 2, sampleRate: RATE / 2 + 8000 }, (n) => (n === 99 ? NaN : 0.5)),
    'audio-not-finite',
  ],
  [
    'float WAV on the scale of 16-bit integers',
    () => wav(float, (n, t) => 32_768 * music(n, t)),
    'no error',
  ],
  ['float AU with a NaN', () => buildAu(samples(withOne(NaN), 40_000), float), 'audio-not-finite'],
  [
    'a header that promises 3 hours',
    () => wav({ declaredBytes: 3 * 3600 * RATE * 2 }),
    'file-truncated',
  ],
  ['a header that promises 10⁹ samples', () => wav({ declaredBytes: 2e9 }), 'file-truncated'],
  ['an RF64 header that promises 10¹⁵ bytes', () => longRf64(10n ** 15n), 'file-truncated'],
  ['an RF64 header that promises 2⁶⁴ − 1 bytes', () => longRf64(2n ** 64n - 1n), 'file-truncated'],
  [
    'an AU header that promises 2 GB',
    () => buildAu(clip, { declaredBytes: 2e9 }),
    'file-truncated',
  ],
  ['0 channels', () => wav({ channels: 0 }), 'file-damaged'],
  ['65,535 channels', () => wav({ channels: 65_535 }), 'file-damaged'],
  ['a sample rate of 0', () => wav({ sampleRate: 0 }), 'file-damaged'],
  ['a sample rate of 4 GHz', () => wav({ sampleRate: 4e9 }), 'file-damaged'],
  [
    'a sample rate of 1 Hz, which makes it 6 hours',
    () => wav({ sampleRate: 1 }),
    'sample-rate-too-low',
    'audio-too-long',
  ],
  ['one second of 1 Hz', () => buildWav([0.5], { sampleRate: 1 }), 'sample-rate-too-low'],
  ['8 kHz', () => wav({ sampleRate: 8_000 }), 'sample-rate-too-low'],
  ['a rate without a common divisor with ours', () => wav({ sampleRate: 22_051 }), 'no error'],
  [
    'a second of music and 3 hours of silence',
    () => new LongFile(wav({ declaredBytes: 3 * 3600 * RATE * 2 }), 44 + 3 * 3600 * RATE * 2),
    'audio-silent',
    'no error',
  ],
  [
    'a second of music and 27 hours of silence',
    () => new LongFile(wav({ declaredBytes: 0xfffffff0 }), 2 ** 33),
    'audio-silent',
    'audio-too-long',
  ],
];

function longRf64(bytes: bigint): Blob {
  const size = new BigUint64Array([0n, bytes]);
  const head = buildWav(clip, { riff: 'RF64' });
  return new Blob([head.slice(0, 20), size, head.slice(36)]);
}

describe('a file on its way to features', () => {
  it.each(FILES)('%s', async (_, build, expected) => {
    const { cache, rows } = memoryCache();
    const work = analyseFile({ file: build(), extractors: IMPORT_EXTRACTOR_IDS, pcm: null, cache });
    expect(await codeOf(work)).toBe(expected);
    expect(rows.size).toBe(expected === 'no error' ? IMPORT_EXTRACTOR_IDS.length : 0);
    expectFinite(rows.values());
  });

  it.each(FILES)(
    '%s, window by window',
    async (_, build, expectedOfMiddle, expected = expectedOfMiddle) => {
      const windows: FileWindow[] = [];
      const file = build();
      const work = extractWindows({
        file,
        // Features of three hours take their time, and these are of silence.
        extractors: file.size > 1e8 ? [] : ['log-mel', 'timbre'],
        windowSeconds: 0.4,
        pcm: null,
        onWindows: (batch) => void windows.push(...batch),
      });
      expect(await codeOf(work)).toBe(expected);
      expectFinite(windows.flatMap(({ features }) => features));
    },
  );

  it('the page decoded it to NaN', async () => {
    const info = { format: 'MP3', sampleRate: RATE, channels: 1, durationSeconds: 3 };
    const pcm = { channels: [samples(withOne(NaN))], sampleRate: RATE, info };
    const file = new Blob(['x']);
    const { cache } = memoryCache();
    const analysed = analyseFile({ file, extractors: ['log-mel'], pcm, cache });
    expect(await codeOf(analysed)).toBe('audio-not-finite');
    const cut = extractWindows({
      file,
      extractors: ['log-mel'],
      windowSeconds: 1,
      pcm,
      onWindows() {},
    });
    expect(await codeOf(cut)).toBe('audio-not-finite');
  });
});
