// Whether a network could use a graphics processor here, and whether it should: one that the processor imitates is slower
// than WebAssembly on the same processor.

import { adapterName, isSoftwareAdapter } from '../own-device';

/** False where it could not anyway: the runtime needs WebGPU, and the browser to suspend WebAssembly. */
export function canUseWebgpu(): boolean {
  return 'gpu' in navigator && 'Suspending' in WebAssembly;
}

export async function isWebgpuFaster(): Promise<boolean> {
  if (!canUseWebgpu()) return false;
  const adapter = await navigator.gpu.requestAdapter({ powerPreference: 'high-performance' });
  return adapter !== null && !isSoftwareAdapter(adapterName(adapter.info));
}
