// The contract of a front end: a waveform becomes what a pretrained network was trained on, number for number.
// One file a front end; the registry (`registry.ts`) is the only other place that knows it.

import type { Waveform } from '../../core/audio-types';
import type { TensorData } from '../../core/tensor-data';

export interface FrontEnd {
  readonly id: string;
  readonly title: string;
  /** Hz; `compute` expects a waveform of exactly this rate. */
  readonly sampleRate: number;
  /** Seconds that are heard: what lies beyond is left out, so cut longer clips before. Infinity where all is heard. */
  readonly maxSeconds: number;
  /**
   * In the network's own shape; the first dimension counts its inputs, at least one: patches of the waveform.
   * Finite for a waveform of any length, even an empty one.
   */
  compute(waveform: Waveform): TensorData;
}
