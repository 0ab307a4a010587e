// One polyphase filter bank in wasm memory, and the blocks of samples that go through it.

import { kernelFactory } from '../../core/wasm-kernel';
import { copyPadded } from '../padding';
import { BYTES } from './resample-wasm';

interface KernelExports {
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
}

const F32 = 4;
/** About how many samples, in or out, a block holds. */
const BLOCK_SAMPLES = 16_384;

const newKernel = kernelFactory<KernelExports>(BYTES);

export class ResampleKernel {
  readonly #kernel: KernelExports;
  readonly #bank: PolyphaseBank;
  readonly #periods: number;
  readonly #x: Float32Array;
  readonly #out: Float32Array;

  constructor(bank: PolyphaseBank) {
    const { up, down, numTaps, taps } = bank;
    this.#bank = bank;
    this.#periods = 4 * Math.ceil(BLOCK_SAMPLES / Math.max(up, down) / 4);
    const numInputs = this.#periods * down + numTaps;
    const numOutputs = this.#periods * up;
    const kernel = newKernel();
    kernel.reserve((taps.length + numInputs + numOutputs) * F32);
    kernel.f32(0, taps.length).set(taps);
    this.#kernel = kernel.exports;
    this.#x = kernel.f32(taps.length * F32, numInputs);
    this.#out = kernel.f32((taps.length + numInputs) * F32, numOutputs);
  }

  /** Fills `output`; its sample r of a period sees the input from floor(r · down / up) − reach on, 0 outside the ends. */
  filter(samples: Float32Array, reach: number, output: Float32Array): void {
    const { up, down, numTaps } = this.#bank;
    for (let period = 0; period * up < output.length; period += this.#periods) {
      copyPadded(this.#x, samples, period * down - reach, 'zero');
      for (let r = 0; r < up; r++) {
        const x = this.#x.byteOffset + Math.floor((r * down) / up) * F32;
        const out = this.#out.byteOffset + r * F32;
        this.#kernel.filterRow(x, down, r * numTaps * F32, numTaps, out, up, this.#periods);
      }
      const count = Math.min(this.#out.length, output.length - period * up);
      output.set(this.#out.subarray(0, count), period * up);
    }
  }
}
