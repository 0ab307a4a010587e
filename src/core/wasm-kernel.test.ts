import { afterEach, expect, it, vi } from 'vitest';
import { kernelFactory } from './wasm-kernel';

/** An empty module. */
const EMPTY = btoa(String.fromCharCode(0, 97, 115, 109, 1, 0, 0, 0));
const DAMAGED = btoa('not wasm');

afterEach(() => {
  vi.unstubAllGlobals();
});

const { Memory, Instance, CompileError } = WebAssembly;

it('compiles once, and gives instances of their own', () => {
  const create = kernelFactory(EMPTY);
  const compiled = vi.spyOn(WebAssembly, 'Module');
  const [first, second] = [create(), create()];
  expect(compiled).toHaveBeenCalledTimes(1);
  compiled.mockRestore();
  first.reserve(1_000_000);
  expect(first.bytes).toBeGreaterThanOrEqual(1_000_000);
  expect(second.bytes).toBe(65_536);
});

it('says so where the browser has no SIMD, or no WebAssembly', () => {
  class Module {
    constructor() {
      throw new CompileError('invalid value type');
    }
  }
  vi.stubGlobal('WebAssembly', { Memory, Instance, Module, validate: () => false });
  expect(kernelFactory(EMPTY)).toThrow(expect.objectContaining({ code: 'wasm-simd-missing' }));
  vi.stubGlobal('WebAssembly', undefined);
  expect(kernelFactory(EMPTY)).toThrow(expect.objectContaining({ code: 'wasm-simd-missing' }));
});

it('does not blame the browser for a damaged kernel', () => {
  expect(kernelFactory(DAMAGED)).toThrow(CompileError);
});
