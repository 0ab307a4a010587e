// Brings a compiled kernel to life: its module is compiled once a realm, its memory grows to what is asked of it.
// What the kernels compute, and how their memory is laid out, is their callers' business.

const PAGE_BYTES = 65536;

export class WasmKernel<Exports> {
  readonly exports: Exports;
  readonly #memory = new WebAssembly.Memory({ initial: 1 });

  constructor(module: WebAssembly.Module) {
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

/** A function that gives new instances of the kernel whose bytes, base64, are given. */
export function kernelFactory<Exports>(base64: string): () => WasmKernel<Exports> {
  let module: WebAssembly.Module | null = null;
  return () => {
    const bytes = (): Uint8Array<ArrayBuffer> =>
      Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    module ??= new WebAssembly.Module(bytes());
    return new WasmKernel<Exports>(module);
  };
}
