// One instance of the spectra kernel with its memory laid out for one framing: tables, scratch, a block of samples.
// It knows addresses; what the numbers mean is `../stft.ts`'s business.

import type { FilterBank } from '../filter-bank';
import { kernelFactory, type WasmKernel } from '../../core/wasm-kernel';
import { BYTES } from './spectra-wasm';

interface KernelExports {
  loadFrames(first: number, second: number, winLength: number, nFft: number, out: number): void;
  removeMean(pairs: number, count: number): void;
  preEmphasise(pairs: number, count: number, coefficient: number): void;
  applyWindow(pairs: number, window: number, count: number): void;
  pass4(x: number, y: number, m: number, stride: number, factors: number): void;
  pass2(x: number, y: number, m: number, stride: number, factors: number): void;
  passOdd(
    x: number,
    y: number,
    m: number,
    stride: number,
    factors: number,
    radix: number,
    roots: number,
  ): void;
  powerOfReal(z: number, half: number, factors: number, out: number): void;
  squareRoot(pairs: number, count: number): void;
  filterBank(
    spectrum: number,
    starts: number,
    lengths: number,
    weights: number,
    numFilters: number,
    out: number,
  ): void;
  logarithm(
    pairs: number,
    count: number,
    scale: number,
    offset: number,
    floor: number,
    gain: number,
    bias: number,
  ): void;
  splitRows(pairs: number, count: number, first: number, second: number): void;
  splitRowsSingle(pairs: number, count: number, first: number, second: number): void;
}

/** gain · ln(max(floor, scale · x + offset)) + bias. */
export interface LogTerms {
  readonly scale: number;
  readonly offset: number;
  /** Positive. */
  readonly floor: number;
  readonly gain: number;
  readonly bias: number;
}

/** What happens to each frame before the window. */
export interface FrameTerms {
  readonly removeMean: boolean;
  readonly preEmphasis: number;
}

export interface KernelLayout {
  readonly nFft: number;
  /** Even. */
  readonly winLength: number;
  /** Samples that one block holds. */
  readonly blockSamples: number;
}

interface Pass {
  readonly radix: number;
  readonly m: number;
  readonly stride: number;
  readonly factors: number;
  /** Where the roots of unity of an odd radix lie. */
  readonly roots: number;
}

/** Addresses of a filter bank and of what it gives. */
interface Bank {
  readonly numFilters: number;
  readonly weights: number;
  readonly starts: number;
  readonly lengths: number;
  readonly out: number;
  readonly rows: number;
}

const PAIR = 16;
const F64 = 8;
const F32 = 4;
const I32 = 4;
const ODD_RADICES = [3, 5, 7];

const newKernel = kernelFactory<KernelExports>(BYTES);

export class SpectraKernel {
  readonly #wasm: WasmKernel<KernelExports> = newKernel();
  readonly #kernel = this.#wasm.exports;
  readonly #layout: KernelLayout;
  readonly #half: number;
  readonly #window: number;
  readonly #passes: readonly Pass[];
  readonly #realFactors: number;
  readonly #x: number;
  readonly #y: number;
  readonly #power: number;
  readonly #rows: number;
  readonly #samples: number;
  /** Where the banks begin; they come last, so that others can take their place. */
  readonly #banksAt: number;
  #banks: readonly Bank[] = [];
  #windowLength = 0;
  #end = 0;

  /** @throws RangeError unless nFft is twice a product of 2, 3, 5 and 7 */
  constructor(layout: KernelLayout) {
    const { nFft, winLength, blockSamples } = layout;
    this.#layout = layout;
    this.#half = nFft / 2;
    this.#window = this.#allocate(winLength * F64);
    this.#x = this.#allocate(nFft * PAIR);
    this.#y = this.#allocate(nFft * PAIR);
    this.#power = this.#allocate((this.#half + 1) * PAIR);
    this.#rows = this.#allocate((this.#half + 1) * PAIR);
    this.#samples = this.#allocate(blockSamples * F32);
    this.#realFactors = this.#roots(nFft, (this.#half >> 1) + 1);
    this.#passes = this.#plan(this.#half);
    this.#banksAt = this.#end;
  }

  /** Wasm memory in use. */
  get bytes(): number {
    return this.#wasm.bytes;
  }

  /** Shape [winLength], or one shorter where the window's length is odd. */
  setWindow(window: Float64Array): void {
    this.#windowLength = window.length;
    this.#wasm.f64(this.#window, this.#layout.winLength).fill(0).set(window);
  }

