import { describe, expect, it } from 'vitest';
import { toneFrequency } from '../../test/fixtures/audio/build-files';
import { EarmarkError } from '../core/errors';
import { decodeAudio, probeAudio, withAudioStream } from './decode';
import { joinBlocks } from './mono';

const urls = import.meta.glob<string>('../../test/fixtures/audio/tone-*', {
  query: '?url',
  import: 'default',
  eager: true,
});

async function fixture(name: string): Promise<Blob> {
  const response = await fetch(urls[`../../test/fixtures/audio/${name}`]!);
  return response.blob();
}

/** `padding` is the silence that the codec adds and nothing declares, in seconds. */
const FILES = [
  { name: 'tone-440hz-44100.mp3', format: 'MP3', channels: 2, padding: 0.05 },
  { name: 'tone-440hz-44100-no-xing.mp3', format: 'MP3', channels: 1, padding: 0.05 },
  { name: 'tone-1000hz-22050.ogg', format: 'Ogg Vorbis', channels: 1, padding: 0 },
  { name: 'tone-660hz-48000.opus', format: 'Ogg Opus', channels: 1, padding: 0 },
  { name: 'tone-880hz-22050.flac', format: 'FLAC', channels: 1, padding: 0 },
  { name: 'tone-550hz-44100.m4a', format: 'M4A AAC', channels: 2, padding: 0 },
  { name: 'tone-550hz-44100-faststart.m4a', format: 'M4A AAC', channels: 2, padding: 0 },
].map((file) => {
  const [, frequency, rate] = /(\d+)hz-(\d+)/.exec(file.name)!;
  return { ...file, frequencyHz: Number(frequency), sampleRate: Number(rate) };
});

describe.each(FILES)('decodeAudio: $name', ({ name, format, channels, padding, ...tone }) => {
  it('gives the tone at its own rate, length and pitch, with the tags', async () => {
    const { waveform, info, notes } = await decodeAudio(await fixture(name));
    const seconds = waveform.samples.length / waveform.sampleRate;
    expect(waveform.sampleRate).toBe(tone.sampleRate);
    expect(seconds).toBeGreaterThanOrEqual(1.5 - 1e-3);
    expect(seconds).toBeLessThanOrEqual(1.5 + padding + 1e-3);
    expect(toneFrequency(waveform.samples, waveform.sampleRate)).toBeCloseTo(tone.frequencyHz, 0);
    expect(info).toMatchObject({ format, channels, artist: 'Fixture', title: 'Tone' });
    expect(info.sampleRate).toBe(tone.sampleRate);
    expect(info.durationSeconds).toBeCloseTo(seconds, 2);
    expect(notes).toEqual([]);
    expect(await probeAudio(await fixture(name))).toEqual(info);
  });

  it('streams what it decodes whole, and says at the end that it is cut off', async () => {
    const blob = await fixture(name);
    const { waveform } = await decodeAudio(blob);
    const join = (file: Blob) =>
      withAudioStream(file, ({ info, blocks }) =>
        joinBlocks(blocks, { sampleRate: info.sampleRate, expectedSamples: 0 }),
      );
    const streamed = await join(blob);
    expect(streamed.sampleRate).toBe(waveform.sampleRate);
    expect(streamed.samples).toEqual(waveform.samples);
    await expect(join(blob.slice(0, 0.5 * blob.size))).rejects.toBeInstanceOf(EarmarkError);
  });

  it('gives exactly the middle when an excerpt is asked for', async () => {
    const blob = await fixture(name);
    const whole = (await decodeAudio(blob)).waveform;
    const { waveform } = await decodeAudio(blob, { excerptSeconds: 0.5 });
    expect(waveform.samples.length).toBe(Math.round(0.5 * waveform.sampleRate));
    expect(toneFrequency(waveform.samples, waveform.sampleRate)).toBeCloseTo(tone.frequencyHz, 0);
    const peak = waveform.samples.reduce((max, value) => Math.max(max, Math.abs(value)), 0);
    const wholePeak = whole.samples.reduce((max, value) => Math.max(max, Math.abs(value)), 0);
    expect(peak / wholePeak).toBeGreaterThan(0.9);
  });

  it.each([0.1, 0.3, 0.5, 0.7, 0.8])(
    'says that it is cut off at %f of its bytes',
    async (share) => {
      const blob = await fixture(name);
      const cut = blob.slice(0, Math.floor(share * blob.size));
      for (const options of [{}, { excerptSeconds: 0.2 }]) {
        const error = await decodeAudio(cut, options).catch((reason: unknown) => reason);
        expect(error).toBeInstanceOf(EarmarkError);
        expect((error as EarmarkError).code).toBe('file-truncated');
      }
    },
  );
});

describe('decodeAudio in the browser', () => {
  it('decodes WAV by itself', async () => {
    const { waveform, info } = await decodeAudio(await fixture('tone-330hz-16000.wav'));
    expect(toneFrequency(waveform.samples, 16000)).toBeCloseTo(330, 0);
    expect(info).toMatchObject({ format: 'WAV 8-bit PCM', artist: 'Fixture', title: 'Tone' });
  });

  it('keeps what is there when less than a quarter second is missing, with a note', async () => {
    const blob = await fixture('tone-440hz-44100.mp3');
    const { waveform, notes } = await decodeAudio(blob.slice(0, Math.floor(0.9 * blob.size)));
    expect(waveform.samples.length / 44100).toBeCloseTo(1.36, 1);
    expect(notes).toEqual([{ code: 'note-end-missing', got: '0.18 seconds less' }]);
  });

  it('stops when it is told to', async () => {
    const controller = new AbortController();
    const decoding = decodeAudio(await fixture('tone-440hz-44100.mp3'), {
      signal: controller.signal,
    });
    controller.abort();
    await expect(decoding).rejects.toThrow(
      expect.objectContaining({ name: 'AbortError' }) as Error,
    );
  });

  it('settles with an EarmarkError or a waveform on damaged files', async () => {
    for (const { name } of FILES) {
      const whole = new Uint8Array(await (await fixture(name)).arrayBuffer());
      for (let damage = 0; damage < 12; damage++) {
        const bytes = Uint8Array.from(whole);
        const at = Math.floor(((damage * 7919) % 997) * 0.001 * bytes.length);
        for (let i = 0; i < 24; i++) bytes[at + i] = (i * 89 + damage * 31) & 0xff;
        const result = await decodeAudio(new Blob([bytes])).catch((reason: unknown) => reason);
        if (result instanceof Error) expect(result).toBeInstanceOf(EarmarkError);
      }
    }
  });
});
