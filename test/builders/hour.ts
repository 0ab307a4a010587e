// A WAV file of an hour or any other length on disk, for tests and benches of what must not grow with it.

import { closeSync, mkdtempSync, openAsBlob, openSync, rmSync, writeSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createRandom } from '../../src/core/random';

const PATTERN_SECONDS = 10;
const HEADER_BYTES = 44;

export interface LongWav {
  readonly blob: Blob;
  readonly path: string;
  /** Removes the file. */
  remove(): void;
}

/** 16-bit mono: a beat and a chord, over and over, with a tone that tells the minutes apart. */
export async function writeLongWav(seconds: number, sampleRate = 22_050): Promise<LongWav> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'earmark-'));
  const file = path.join(folder, 'long.wav');
  const descriptor = openSync(file, 'w');
  try {
    writeSync(descriptor, header(seconds * sampleRate, sampleRate));
    for (let start = 0; start < seconds; start += PATTERN_SECONDS) {
      const numSamples = Math.round(Math.min(PATTERN_SECONDS, seconds - start) * sampleRate);
      writeSync(descriptor, pattern(Math.floor(start / 60), numSamples, sampleRate));
    }
  } finally {
    closeSync(descriptor);
  }
  const remove = (): void => rmSync(folder, { recursive: true });
  return { blob: await openAsBlob(file), path: file, remove };
}

function header(numSamples: number, sampleRate: number): Buffer {
  const bytes = Buffer.alloc(HEADER_BYTES);
  bytes.write('RIFF', 0);
  bytes.writeUInt32LE(HEADER_BYTES - 8 + 2 * numSamples, 4);
  bytes.write('WAVEfmt ', 8);
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(sampleRate, 24);
  bytes.writeUInt32LE(2 * sampleRate, 28);
  bytes.writeUInt16LE(2, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write('data', 36);
  bytes.writeUInt32LE(2 * numSamples, 40);
  return bytes;
}

const patterns = new Map<string, Int16Array>();

function pattern(minute: number, numSamples: number, sampleRate: number): Int16Array {
  const key = `${minute % 12} ${numSamples} ${sampleRate}`;
  const known = patterns.get(key);
  if (known) return known;
  const random = createRandom(minute % 12);
  const tone = 220 * 2 ** ((minute % 12) / 12);
  const samples = Int16Array.from({ length: numSamples }, (_, n) => {
    const t = n / sampleRate;
    const beat = Math.exp(-8 * ((2 * t) % 1));
    const chord = Math.sin(2 * Math.PI * tone * t) + Math.sin(3 * Math.PI * tone * t);
    return 32_767 * (0.3 * beat * (random.next() - 0.5) + 0.2 * chord);
  });
  patterns.set(key, samples);
  return samples;
}
