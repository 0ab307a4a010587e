// What the page computes with. A light look at the browser says it early; the worker that owns the
// device has the last word.

import { probeBackend } from '$lib/compute/probe';
import type { ComputeInfo } from '$lib/rpc/interfaces';

export class ComputeState {
  info = $state.raw<ComputeInfo | null>(null);

  async probe(): Promise<void> {
    const probed = await probeBackend();
    this.info ??= probed;
  }

  report(info: ComputeInfo): void {
    this.info = info;
  }
}
