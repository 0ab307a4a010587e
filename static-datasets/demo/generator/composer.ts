// A composer: lasting habits drawn once, which every clip of that composer shares.

import { createRandom } from '../../../src/core/random';
import { between, clamp, happens, pick, type Range } from './chance';
import type { Genre, LayerName, MixRanges } from './genres/genre';

/** Finished-mix values, units as in `MixRanges`. */
export type MixHabits = { readonly [Key in keyof MixRanges]: number };

export interface Composer {
  readonly id: string;
  readonly seed: number;
  /** Centre of the composer's tempi, beats a minute. */
  readonly bpm: number;
  readonly swing: number;
  readonly loosenessSeconds: number;
  readonly energy: number;
  readonly mix: MixHabits;
  /** Upper edge of what the composer's recordings pass, Hz. */
  readonly bandwidthHz: number;
  /** The neighbouring genre this composer leans towards, and what is borrowed most readily. */
  readonly influence: string;
  readonly borrows: LayerName;
  /** Chance a clip that the borrowed layer is played the neighbour's way. */
  readonly borrowing: number;
}

const BORROWABLE: readonly LayerName[] = ['drums', 'bass', 'chords', 'lead'];
const BORROWING: Range = [0, 0.15];

export function createComposer(id: string, seed: number, genre: Genre): Composer {
  const random = createRandom(seed).fork(id);
  const draw = (range: Range): number => between(random, range);
  // Recording quality varies more than a genre explains: the ranges are widened at both ends.
  const wide = ([low, high]: Range): number =>
    draw([low, high]) + 0.04 * (high - low) * random.normal();
  const { mix } = genre;
  return {
    id,
    seed: random.integer(2 ** 31),
    bpm: draw(genre.tempo),
    swing: draw(genre.swing),
    loosenessSeconds: draw([0.002, 0.016]),
    energy: draw([0.15, 0.95]),
    mix: {
      loudnessDb: clamp(wide(mix.loudnessDb), -26, -12),
      tiltDb: wide(mix.tiltDb),
      reverbSeconds: clamp(wide(mix.reverbSeconds), 0.2, 3.5),
      reverbAmount: clamp(wide(mix.reverbAmount), 0, 0.5),
      noiseDb: clamp(wide(mix.noiseDb), -72, -36),
      saturation: clamp(wide(mix.saturation), 0, 0.9),
      crackle: happens(random, 0.5) ? draw(mix.crackle) : 0,
    },
    bandwidthHz: draw([6500, 10500]),
    influence: pick(random, genre.neighbours),
    borrows: pick(random, BORROWABLE),
    borrowing: draw(BORROWING),
  };
}
