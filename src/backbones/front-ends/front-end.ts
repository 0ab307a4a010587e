// The contract of a front end: a waveform becomes what a pretrained network was trained on, number for number.
// One file a front end; the registry (`registry.ts`) is the only other place that knows it.

import type { Waveform } from '../../core/audio-types';

/** A tensor as plain data. */
export interface FrontEndInput {
  /** Row-major values. */
  readonly data: Float32Array;
  /** The network's own shape. The first dimension counts inputs: patches of the clip, at least one. */
  readonly dims: readonly number[];
}

export interface FrontEnd {
  readonly id: string;
  readonly title: string;
  /** Hz; `compute` expects a waveform of exactly this rate. */
  readonly sampleRate: number;
  /** Seconds that are heard: what lies beyond is left out, so cut longer clips before. Infinity where all is heard. */
  readonly maxSeconds: number;
  /** Finite for a waveform of any length, even an empty one. */
  compute(waveform: Waveform): FrontEndInput;
}
