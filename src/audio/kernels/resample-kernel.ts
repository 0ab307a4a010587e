// One polyphase filter bank in wasm memory, and the blocks of samples that go through it.

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
const PAGE = 65536;
/** About how many samples, in or out, a block holds. */
const BLOCK_SAMPLES = 16_384;

let compiled: WebAssembly.Module | null = null;

function compile(): WebAssembly.Module {
  return (compiled ??= new WebAssembly.Module(
    Uint8Array.from(atob(BYTES), (character) => character.charCodeAt(0)),
  ));
}

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
    const bytes = (taps.length + numInputs + numOutputs) * F32;
    const memory = new WebAssembly.Memory({ initial: Math.ceil(bytes / PAGE) });
    const imports = { env: { memory, abort: () => undefined } };
    this.#kernel = new WebAssembly.Instance(compile(), imports).exports as unknown as KernelExports;
    new Float32Array(memory.buffer).set(taps);
    this.#x = new Float32Array(memory.buffer, taps.length * F32, numInputs);
    this.#out = new Float32Array(memory.buffer, (taps.length + numInputs) * F32, numOutputs);
  }

  /** Fills `output`; its sample r of a period sees the input from floor(r · down / up) − reach on, 0 outside the ends. */
  filter(samples: Float32Array, reach: number, output: Float32Array): void {
    const { up, down, numTaps } = this.#bank;
    for (let period = 0; period * up < output.length; period += this.#periods) {
      this.#load(samples, period * down - reach);
      for (let r = 0; r < up; r++) {
        const x = this.#x.byteOffset + Math.floor((r * down) / up) * F32;
        const out = this.#out.byteOffset + r * F32;
        this.#kernel.filterRow(x, down, r * numTaps * F32, numTaps, out, up, this.#periods);
      }
      const count = Math.min(this.#out.length, output.length - period * up);
      output.set(this.#out.subarray(0, count), period * up);
    }
  }

  #load(samples: Float32Array, start: number): void {
    const first = Math.min(this.#x.length, Math.max(0, -start));
    const end = Math.max(first, Math.min(this.#x.length, samples.length - start));
    this.#x.fill(0, 0, first);
    this.#x.set(samples.subarray(start + first, start + end), first);
    this.#x.fill(0, end);
  }
}
