// What the page computes with. A light look at the browser says it early; the worker that owns the
// device has the last word. Only the visit knows of a graphics processor that was there and is refused now.

import { backendName } from '$lib/core/backend-names';
import { probeBackend } from '$lib/compute/probe';
import type { ComputeInfo } from '$lib/rpc/interfaces';
import { visitLosses } from '$lib/storage/visit-losses';

export class ComputeState {
  info = $state.raw<ComputeInfo | null>(null);

  async probe(): Promise<void> {
    const probed = await probeBackend();
    this.info ??= withBlock(probed);
  }

  report(info: ComputeInfo): void {
    this.info = withBlock(info);
  }

  /** What was computed with is gone. */
  countLoss(): void {
    if (this.info?.backend === 'webgpu') visitLosses.add();
  }
}

/** A device that has crashed in this visit is there: the browser only keeps it back. */
function withBlock(info: ComputeInfo): ComputeInfo {
  if (info.backend === 'webgpu' || visitLosses.count() === 0) return info;
  const instead = info.backend === 'webgl' ? 'with WebGL, more slowly' : 'on the processor';
  const reason = `The browser has blocked the graphics processor after crashes: training goes on ${instead} (${backendName(info.backend)}). Restart the browser, or wait about two minutes and reload.`;
  return { ...info, reason, isBlocked: true };
}
