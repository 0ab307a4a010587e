// The contract of a genre: ranges its composers come from, its harmony, and its five layers.

import type { Range } from '../chance';
import type { Progression } from '../compose/harmony';
import type { Layer } from '../compose/session';

export const LAYER_NAMES = ['drums', 'bass', 'chords', 'lead', 'colour'] as const;
export type LayerName = (typeof LAYER_NAMES)[number];

export interface MixRanges {
  /** RMS of the finished clip, dBFS. */
  readonly loudnessDb: Range;
  /** Spectral tilt, dB a side. */
  readonly tiltDb: Range;
  readonly reverbSeconds: Range;
  /** Share of reverberation, 0…1. */
  readonly reverbAmount: Range;
  /** RMS of hiss, dBFS. */
  readonly noiseDb: Range;
  /** Saturation of the sum, 0…1. */
  readonly saturation: Range;
  /** Vinyl clicks a second. */
  readonly crackle: Range;
}

export interface Genre {
  /** Beats a minute. */
  readonly tempo: Range;
  readonly swing: Range;
  readonly swingUnitBeats: 0.5 | 0.25;
  readonly beatsPerBar?: readonly number[];
  readonly progressions: readonly Progression[];
  readonly layers: Readonly<Record<LayerName, Layer>>;
  /** Chance that a layer plays in a clip. */
  readonly presence: Readonly<Record<LayerName, number>>;
  /** Styles its composers borrow layers from. */
  readonly neighbours: readonly string[];
  readonly mix: MixRanges;
}

/** A mix without character: genres override what is typical for them. */
export const PLAIN_MIX: MixRanges = {
  loudnessDb: [-20, -13],
  tiltDb: [-3, 3],
  reverbSeconds: [0.3, 1.6],
  reverbAmount: [0.04, 0.22],
  noiseDb: [-66, -44],
  saturation: [0.05, 0.4],
  crackle: [0, 0],
};
