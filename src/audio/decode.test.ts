import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  buildAu,
  buildWav,
  tone,
  toneFrequency,
  type SampleEncoding,
} from '../../test/fixtures/audio/build-files';
import { EarmarkError, type ErrorCode } from '../core/errors';
import { decodeAudio, probeAudio } from './decode';
import { inspectWaveform } from './inspect';

/** Largest rounding error of each encoding on a tone of amplitude 0.5. */
const TOLERANCE: Readonly<Record<SampleEncoding, number>> = {
  u8: 1 / 256 + 1e-6,
  s8: 1 / 256 + 1e-6,
  s16: 1 / 65536 + 1e-7,
  s24: 1e-7,
  s32: 1e-7,
  f32: 0,
  f64: 0,
  'mu-law': 0.016,
  'a-law': 0.016,
};
const WAV_ENCODINGS = ['u8', 's16', 's24', 's32', 'f32', 'f64', 'mu-law', 'a-law'] as const;
const AU_ENCODINGS = ['mu-law', 's8', 's16', 's24', 's32', 'f32', 'f64', 'a-law'] as const;
const MP3 = new URL('../../test/fixtures/audio/tone-440hz-44100.mp3', import.meta.url);

const signal = tone(441, 22050, 1.2);

function maxDifference(a: Float32Array, b: Float32Array): number {
  expect(a.length).toBe(b.length);
  return a.reduce((max, value, i) => Math.max(max, Math.abs(value - b[i]!)), 0);
}

async function expectError(promise: Promise<unknown>, code: ErrorCode, got?: string | RegExp) {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(EarmarkError);
  expect((error as EarmarkError).code).toBe(code);
  if (got !== undefined) expect((error as EarmarkError).got).toMatch(got);
}

async function check(blob: Blob) {
  const { waveform, info } = await decodeAudio(blob);
  return inspectWaveform(waveform, info);
}

describe('decodeAudio: WAV', () => {
  it.each(WAV_ENCODINGS)('reads %s', async (encoding) => {
    const { waveform, info, notes } = await decodeAudio(buildWav(signal, { encoding }));
    expect(maxDifference(waveform.samples, signal)).toBeLessThanOrEqual(TOLERANCE[encoding]);
    expect(info).toMatchObject({ sampleRate: 22050, channels: 1 });
    expect(info.durationSeconds).toBeCloseTo(1.2, 6);
    expect(notes).toEqual([]);
  });

  it.each(WAV_ENCODINGS)('reads %s behind WAVE_FORMAT_EXTENSIBLE', async (encoding) => {
    const blob = buildWav(signal, { encoding, extensible: true });
    const { waveform } = await decodeAudio(blob);
    expect(maxDifference(waveform.samples, signal)).toBeLessThanOrEqual(TOLERANCE[encoding]);
  });

  it.each(['RIFX', 'RF64'] as const)('reads %s', async (riff) => {
    const { waveform } = await decodeAudio(buildWav(signal, { riff, encoding: 's24' }));
    expect(maxDifference(waveform.samples, signal)).toBeLessThan(1e-6);
  });

  it('averages the channels', async () => {
    const interleaved = Float32Array.from({ length: 6 * 22050 }, (_, i) => (i % 6) / 10);
    const blob = buildWav(interleaved, { encoding: 'f32', channels: 6 });
    const { waveform, info } = await decodeAudio(blob);
    expect(info.channels).toBe(6);
    expect(waveform.samples.length).toBe(22050);
    expect(waveform.samples[100]).toBeCloseTo(0.25, 6);
  });

  it('decodes the middle only, and everything of a shorter file', async () => {
    const long = Float32Array.from({ length: 4 * 22050 }, (_, i) => i / 100_000);
    const { waveform, info } = await decodeAudio(buildWav(long, { encoding: 'f32' }), {
      excerptSeconds: 2,
    });
    expect(info.durationSeconds).toBe(4);
    expect(waveform.samples).toEqual(long.slice(22050, 3 * 22050));
    const all = await decodeAudio(buildWav(long), { excerptSeconds: 30 });
    expect(all.waveform.samples.length).toBe(long.length);
  });

  it('takes a stream of unknown length to the end of the file', async () => {
    for (const declaredBytes of [0xffffffff, 0x7ffff000]) {
      const { waveform } = await decodeAudio(buildWav(signal, { declaredBytes }));
      expect(waveform.samples.length).toBe(signal.length);
    }
    const stopped = buildWav(signal, { declaredBytes: 0, declaredRiffBytes: 0 });
    expect((await decodeAudio(stopped)).waveform.samples.length).toBe(signal.length);
  });

  it('says when the end, or the header, is missing', async () => {
    const whole = buildWav(signal);
    await expectError(decodeAudio(whole.slice(0, 20_000)), 'file-truncated', /19,956 bytes of/);
    await expectError(decodeAudio(whole.slice(0, 30)), 'file-truncated');
    await expectError(decodeAudio(whole.slice(0, 12)), 'file-truncated');
  });

  it('says which codec it cannot read, and when the header makes no sense', async () => {
    const adpcm = buildWav(signal, { formatTag: 2 });
    await expectError(decodeAudio(adpcm), 'codec-unsupported', 'MS ADPCM');
    await expectError(decodeAudio(buildWav(signal, { sampleRate: 0 })), 'file-damaged');
    await expectError(decodeAudio(buildWav(signal, { channels: 0 })), 'file-damaged');
  });

  it('refuses more than 3 hours unless an excerpt is asked for', async () => {
    const blob = buildWav(new Uint8Array(1), { encoding: 'u8', sampleRate: 1 });
    const long = new Blob([blob.slice(0, 40), Uint32Array.of(10_801), new Uint8Array(10_801)]);
    await expectError(decodeAudio(long), 'audio-too-long', '3 hours');
    expect((await decodeAudio(long, { excerptSeconds: 9 })).waveform.samples.length).toBe(9);
  });
});

