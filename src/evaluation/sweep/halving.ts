// Successive halving (Jamieson & Talwalkar 2016): many settings get little training, the best third goes on with thrice as
// much, until one has had it all. Settings that go on are trained anew, not continued: a schedule of learning rates spans
// all epochs of a run, and a run has to be what its settings say. That costs at most half more than continuing.

/** How many times fewer settings, with how many times more training, there are in the next rung. */
export const ETA = 3;

/** Settings that are tried at the same length of training. */
export interface Rung {
  readonly tries: number;
  /** Epochs (or rounds, or trees) at most; null for whatever the settings say. */
  readonly budget: number | null;
}

/** One rung: all settings as they are. */
export function randomSearch(tries: number): readonly Rung[] {
  return [{ tries, budget: null }];
}

/**
 * As many rungs as the tries and the budget allow: n tries take ⌊log₃ n⌋ + 1 of them, the last with all the budget.
 * @param tries in the first rung, from 1
 * @param budget epochs of the last rung, from 1; the first gets one at least
 */
export function successiveHalving(tries: number, budget: number): readonly Rung[] {
  const last = Math.min(timesDivisible(tries), timesDivisible(budget));
  return Array.from({ length: last + 1 }, (_, rung) => ({
    tries: Math.floor(tries / ETA ** rung),
    budget: Math.round(budget / ETA ** (last - rung)),
  }));
}

/** ⌊log₃ value⌋ without the rounding errors of logarithms. */
function timesDivisible(value: number): number {
  let times = 0;
  while (value >= ETA ** (times + 1)) times += 1;
  return times;
}
