// What a trainer that counts no batches tells of a finished epoch or round: its scores and its speed.

import { epochRecord, type ScoredEpoch } from './epoch-record';
import type { FitContext } from './trainer';

/** Browsers tell the time no finer than this; an epoch that fits between two ticks took no less than nothing. */
const CLOCK_STEP_MILLISECONDS = 0.1;

export interface FinishedEpoch extends Omit<ScoredEpoch, 'seconds'> {
  /** `performance.now()` when it began. */
  readonly started: number;
  /** Training rows. */
  readonly examples: number;
}

/** Tells `onEpoch` and `onStats`. */
export function tellEpoch(
  { onEpoch, onStats }: Pick<FitContext, 'onEpoch' | 'onStats'>,
  { epoch, train, validation, started, examples }: FinishedEpoch,
): void {
  const milliseconds = Math.max(performance.now() - started, CLOCK_STEP_MILLISECONDS);
  onEpoch?.(epochRecord({ epoch, train, validation, seconds: milliseconds / 1000 }));
  onStats?.({
    batchSize: examples,
    stepMilliseconds: milliseconds,
    examplesPerSecond: (examples / milliseconds) * 1000,
    gpuBytesUsed: null,
    gpuBytesAllocated: null,
  });
}
