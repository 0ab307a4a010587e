// What a trainer over tables tells of a finished epoch or round: its scores and its speed.

import { epochRecord, type ScoredEpoch } from './epoch-record';
import type { FitContext } from './trainer';

/** Browsers tell the time no finer than this; an epoch that fits between two ticks took no less than nothing. */
const CLOCK_STEP_MILLISECONDS = 0.1;

export interface FinishedEpoch extends Omit<ScoredEpoch, 'seconds'> {
  /** `performance.now()` when it began. */
  readonly started: number;
  /** Training rows. */
  readonly examples: number;
  /** Of them, those that a step learns from; all where it is not told. */
  readonly batchSize?: number;
}

/** Tells `onEpoch` and `onStats`. */
export function tellEpoch(
  { onEpoch, onStats }: Pick<FitContext, 'onEpoch' | 'onStats'>,
  { epoch, train, validation, started, examples, batchSize = examples }: FinishedEpoch,
): void {
  const milliseconds = Math.max(performance.now() - started, CLOCK_STEP_MILLISECONDS);
  onEpoch?.(epochRecord({ epoch, train, validation, seconds: milliseconds / 1000 }));
  onStats?.({
    batchSize,
    stepMilliseconds: milliseconds * Math.min(1, batchSize / examples),
    examplesPerSecond: (examples / milliseconds) * 1000,
    gpuBytesUsed: null,
    gpuBytesAllocated: null,
  });
}
