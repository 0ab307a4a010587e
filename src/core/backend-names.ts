// What people call the backends that compute.

const NAMES: ReadonlyMap<string, string> = new Map([
  ['webgpu', 'WebGPU'],
  ['webgl', 'WebGL'],
  ['wasm', 'WebAssembly'],
  ['cpu', 'Processor'],
]);

export function backendName(backend: string): string {
  return NAMES.get(backend) ?? backend;
}
