// Looks after the GPU while something trains or predicts on it: asks whether the device still lives, after each step
// and before anything is kept, and every so often empties tfjs's buffer pool.

import { onDeviceProblem, throwIfDeviceFailed } from './device-problems';
import { trimPool } from './memory';

const STEPS_BETWEEN_TRIMS = 20;

interface WatchedEvents<Stats, Saved extends unknown[]> {
  onStats(stats: Stats): void;
  onCheckpoint(...saved: Saved): Promise<void>;
}

/** The same events, which throw `compute-failed` once the device failed: the training ends and nothing is kept. */
export function watchTraining<Stats, Saved extends unknown[]>(
  events: WatchedEvents<Stats, Saved>,
): WatchedEvents<Stats, Saved> {
  let steps = 0;
  return {
    onStats(stats) {
      throwIfDeviceFailed();
      events.onStats(stats);
      if (++steps % STEPS_BETWEEN_TRIMS === 0) trimPool();
    },
    async onCheckpoint(...saved) {
      // What was read back from a lost device may be zeros.
      throwIfDeviceFailed();
      await events.onCheckpoint(...saved);
    },
  };
}

/** Settles with the work, or rejects with `compute-failed` when the device fails first: a readback may never answer. */
export async function endWithDevice<Result>(work: Promise<Result>): Promise<Result> {
  let stop = (): unknown => undefined;
  const failure = new Promise<never>((_, reject) => {
    stop = onDeviceProblem(reject);
  });
  try {
    return await Promise.race([work, failure]);
  } finally {
    stop();
  }
}
