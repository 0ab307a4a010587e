// Loudness over a note's life.

import { samplesOf } from './units';

export interface Adsr {
  readonly attackSeconds: number;
  readonly decaySeconds: number;
  /** Level held until the note ends, 0…1. */
  readonly sustain: number;
  readonly releaseSeconds: number;
}

/** Amplitude 0…1 a sample, as long as the note and its release. */
export function adsr(shape: Adsr, durationSeconds: number): Float32Array {
  const held = samplesOf(durationSeconds);
  const release = Math.max(1, samplesOf(shape.releaseSeconds));
  const attack = Math.max(1, samplesOf(shape.attackSeconds));
  const decay = Math.max(1, samplesOf(shape.decaySeconds));
  const levels = new Float32Array(held + release);
  let last = 0;
  for (let i = 0; i < held; i++) {
    last =
      i < attack
        ? i / attack
        : shape.sustain + (1 - shape.sustain) * Math.exp((-3 * (i - attack)) / decay);
    levels[i] = last;
  }
  for (let i = 0; i < release; i++) {
    const left = 1 - i / release;
    levels[held + i] = last * left * left;
  }
  return levels;
}

/** Fades the last samples of a buffer to zero, in place, so that a cut never clicks. */
export function fadeOut(buffer: Float32Array, seconds: number): Float32Array {
  const length = Math.min(buffer.length, samplesOf(seconds));
  for (let i = 0; i < length; i++) {
    buffer[buffer.length - 1 - i]! *= i / length;
  }
  return buffer;
}
