// Brings a compiled kernel to life: its module is compiled once a realm, its memory grows to what is asked of it.
// What the kernels compute, and how their memory is laid out, is their callers' business.

import { EarmarkError } from './errors';

const PAGE_BYTES = 65536;

/** The smallest module with a SIMD instruction in it: `i8x16.popcnt(i8x16.splat(0))`. */
const SIMD_PROBE = Uint8Array.of(
  ...[0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3],
  ...[2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11],
);

export class WasmKernel<Exports> {
  readonly exports: Exports;
  readonly #memory: WebAssembly.Memory;

  /** @param memory one of its own, unless several instances (in several threads) work on the same */
  constructor(module: WebAssembly.Module, memory = new WebAssembly.Memory({ initial: 1 })) {
    this.#memory = memory;
    const imports = { env: { memory: this.#memory, abort: () => undefined } };
    this.exports = new WebAssembly.Instance(module, imports).exports as unknown as Exports;
  }

  /** Wasm memory in use. */
  get bytes(): number {
    return this.#memory.buffer.byteLength;
  }

  /** Makes room for `bytes` in all; views made before may be detached then. */
  reserve(bytes: number): void {
    const missing = bytes - this.bytes;
    if (missing > 0) this.#memory.grow(Math.ceil(missing / PAGE_BYTES));
  }

  u8(address: number, length: number): Uint8Array {
    return new Uint8Array(this.#memory.buffer, address, length);
  }

  f32(address: number, length: number): Float32Array {
    return new Float32Array(this.#memory.buffer, address, length);
  }

  f64(address: number, length: number): Float64Array {
    return new Float64Array(this.#memory.buffer, address, length);
  }

  i32(address: number, length: number): Int32Array {
    return new Int32Array(this.#memory.buffer, address, length);
  }
}

/**
 * A function that gives new instances of the kernel whose bytes, base64, are given, each with the memory it is given or
 * one of its own.
 * It throws `wasm-simd-missing` where the browser cannot run any.
 */
export function kernelFactory<Exports>(
  base64: string,
): (memory?: WebAssembly.Memory) => WasmKernel<Exports> {
  let module: WebAssembly.Module | null = null;
  return (memory) => {
    const bytes = (): Uint8Array<ArrayBuffer> =>
      Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    module ??= compile(bytes());
    return new WasmKernel<Exports>(module, memory);
  };
}

function compile(bytes: Uint8Array<ArrayBuffer>): WebAssembly.Module {
  // Some browsers' security modes take WebAssembly away as a whole.
  if (typeof WebAssembly === 'undefined') {
    throw new EarmarkError('wasm-simd-missing', 'no WebAssembly at all');
  }
  try {
    return new WebAssembly.Module(bytes);
  } catch (error) {
    if (WebAssembly.validate(SIMD_PROBE)) throw error;
    throw new EarmarkError('wasm-simd-missing', 'WebAssembly without SIMD', { cause: error });
  }
}
