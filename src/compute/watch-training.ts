// Looks after the GPU while something trains or predicts on it: asks whether the device still works, after each step
// and before anything is kept, and adds what is read of it to what the trainer tells.

import type { DeviceReadings } from '../core/training-device';
import { forgiveMemoryProblem, onDeviceProblem, throwIfDeviceFailed } from './device-problems';

interface WatchedEvents<Stats, Saved extends unknown[]> {
  onStats(stats: Stats): void;
  onCheckpoint(...saved: Saved): Promise<void>;
}

/**
 * The same events, which throw (`compute-failed`, `device-memory-full`) once the device failed: the training ends and
 * nothing is kept.
 */
export function watchTraining<Stats extends object, Saved extends unknown[]>(
  events: WatchedEvents<Stats & DeviceReadings, Saved>,
  device: { read(): DeviceReadings },
): WatchedEvents<Stats, Saved> {
  return {
    onStats(stats) {
      throwIfDeviceFailed();
      events.onStats({ ...stats, ...device.read() });
    },
    async onCheckpoint(...saved) {
      // What was read back from a lost device may be zeros.
      throwIfDeviceFailed();
      await events.onCheckpoint(...saved);
    },
  };
}

/**
 * Settles with the work, or rejects with `compute-failed` when the device fails first: a readback may never answer. Work that
 * ended while memory had run out is of zeros, and rejected with `device-memory-full`.
 */
export async function endWithDevice<Result>(work: Promise<Result>): Promise<Result> {
  // What earlier work had no room for is gone with it.
  forgiveMemoryProblem();
  let stop = (): unknown => undefined;
  const failure = new Promise<never>((_, reject) => {
    stop = onDeviceProblem(reject);
  });
  try {
    const result = await Promise.race([work, failure]);
    throwIfDeviceFailed();
    return result;
  } finally {
    stop();
  }
}
