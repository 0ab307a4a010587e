// What decoding takes and gives.

import type { AudioInfo, Waveform } from '../core/audio-types';
import type { ErrorRecord } from '../core/errors';

export interface DecodedAudio {
  /** Mean of the channels, at the rate of the file. */
  readonly waveform: Waveform;
  readonly info: AudioInfo;
  /** What is worth knowing although the file is used. */
  readonly notes: readonly ErrorRecord[];
}

export interface DecodeOptions {
  /** Decode only the middle of this length, by seeking; everything (at most 3 hours) if left out. */
  readonly excerptSeconds?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}
