// How often a checkpoint is taken in the middle of an epoch: often enough that little is lost, seldom enough that it costs
// hardly anything.

/** Most of the time that taking checkpoints may cost. */
const LARGEST_SHARE = 0.02;
const SHORTEST_INTERVAL_MILLISECONDS = 2000;

export interface SavePace {
  isDue(): boolean;
  /** Runs `save`, whose time counts. */
  during(save: () => Promise<void>): Promise<void>;
}

/** @param now milliseconds */
export function createSavePace(now: () => number = () => performance.now()): SavePace {
  let dueAt = now() + SHORTEST_INTERVAL_MILLISECONDS;
  return {
    isDue: () => now() >= dueAt,
    async during(save) {
      const startedAt = now();
      await save();
      const cost = now() - startedAt;
      dueAt = now() + Math.max(SHORTEST_INTERVAL_MILLISECONDS, cost / LARGEST_SHARE);
    },
  };
}
