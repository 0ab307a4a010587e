// The outline of a waveform, small enough to draw: the lowest and highest sample of each stretch of it.

import type { Waveform, WaveformPeaks } from '../core/audio-types';

/** How many times finer than the outline the extremes are kept; between this and half of it of a long stream. */
const CELLS_PER_BUCKET = 32;

/**
 * Extremes over `numBuckets` stretches as equal as can be; one stretch a sample where there are fewer samples.
 * What is not a number counts as silence. Borders of stretches of many samples are off by a sixteenth of one at most.
 */
export function measurePeaks(samples: Float32Array, numBuckets: number): WaveformPeaks {
  const meter = new PeakMeter(numBuckets);
  meter.add(samples);
  return meter.finish();
}

/** The same for sound of any length that arrives in blocks; no more of it is held than a block. */
export async function streamPeaks(
  blocks: AsyncIterable<Waveform>,
  numBuckets: number,
): Promise<WaveformPeaks> {
  const meter = new PeakMeter(numBuckets);
  for await (const { samples } of blocks) meter.add(samples);
  return meter.finish();
}

/** Keeps extremes of cells of equal length, which doubles whenever there is no room for more cells. */
class PeakMeter {
  readonly #numBuckets: number;
  readonly #min: Float32Array;
  readonly #max: Float32Array;
  #numCells = 0;
  #cellLength = 1;
  /** Samples in the last cell. */
  #filled = 0;

  constructor(numBuckets: number) {
    this.#numBuckets = Math.max(0, Math.floor(numBuckets));
    this.#min = new Float32Array(this.#numBuckets * CELLS_PER_BUCKET);
    this.#max = new Float32Array(this.#numBuckets * CELLS_PER_BUCKET);
  }

  add(samples: Float32Array): void {
    if (this.#numBuckets === 0) return;
    for (let from = 0; from < samples.length;) {
      if (this.#numCells === 0 || this.#filled === this.#cellLength) this.#openCell();
      const to = Math.min(samples.length, from + this.#cellLength - this.#filled);
      const cell = this.#numCells - 1;
      let lowest = this.#min[cell]!;
      let highest = this.#max[cell]!;
      for (let i = from; i < to; i++) {
        const sample = samples[i]!;
        if (sample < lowest) lowest = sample;
        if (sample > highest) highest = sample;
      }
      this.#min[cell] = lowest;
      this.#max[cell] = highest;
      this.#filled += to - from;
      from = to;
    }
  }

  finish(): WaveformPeaks {
    const length = Math.min(this.#numCells, this.#numBuckets);
    const min = new Float32Array(length);
    const max = new Float32Array(length);
    for (let bucket = 0; bucket < length; bucket++) {
      const from = Math.floor((bucket * this.#numCells) / length);
      const to = Math.floor(((bucket + 1) * this.#numCells) / length);
      const lowest = this.#min.subarray(from, to).reduce((a, b) => Math.min(a, b));
      const highest = this.#max.subarray(from, to).reduce((a, b) => Math.max(a, b));
      min[bucket] = lowest === Infinity ? 0 : lowest;
      max[bucket] = highest === -Infinity ? 0 : highest;
    }
    return { min, max };
  }

  #openCell(): void {
    if (this.#numCells === this.#min.length) this.#halve();
    this.#min[this.#numCells] = Infinity;
    this.#max[this.#numCells] = -Infinity;
    this.#numCells++;
    this.#filled = 0;
  }

  /** Joins the cells by twos; their number is even, as all of them are in use. */
  #halve(): void {
    this.#numCells /= 2;
    this.#cellLength *= 2;
    for (let cell = 0; cell < this.#numCells; cell++) {
      this.#min[cell] = Math.min(this.#min[2 * cell]!, this.#min[2 * cell + 1]!);
      this.#max[cell] = Math.max(this.#max[2 * cell]!, this.#max[2 * cell + 1]!);
    }
  }
}
