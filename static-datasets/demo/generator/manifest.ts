// The list of what is in the set, written beside the clips as `dataset.json`.

import { createHash } from 'node:crypto';
import { decodeMp3, KBIT_PER_SECOND } from './encode';
import {
  CLIPS_PER_COMPOSER,
  composerOf,
  COMPOSERS_PER_GENRE,
  fileOf,
  SEED,
  type ClipPlace,
} from './clip';
import { GENRE_IDS } from './genres/registry';

export interface ManifestClip {
  /** Path inside the set. */
  readonly file: string;
  readonly genre: string;
  readonly artist: string;
  readonly durationSeconds: number;
  readonly sampleRate: number;
  readonly channels: number;
  readonly bytes: number;
  /** Hex. */
  readonly sha256: string;
}

export interface Manifest {
  readonly version: 1;
  readonly id: string;
  readonly title: string;
  readonly synthetic: boolean;
  readonly description: string;
  readonly licence: string;
  readonly generator: {
    readonly seed: number;
    readonly composersPerGenre: number;
    readonly clipsPerComposer: number;
    readonly kbitPerSecond: number;
  };
  readonly clips: readonly ManifestClip[];
}

/** Every clip of the set, genre by genre. */
export function allPlaces(): ClipPlace[] {
  const clipsPerGenre = COMPOSERS_PER_GENRE * CLIPS_PER_COMPOSER;
  return GENRE_IDS.flatMap((genre) =>
    Array.from({ length: clipsPerGenre }, (_, index) => ({ genre, index })),
  );
}

export async function describeClip(place: ClipPlace, bytes: Uint8Array): Promise<ManifestClip> {
  const { samples, sampleRate } = await decodeMp3(bytes);
  return {
    file: fileOf(place),
    genre: place.genre,
    artist: composerOf(place),
    durationSeconds: Number((samples.length / sampleRate).toFixed(3)),
    sampleRate,
    channels: 1,
    bytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  };
}

export function describeSet(clips: readonly ManifestClip[]): Manifest {
  return {
    version: 1,
    id: 'demo',
    title: 'Demo set (synthetic music)',
    synthetic: true,
    description:
      'Music in ten styles, composed and played by a seeded generator. Made to try things out at once; results on it say nothing about real music.',
    licence: 'CC0-1.0',
    generator: {
      seed: SEED,
      composersPerGenre: COMPOSERS_PER_GENRE,
      clipsPerComposer: CLIPS_PER_COMPOSER,
      kbitPerSecond: KBIT_PER_SECOND,
    },
    clips,
  };
}
