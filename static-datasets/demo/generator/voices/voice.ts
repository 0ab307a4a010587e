// The contract of an instrument: one note in, its sound out, tail included.

import type { Random } from '../../../../src/core/random';
import type { Timbre } from '../score';

export interface VoiceNote {
  readonly midi: number;
  readonly hz: number;
  readonly seconds: number;
  /** 0…1. */
  readonly velocity: number;
}

/** Samples at the generator's rate, in about [−1, 1]; the renderer balances parts by measuring them. */
export type Voice = (note: VoiceNote, timbre: Timbre, random: Random) => Float32Array;
