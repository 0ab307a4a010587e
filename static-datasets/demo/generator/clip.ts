// One clip from its place in the set: the whole chain from seed to MP3 bytes.

import { createRandom } from '../../../src/core/random';
import { arrange } from './arrange';
import { createComposer } from './composer';
import { decodeMp3, encodeMp3 } from './encode';
import { GENRES } from './genres/registry';
import { mix } from './mix';
import { perform } from './perform';
import { fadeOut } from './synth/envelope';

export const SEED = 20240731;
export const COMPOSERS_PER_GENRE = 5;
export const CLIPS_PER_COMPOSER = 4;
export const CLIP_SECONDS = 10;
/** Highest sample a decoded clip may have. */
const PEAK_LIMIT = 0.98;

export interface ClipPlace {
  readonly genre: string;
  /** 0-based inside the genre. */
  readonly index: number;
}

/** Clips of a composer are spread over the genre's numbers, so that numbers give nothing away. */
export function composerOf({ genre, index }: ClipPlace): string {
  return `demo-${genre}-composer-${(index % COMPOSERS_PER_GENRE) + 1}`;
}

/** Path inside the set. */
export function fileOf({ genre, index }: ClipPlace): string {
  return `clips/${genre}/${genre}.${String(index).padStart(5, '0')}.mp3`;
}

/** Names a clip's own stream of chance. Not a path: a clip stays the same music when its file is renamed. */
function chanceOf({ genre, index }: ClipPlace): string {
  return `clips/${genre}/${genre}.${String(index).padStart(2, '0')}.mp3`;
}

export function renderClip(place: ClipPlace): Float32Array {
  const genre = GENRES[place.genre];
  if (!genre) throw new RangeError(`no such genre: ${place.genre}`);
  const composer = createComposer(composerOf(place), SEED, genre);
  const random = createRandom(SEED).fork(chanceOf(place));
  const song = arrange(genre, composer, CLIP_SECONDS, random.fork('song'));
  const dry = perform(song, CLIP_SECONDS, random.fork('performance'));
  return fadeOut(mix(dry, composer, random.fork('mix')), 0.02);
}

/** MP3 bytes. The codec overshoots on dense music; such a clip is encoded again, just quieter. */
export async function makeClip(place: ClipPlace): Promise<Uint8Array> {
  const samples = renderClip(place);
  const bytes = await encodeMp3(samples);
  const { samples: decoded } = await decodeMp3(bytes);
  const peak = decoded.reduce((top, value) => Math.max(top, Math.abs(value)), 0);
  if (peak <= PEAK_LIMIT) return bytes;
  return encodeMp3(samples.map((value) => (0.93 * PEAK_LIMIT * value) / peak));
}
