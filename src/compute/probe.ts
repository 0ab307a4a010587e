// What the page will most likely compute with, said before any backend is loaded. The worker that
// starts the backend also tests it, and has the last word.

import type { ComputeInfo } from '../rpc/interfaces';
import { rendererName, wasmObstacle, webglObstacle, webgpuObstacle } from './availability';

interface Probe {
  readonly name: ComputeInfo['backend'];
  readonly title: string;
  obstacle(): Promise<string | null>;
  device(): string;
}

/** Fastest first, as in `choose-backend.ts`. */
const PROBES: readonly Probe[] = [
  { name: 'webgpu', title: 'WebGPU', obstacle: webgpuObstacle, device: () => '' },
  { name: 'webgl', title: 'WebGL', obstacle: webglObstacle, device: () => rendererName() ?? '' },
  { name: 'wasm', title: 'WebAssembly', obstacle: wasmObstacle, device: () => '' },
];

export async function probeBackend(): Promise<ComputeInfo> {
  const refusals: string[] = [];
  for (const { name, title, obstacle, device } of PROBES) {
    const refusal = await obstacle();
    if (refusal === null)
      return { backend: name, device: device(), reason: because(title, refusals), fallbacks: [] };
    refusals.push(`${title} ${refusal}`);
  }
  const reason = because('plain JavaScript', refusals);
  return { backend: 'cpu', device: '', reason, fallbacks: [] };
}

function because(title: string, refusals: readonly string[]): string {
  if (refusals.length === 0) return `${title}: the graphics processor of this machine.`;
  return `${refusals.join('; ')}: using ${title}.`;
}
