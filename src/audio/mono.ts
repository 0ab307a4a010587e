// Averages channels into one as they arrive, so that the channels are never kept whole, and joins what arrived.

import type { Waveform } from '../core/audio-types';
import { EarmarkError } from '../core/errors';
import { secondsText } from './quantities';

/** Longest recording that is decoded. */
const MAX_DURATION_SECONDS = 3 * 3600;

/** Throws `audio-too-long` for more than three hours. */
export function checkDuration(durationSeconds: number): void {
  if (durationSeconds > MAX_DURATION_SECONDS) {
    throw new EarmarkError('audio-too-long', secondsText(durationSeconds));
  }
}

/** The mean of the planes over the frames [from, to). */
export function averagePlanes(
  planes: readonly Float32Array[],
  from: number,
  to: number,
): Float32Array {
  const mono = new Float32Array(Math.max(0, to - from));
  const gain = 1 / planes.length;
  for (const plane of planes) {
    for (let i = 0; i < mono.length; i++) mono[i]! += plane[from + i]! * gain;
  }
  return mono;
}

/** A mono signal that grows. */
export class MonoBuilder {
  #length = 0;
  #samples: Float32Array<ArrayBuffer>;

  /** @param expectedSamples what is kept room for; a header may lie about it */
  constructor(expectedSamples: number) {
    this.#samples = new Float32Array(Math.max(0, Math.ceil(expectedSamples)));
  }

  append(block: Float32Array): void {
    this.#reserve(this.#length + block.length);
    this.#samples.set(block, this.#length);
    this.#length += block.length;
  }

  /** All that was appended; the builder is done with. */
  finish(): Float32Array {
    return this.#length === this.#samples.length
      ? this.#samples
      : this.#samples.slice(0, this.#length);
  }

  #reserve(length: number): void {
    if (length <= this.#samples.length) return;
    const grown = new Float32Array(Math.max(length, Math.ceil(this.#samples.length * 1.5)));
    grown.set(this.#samples.subarray(0, this.#length));
    this.#samples = grown;
  }
}

/** Joins blocks of one rate; `sampleRate` is what an empty stream has. */
export async function joinBlocks(
  blocks: AsyncIterable<Waveform>,
  { sampleRate, expectedSamples }: { sampleRate: number; expectedSamples: number },
): Promise<Waveform> {
  const builder = new MonoBuilder(expectedSamples);
  let rate = sampleRate;
  for await (const block of blocks) {
    rate = block.sampleRate;
    builder.append(block.samples);
  }
  return { samples: builder.finish(), sampleRate: rate };
}