  /** Banks over [nFft / 2 + 1] bins; they take the place of those before. */
  setFilterBanks(banks: readonly FilterBank[]): void {
    this.#end = this.#banksAt;
    this.#banks = banks.map(({ numFilters, starts, offsets, weights }) => {
      const bank = {
        numFilters,
        out: this.#allocate(numFilters * PAIR),
        rows: this.#allocate(numFilters * PAIR),
        weights: this.#allocate(weights.length * F64),
        starts: this.#allocate(numFilters * I32),
        lengths: this.#allocate(numFilters * I32),
      };
      const lengths = Int32Array.from(starts, (_, i) => offsets[i + 1]! - offsets[i]!);
      this.#wasm.f64(bank.weights, weights.length).set(weights);
      this.#wasm.i32(bank.starts, numFilters).set(starts);
      this.#wasm.i32(bank.lengths, numFilters).set(lengths);
      return bank;
    });
  }

  /** Where the samples of a block go, shape [blockSamples]; to be asked for anew for every block. */
  get samples(): Float32Array {
    return this.#wasm.f32(this.#samples, this.#layout.blockSamples);
  }

  /** Transforms the frames that begin at these places of the block: |X|² of both, kept for what is asked next. */
  transform(first: number, second: number, { removeMean, preEmphasis }: FrameTerms): void {
    const { nFft, winLength } = this.#layout;
    const kernel = this.#kernel;
    const firstAt = this.#samples + first * F32;
    const secondAt = this.#samples + second * F32;
    kernel.loadFrames(firstAt, secondAt, winLength, nFft, this.#x);
    if (removeMean) kernel.removeMean(this.#x, this.#windowLength);
    if (preEmphasis !== 0) kernel.preEmphasise(this.#x, this.#windowLength, preEmphasis);
    kernel.applyWindow(this.#x, this.#window, winLength);
    let [from, to] = [this.#x, this.#y];
    for (const { radix, m, stride, factors, roots } of this.#passes) {
      if (radix === 4) kernel.pass4(from, to, m, stride, factors);
      else if (radix === 2) kernel.pass2(from, to, m, stride, factors);
      else kernel.passOdd(from, to, m, stride, factors, radix, roots);
      [from, to] = [to, from];
    }
    kernel.powerOfReal(from, this.#half, this.#realFactors, this.#power);
  }

  /** The power spectra of both frames, one after the other, shape [2, nFft / 2 + 1]; overwritten by the next call. */
  power(): Float64Array {
    const bins = this.#half + 1;
    this.#kernel.splitRows(this.#power, bins, this.#rows, this.#rows + bins * F64);
    return this.#wasm.f64(this.#rows, 2 * bins);
  }

  /** Replaces power by magnitude. */
  squareRoot(): void {
    this.#kernel.squareRoot(this.#power, this.#half + 1);
  }

  /** Both frames under a filter bank, shape [2, numFilters]; overwritten by the next call. */
  filtered(index: number): Float64Array {
    const { out, rows, numFilters } = this.#applyBank(index);
    this.#kernel.splitRows(out, numFilters, rows, rows + numFilters * F64);
    return this.#wasm.f64(rows, 2 * numFilters);
  }

  /** The same in single precision, after the logarithm if there is one. */
  filteredLog(index: number, log: LogTerms | null): Float32Array {
    const { out, rows, numFilters } = this.#applyBank(index);
    if (log) {
      const { scale, offset, floor, gain, bias } = log;
      this.#kernel.logarithm(out, numFilters, scale, offset, floor, gain, bias);
    }
    this.#kernel.splitRowsSingle(out, numFilters, rows, rows + numFilters * F32);
    return this.#wasm.f32(rows, 2 * numFilters);
  }

  #applyBank(index: number): Bank {
    const bank = this.#banks[index]!;
    const { starts, lengths, weights, numFilters, out } = bank;
    this.#kernel.filterBank(this.#power, starts, lengths, weights, numFilters, out);
    return bank;
  }

  /** Radices whose product is `length`, with their factors; 4 first, so that most work is in the quickest pass. */
  #plan(length: number): Pass[] {
    const passes: Pass[] = [];
    let rest = length;
    let stride = 1;
    while (rest > 1) {
      const radix = [4, 2, ...ODD_RADICES].find((candidate) => rest % candidate === 0);
      if (radix === undefined) throw new RangeError(`A transform of ${2 * length} points`);
      const m = rest / radix;
      const factors = this.#factors(rest, m, radix);
      const roots = ODD_RADICES.includes(radix) ? this.#roots(radix, radix) : 0;
      passes.push({ radix, m, stride, factors, roots });
      stride *= radix;
      rest = m;
    }
    return passes;
  }

  /** e^(−2πi·p·j/n) for p = 0…m−1 and j = 1…radix−1. */
  #factors(n: number, m: number, radix: number): number {
    const at = this.#allocate(m * (radix - 1) * 2 * F64);
    const factors = this.#wasm.f64(at, m * (radix - 1) * 2);
    for (let p = 0, i = 0; p < m; p++) {
      for (let j = 1; j < radix; j++) {
        const angle = (-2 * Math.PI * p * j) / n;
        factors[i++] = Math.cos(angle);
        factors[i++] = Math.sin(angle);
      }
    }
    return at;
  }

  /** e^(−2πi·k/n) for k = 0…count−1. */
  #roots(n: number, count: number): number {
    const at = this.#allocate(count * 2 * F64);
    const roots = this.#wasm.f64(at, count * 2);
    for (let k = 0; k < count; k++) {
      roots[2 * k] = Math.cos((-2 * Math.PI * k) / n);
      roots[2 * k + 1] = Math.sin((-2 * Math.PI * k) / n);
    }
    return at;
  }

  /** Space on a 16-byte boundary. */
  #allocate(bytes: number): number {
    const address = this.#end;
    this.#end = Math.ceil((address + bytes) / 16) * 16;
    this.#wasm.reserve(this.#end);
    return address;
  }
}