describe('decodeAudio: Sun AU', () => {
  it.each(AU_ENCODINGS)('reads %s', async (encoding) => {
    const { waveform, info } = await decodeAudio(buildAu(signal, { encoding }));
    expect(maxDifference(waveform.samples, signal)).toBeLessThanOrEqual(TOLERANCE[encoding]);
    expect(info.format).toMatch(/^Sun AU /);
  });

  it('takes an unknown length to the end, and refuses a length past it', async () => {
    const open = buildAu(signal, { declaredBytes: 0xffffffff });
    expect((await decodeAudio(open)).waveform.samples.length).toBe(signal.length);
    await expectError(decodeAudio(buildAu(signal).slice(0, 9_000)), 'file-truncated');
    await expectError(decodeAudio(buildAu(signal).slice(0, 20)), 'file-truncated');
    await expectError(decodeAudio(buildAu(signal, { code: 23 })), 'codec-unsupported', '23');
  });

  it.each([
    [1, [0x00, 0x80, 0xff, 0x7f], [-32124, 32124, 0, 0]],
    [27, [0x2a, 0xaa, 0xd5, 0x55], [-32256, 32256, 8, -8]],
  ])('decodes G.711 (encoding %i) to its 16-bit values', async (code, bytes, expected) => {
    const blob = new Blob([buildAu([], { code, declaredBytes: 4 }), Uint8Array.from(bytes)]);
    const { waveform } = await decodeAudio(blob);
    expect(Array.from(waveform.samples, (value) => value * 32768 + 0)).toEqual(expected);
  });

  it('reads slices, not the whole file, for an excerpt', async () => {
    const blob = buildAu(new Float32Array(60 * 22050));
    let bytesRead = 0;
    const slice = blob.slice.bind(blob);
    blob.slice = (start = 0, end = blob.size) => {
      bytesRead += end - start;
      return slice(start, end);
    };
    await decodeAudio(blob, { excerptSeconds: 5 });
    expect(bytesRead).toBeLessThan(blob.size / 10);
  });
});

describe('decodeAudio: what is not sound', () => {
  it.each([
    ['', 'file-empty', /0 bytes/],
    ['Just some notes about a song.\n', 'file-not-audio', /^text$/],
    ['<!DOCTYPE html><p>404', 'file-not-audio', /web page/],
    ['{"track": 1}', 'file-not-audio', /JSON/],
    ['\x89PNG\r\n', 'file-not-audio', /PNG/],
    ['%PDF-1.7', 'file-not-audio', /PDF/],
    ['PK\x03\x04rest', 'file-not-audio', /zip/],
    ['MThd', 'file-not-audio', /MIDI/],
    ['FORM1234AIFF', 'codec-unsupported', /AIFF/],
    ['\x01\x02\x03\x04\x00', 'file-not-audio', /unknown data \(it begins with 01 02 03 04\)/],
    ['\0\0\0\0\0', 'file-not-audio', /zero bytes/],
    ['ID3\x04\0\0\0\0\x7f\x7f', 'file-truncated', /only tags/],
  ] as const)('%j is %s', async (content, code, got) => {
    const bytes = Uint8Array.from(content, (character) => character.charCodeAt(0));
    await expectError(decodeAudio(new Blob([bytes])), code, got);
    await expectError(probeAudio(new Blob([bytes])), code, got);
  });

  it('says when the file cannot be read', async () => {
    const blob = buildWav(signal);
    blob.slice = () => {
      throw new DOMException('The file was moved.', 'NotFoundError');
    };
    await expectError(decodeAudio(blob), 'file-unreadable', /moved/);
  });

  it('stops when it is told to', async () => {
    const stopped = AbortSignal.abort();
    await expect(decodeAudio(buildWav(signal), { signal: stopped })).rejects.toThrow(
      expect.objectContaining({ name: 'AbortError' }) as Error,
    );
  });
});

