// The written music: what a genre composes and the renderer plays. Times are in beats.

import type { DrumId, Kit } from './voices/drums';
import type { VoiceId } from './voices/registry';

export interface Note {
  readonly beat: number;
  readonly beats: number;
  /** MIDI number, 69 is A at 440 Hz; fractions are allowed. */
  readonly midi: number;
  /** 0…1. */
  readonly velocity: number;
}

export interface Hit {
  readonly beat: number;
  readonly drum: DrumId;
  /** 0…1. */
  readonly velocity: number;
}

/** How an instrument is built and played; every value 0…1. */
export interface Timbre {
  readonly bright: number;
  readonly ring: number;
  readonly attack: number;
  readonly body: number;
  readonly vibrato: number;
}

/** Effects a part runs through before the mix; every value 0…1, absent is off. */
export interface Effects {
  readonly drive?: number;
  readonly echo?: number;
  readonly chorus?: number;
  readonly tremolo?: number;
  readonly wah?: number;
  /** Ducks on every beat, as under a compressor keyed by the kick. */
  readonly pump?: number;
}

interface PartBase {
  /** Loudness against the other parts. */
  readonly levelDb: number;
  readonly effects?: Effects;
}

export interface PitchedPart extends PartBase {
  readonly kind: 'pitched';
  readonly voice: VoiceId;
  readonly timbre: Timbre;
  readonly notes: readonly Note[];
}

export interface DrumPart extends PartBase {
  readonly kind: 'drums';
  readonly kit: Kit;
  readonly hits: readonly Hit[];
}

export type Part = PitchedPart | DrumPart;

/** When things sound: the difference between a score and a performance. */
export interface Groove {
  readonly bpm: number;
  /** Share of a pair of swing units that the first one takes; 0.5 is straight, 0.67 a triplet. */
  readonly swing: number;
  readonly swingUnitBeats: number;
  /** Standard deviation of each onset. */
  readonly loosenessSeconds: number;
}
