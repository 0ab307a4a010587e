import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EarmarkError, type ErrorCode } from '../../core/errors';
import { probeAudio } from '../decode';

const NAMES = [
  'tone-440hz-44100.mp3',
  'tone-440hz-44100-no-xing.mp3',
  'tone-1000hz-22050.ogg',
  'tone-660hz-48000.opus',
  'tone-880hz-22050.flac',
  'tone-550hz-44100.m4a',
  'tone-550hz-44100-faststart.m4a',
];

async function fixture(name: string): Promise<Uint8Array<ArrayBuffer>> {
  const url = new URL(`../../../test/fixtures/audio/${name}`, import.meta.url);
  return Uint8Array.from(await readFile(url));
}

/** The code of the error that looking into the bytes ends in; null if there is none. */
async function codeOf(bytes: Uint8Array<ArrayBuffer>): Promise<ErrorCode | null> {
  try {
    await probeAudio(new Blob([bytes]));
    return null;
  } catch (error) {
    expect(error).toBeInstanceOf(EarmarkError);
    return (error as EarmarkError).code;
  }
}

/** A raw AAC frame of `length` bytes, 44.1 kHz stereo, whose header declares `declared` bytes. */
function adtsFrame(length: number, declared = length): Uint8Array<ArrayBuffer> {
  const frame = new Uint8Array(length);
  frame.set([
    0xff,
    0xf1,
    0x50,
    0x80 | (declared >> 11),
    declared >> 3,
    ((declared & 7) << 5) | 0x1f,
  ]);
  return frame;
}

function concat(...parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(parts.flatMap((part) => Array.from(part)));
}

describe.each(NAMES)('%s', (name) => {
  it('is whole', async () => {
    expect(await codeOf(await fixture(name))).toBeNull();
  });

  it('is seen to be cut off', async () => {
    const bytes = await fixture(name);
    for (const share of [0.05, 0.2, 0.4, 0.6, 0.8]) {
      expect(await codeOf(bytes.slice(0, share * bytes.length))).toBe('file-truncated');
    }
  });

  it('damaged anyhow, it is told about with an EarmarkError, and soon', async () => {
    const whole = await fixture(name);
    const places = fc.oneof(fc.nat(1500), fc.nat(whole.length - 1));
    const damages = fc.array(fc.tuple(places, fc.constantFrom(0, 1, 127, 255)), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(damages, async (damage) => {
        const bytes = Uint8Array.from(whole);
        for (const [at, value] of damage) bytes[at] = value;
        await codeOf(bytes);
      }),
      { numRuns: 100, seed: 1 },
    );
  });
});

// Damage that would keep the demuxer busy for ever, or for minutes, if the checks let it through.
describe('endless damage', () => {
  it('a FLAC that ends in its metadata, or whose sound is not FLAC', async () => {
    const bytes = await fixture('tone-880hz-22050.flac');
    expect(await codeOf(bytes.slice(0, 3000))).toBe('file-truncated');
    const start = new TextDecoder('latin1').decode(bytes).indexOf('\xff\xf8');
    expect(await codeOf(bytes.fill(7, start))).toBe('file-damaged');
  });

  it('an AAC frame of length 0', async () => {
    const frames = concat(adtsFrame(100), adtsFrame(90));
    expect(await codeOf(frames)).toBeNull();
    expect(await codeOf(concat(frames, adtsFrame(50, 0)))).toBe('file-damaged');
    expect(await codeOf(concat(frames, adtsFrame(50, 80)))).toBe('file-truncated');
  });

  it('an M4A index with billions of packets in a chunk', async () => {
    const bytes = await fixture('tone-550hz-44100.m4a');
    const table = new TextDecoder('latin1').decode(bytes).indexOf('stsc');
    bytes.fill(0xff, table + 16, table + 20);
    expect(await codeOf(bytes)).toBe('file-damaged');
  });
});
