// The resampler's inner loop and its memory: one polyphase filter bank at a time, and the blocks of samples that go through it.

import { kernelFactory, type WasmKernel } from '../../core/wasm-kernel';
import { copyPadded } from '../padding';
import { BYTES } from './resample-wasm';

/** What `assembly/resample.ts` exports; other filters over frames of a signal use it as well. */
export interface FilterExports {
  filterRow(
    x: number,
    xStep: number,
    taps: number,
    numTaps: number,
    out: number,
    outStep: number,
    count: number,
  ): void;
}

export interface PolyphaseBank {
  /** Outputs a period; one row of taps each. */
  readonly up: number;
  /** Inputs a period. */
  readonly down: number;
  /** A multiple of 4. */
  readonly numTaps: number;
  /** Shape [up, numTaps]. */
  readonly taps: Float32Array;
  /** Output r of a period uses input samples from floor(r · down / up) − reach on. */
  readonly reach: number;
}

const F32 = 4;
/** About how many samples, in or out, a block holds. */
const BLOCK_SAMPLES = 16_384;

export const newFilterKernel = kernelFactory<FilterExports>(BYTES);

class ResampleKernel {
  readonly #kernel: WasmKernel<FilterExports> = newFilterKernel();
  #bank: PolyphaseBank | null = null;

  filter(samples: Float32Array, bank: PolyphaseBank, output: Float32Array): void {
    const { up, down, numTaps, taps, reach } = bank;
    const periods = 4 * Math.ceil(BLOCK_SAMPLES / Math.max(up, down) / 4);
    const xAt = taps.length * F32;
    const numInputs = periods * down + numTaps;
    const outAt = xAt + numInputs * F32;
    const numOutputs = periods * up;
    this.#kernel.reserve(outAt + numOutputs * F32);
    if (this.#bank !== bank) this.#kernel.f32(0, taps.length).set(taps);
    this.#bank = bank;
    const x = this.#kernel.f32(xAt, numInputs);
    const out = this.#kernel.f32(outAt, numOutputs);
    for (let period = 0; period * up < output.length; period += periods) {
      copyPadded(x, samples, period * down - reach, 'zero');
      for (let r = 0; r < up; r++) {
        const from = xAt + Math.floor((r * down) / up) * F32;
        const row = r * numTaps * F32;
        const to = outAt + r * F32;
        this.#kernel.exports.filterRow(from, down, row, numTaps, to, up, periods);
      }
      const count = Math.min(numOutputs, output.length - period * up);
      output.set(out.subarray(0, count), period * up);
    }
  }
}

let shared: ResampleKernel | null = null;

/**
 * Fills `output`; the signal counts as 0 outside its ends. One instance serves all banks: every new one would set aside
 * gigabytes of address space for its memory.
 */
export function filterPolyphase(
  samples: Float32Array,
  bank: PolyphaseBank,
  output: Float32Array,
): void {
  shared ??= new ResampleKernel();
  shared.filter(samples, bank, output);
}
