// Averages channels into one as they arrive, so that the channels are never kept whole.

import type { Waveform } from '../core/audio-types';
import { EarmarkError } from '../core/errors';
import { secondsText } from './quantities';

/** Longest recording that is decoded whole. */
const MAX_DURATION_SECONDS = 3 * 3600;

/** Throws `audio-too-long` for more than three hours. */
export function checkDuration(durationSeconds: number): void {
  if (durationSeconds > MAX_DURATION_SECONDS) {
    throw new EarmarkError('audio-too-long', secondsText(durationSeconds));
  }
}

/** A mono signal that grows; throws `audio-too-long` past three hours. */
export class MonoBuilder {
  readonly sampleRate: number;
  length = 0;
  #samples: Float32Array<ArrayBuffer>;

  constructor(sampleRate: number, expectedFrames = 0) {
    this.sampleRate = sampleRate;
    const limit = MAX_DURATION_SECONDS * sampleRate;
    this.#samples = new Float32Array(Math.max(1024, Math.min(Math.ceil(expectedFrames), limit)));
  }

  /** Appends the mean of the planes over the frames [from, to). */
  append(planes: readonly Float32Array[], from: number, to: number): void {
    const count = to - from;
    if (count <= 0) return;
    this.#reserve(this.length + count);
    const target = this.#samples.subarray(this.length, this.length + count);
    const gain = 1 / planes.length;
    for (const plane of planes) {
      for (let i = 0; i < count; i++) target[i]! += plane[from + i]! * gain;
    }
    this.length += count;
  }

  toWaveform(): Waveform {
    const exact = this.length === this.#samples.length;
    const samples = exact ? this.#samples : this.#samples.slice(0, this.length);
    return { samples, sampleRate: this.sampleRate };
  }

  #reserve(length: number): void {
    if (length <= this.#samples.length) return;
    checkDuration(length / this.sampleRate);
    const grown = new Float32Array(Math.max(length, Math.ceil(this.#samples.length * 1.5)));
    grown.set(this.#samples.subarray(0, this.length));
    this.#samples = grown;
  }
}
