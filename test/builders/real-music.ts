// Real clips for tests, from a folder beside the project that not every machine has. Nothing of it is ever copied.

import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { OggVorbisDecoder } from '@wasm-audio-decoders/ogg-vorbis';
import { MPEGDecoder } from 'mpg123-decoder';
import { mixToMono } from '../../src/audio/mix';
import type { Waveform } from '../../src/core/audio-types';

const DATA = path.resolve(import.meta.dirname, '../../../shared/data');

/** What a test prints when it is skipped because the real clips are not there. */
export const NO_REAL_MUSIC = 'the folder of real clips, ../shared/data, is not on this machine';

/** Path of a file in the folder of real data, or null where there is none. */
export function realDataPath(...parts: string[]): string | null {
  const file = path.join(DATA, ...parts);
  return existsSync(file) ? file : null;
}

/** Path of GTZAN's clip of that name ("blues.00000"), or null where it is missing. */
export function gtzanPath(name: string): string | null {
  return realDataPath('gtzan', name.split('.')[0] ?? '', `${name}.ogg`);
}

/** The whole file, mixed to mono, at its own rate; an ".ogg" (Vorbis) or an ".mp3". */
export async function decodeReal(file: string): Promise<Waveform> {
  const decoder = file.endsWith('.mp3') ? new MPEGDecoder() : new OggVorbisDecoder();
  await decoder.ready;
  try {
    const bytes = new Uint8Array(readFileSync(file));
    const { channelData, sampleRate } =
      decoder instanceof MPEGDecoder ? decoder.decode(bytes) : await decoder.decodeFile(bytes);
    return mixToMono(channelData, sampleRate);
  } finally {
    decoder.free();
  }
}
