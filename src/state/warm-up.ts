// Has the training worker get ready for a run before its clips are: the device is started, its shaders are compiled.

import type { RunConfig } from '$lib/core/run-types';
import { trainingWorker } from './workers';

/** Starts it and returns; it ends at the latest when the run begins in the worker. */
export function warmUp(
  config: Pick<RunConfig, 'approach' | 'params'>,
  numClasses: number,
  signal: AbortSignal,
): void {
  trainingWorker
    .call((api) => api.warmUp(config, numClasses, signal))
    // Whatever is wrong with the device is wrong when the run begins, and told then.
    .catch(() => undefined);
}