describe('where there is no decoder', () => {
  it('still tells what a compressed file is', async () => {
    const blob = new Blob([await readFile(MP3)]);
    expect(await probeAudio(blob)).toEqual({
      format: 'MP3',
      sampleRate: 44100,
      channels: 2,
      durationSeconds: expect.closeTo(1.541, 3) as number,
      artist: 'Fixture',
      title: 'Tone',
    });
    await expectError(decodeAudio(blob), 'codec-unsupported', 'MP3');
  });
});

describe('decode and inspect together', () => {
  it('sets aside what cannot be learned from', async () => {
    const withNan = Float32Array.from(signal);
    withNan[1000] = NaN;
    const infinite = Float32Array.from(signal);
    infinite[1000] = Infinity;
    const short = tone(440, 22050, 0.1);
    const low = tone(440, 8000, 2);
    await expectError(check(buildWav(withNan, { encoding: 'f32' })), 'audio-not-finite', /NaN/);
    await expectError(check(buildWav(infinite, { encoding: 'f64' })), 'audio-not-finite');
    await expectError(check(buildWav(short)), 'audio-too-short', /^0\.10 seconds$/);
    await expectError(check(buildWav(new Float32Array(22050))), 'audio-silent');
    await expectError(
      check(buildWav(low, { sampleRate: 8000 })),
      'sample-rate-too-low',
      '8,000 Hz',
    );
    await expectError(check(buildWav([])), 'audio-too-short');
  });

  it('notes what is unusual', async () => {
    expect(await check(buildWav(signal))).toEqual([]);
    const high = tone(440, 192000, 1);
    expect(await check(buildWav(high, { sampleRate: 192000 }))).toEqual([
      { code: 'note-resampled-high', got: '192,000 Hz' },
    ]);
    const surround = Float32Array.from({ length: 6 * 22050 }, (_, i) => signal[Math.floor(i / 6)]!);
    expect(await check(buildWav(surround, { channels: 6 }))).toEqual([
      { code: 'note-downmixed', got: '6 channels' },
    ]);
  });

  it('keeps the tone', async () => {
    const { waveform } = await decodeAudio(buildWav(signal));
    expect(toneFrequency(waveform.samples, waveform.sampleRate)).toBeCloseTo(441, 1);
  });
});

describe('decodeAudio on any bytes', () => {
  const magic = [
    '',
    'RIFF\0\0\0\0WAVEfmt ',
    '.snd',
    'OggS',
    'fLaC',
    '\0\0\0 ftypM4A ',
    'ID3\x03\0\0',
  ];
  const heads = fc.constantFrom(...magic).map((text) => new TextEncoder().encode(text));

  it('throws nothing but an EarmarkError, and always settles', async () => {
    await fc.assert(
      fc.asyncProperty(heads, fc.uint8Array({ maxLength: 600 }), async (head, rest) => {
        const error = await decodeAudio(new Blob([head, rest])).catch((reason: unknown) => reason);
        if (error instanceof Error) expect(error).toBeInstanceOf(EarmarkError);
      }),
      { numRuns: 300, seed: 1 },
    );
  });

  it('survives any damage to the header of a real WAV', async () => {
    const whole = new Uint8Array(await buildWav(tone(440, 8000, 0.1)).arrayBuffer());
    await fc.assert(
      fc.asyncProperty(fc.nat(60), fc.uint8Array({ maxLength: 8 }), async (at, damage) => {
        const bytes = Uint8Array.from(whole);
        bytes.set(damage, at);
        const error = await decodeAudio(new Blob([bytes])).catch((reason: unknown) => reason);
        if (error instanceof Error) expect(error).toBeInstanceOf(EarmarkError);
      }),
      { numRuns: 300, seed: 1 },
    );
  });
});
