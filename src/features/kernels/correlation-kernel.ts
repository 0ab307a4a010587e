// Several filters against frames of one signal in wasm memory, by the inner loop of the resampler: frames that lie a hop
// apart are what a resampler would call its outputs.

import { newFilterKernel, type FilterExports } from '../../audio/kernels/resample-kernel';
import { copyPadded, type Padding } from '../../audio/padding';
import type { WasmKernel } from '../../core/wasm-kernel';

const F32 = 4;
/** Frames answered at a time, at most; fewer where their samples would not fit into `MAX_SAMPLES`. Multiple of 4. */
const MAX_FRAMES = 128;
/** About half of what the fastest cache of a processor holds. */
const MAX_SAMPLES = 4096;

export interface FrameSource {
  readonly samples: Float32Array;
  /** Samples between frames. */
  readonly hopLength: number;
  readonly padding: Padding;
}

/** One instance serves clip after clip: every new one would set aside gigabytes of address space for its memory. */
export class CorrelationKernel {
  readonly #kernel: WasmKernel<FilterExports> = newFilterKernel();
  #numTaps = 0;
  #numFilters = 0;
  #xAt = 0;
  #outAt = 0;

  /** @param taps shape [numFilters, numTaps]; `numTaps` a multiple of 4 */
  setTaps(taps: Float32Array, numTaps: number): void {
    this.#numTaps = numTaps;
    this.#numFilters = taps.length / numTaps;
    this.#outAt = taps.length * F32;
    this.#xAt = this.#outAt + this.#numFilters * MAX_FRAMES * F32;
    this.#kernel.reserve(this.#xAt);
    this.#kernel.f32(0, taps.length).set(taps);
  }

  /**
   * Calls `take` for block after block of frames, centred on multiples of the hop, with the sums of samples times taps:
   * filter f at frame `first` + i is `sums[f · step + i]`. The array is reused.
   */
  correlate(
    { samples, hopLength, padding }: FrameSource,
    numFrames: number,
    take: (sums: Float32Array, step: number, first: number, count: number) => void,
  ): void {
    const numTaps = this.#numTaps;
    const bySamples = 4 * Math.max(1, Math.floor(MAX_SAMPLES / hopLength / 4));
    const blockFrames = Math.min(MAX_FRAMES, bySamples);
    const x = this.#inputs(blockFrames * hopLength + numTaps);
    const sums = this.#kernel.f32(this.#outAt, this.#numFilters * blockFrames);
    for (let first = 0; first < numFrames; first += blockFrames) {
      copyPadded(x, samples, first * hopLength - numTaps / 2, padding);
      for (let filter = 0; filter < this.#numFilters; filter++) {
        const taps = filter * numTaps * F32;
        const out = this.#outAt + filter * blockFrames * F32;
        this.#kernel.exports.filterRow(this.#xAt, hopLength, taps, numTaps, out, 1, blockFrames);
      }
      take(sums, blockFrames, first, Math.min(blockFrames, numFrames - first));
    }
  }

  #inputs(length: number): Float32Array {
    this.#kernel.reserve(this.#xAt + length * F32);
    return this.#kernel.f32(this.#xAt, length);
  }
}
