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

/** A file that is decoded as it is asked for, so that it is never held whole. */
export interface AudioStream {
  /** What the file says about itself; its blocks may have another rate (HE-AAC, Opus). */
  readonly info: AudioInfo;
  /** The mean of the channels, in order and without gaps, all of one rate; to be read once. */
  readonly blocks: AsyncIterable<Waveform>;
}

export interface DecodeOptions {
  /** Decode only the middle of this length, by seeking; everything (at most 3 hours) if left out. */
  readonly excerptSeconds?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}
