// From which probability on a label counts as said: chosen label by label on the validation clips, because 0.5 is rarely
// where a rare label's yeses and noes part.

import type { Matrix } from '../core/matrix';
import { SAID_FROM } from '../trainers/score-multi-label';
import { stepsDown } from '../trainers/ranking';

/** With fewer validation clips of a label its best threshold is an accident of these. */
const MIN_CLIPS = 2;

/**
 * One a label, 0…1, each with the highest F1 that any threshold reaches on these clips. Any value between two clips'
 * probabilities does the same: 0.5 is taken where it is among those, else the middle; of equally good places the one
 * nearest to 0.5. A label that fewer than two of the clips have, or all, keeps 0.5.
 *
 * @param memberships 1 where a clip has a label, shape of the probabilities
 */
export function tuneThresholds(
  probabilities: Matrix,
  memberships: ArrayLike<number>,
): readonly number[] {
  return Array.from({ length: probabilities.columns }, (_label, k) =>
    tuneThreshold(probabilities, memberships, k),
  );
}

/** The mean of several lists, label by label; undefined where there are none. */
export function meanThresholds(
  lists: readonly (readonly number[] | undefined)[],
): readonly number[] | undefined {
  const known = lists.flatMap((list) => (list ? [list] : []));
  return known[0]?.map(
    (_first, k) => known.reduce((sum, list) => sum + list[k]!, 0) / known.length,
  );
}

function tuneThreshold(probabilities: Matrix, memberships: ArrayLike<number>, k: number): number {
  const steps = [...stepsDown(probabilities, memberships, k)];
  const support = steps.reduce((sum, { hits }) => sum + hits, 0);
  if (support < MIN_CLIPS || support === probabilities.rows) return SAID_FROM;
  let best = { f1: 0, threshold: SAID_FROM };
  let hits = 0;
  steps.forEach((step, i) => {
    hits += step.hits;
    const f1 = (2 * hits) / (hits + step.falseAlarms + support);
    const threshold = between(steps[i + 1]?.probability ?? 0, step.probability);
    const isNearer = Math.abs(threshold - SAID_FROM) < Math.abs(best.threshold - SAID_FROM);
    if (f1 > best.f1 || (f1 === best.f1 && isNearer)) best = { f1, threshold };
  });
  return best.threshold;
}

/** Above `low`, at most `high`. */
function between(low: number, high: number): number {
  if (low < SAID_FROM && SAID_FROM <= high) return SAID_FROM;
  const middle = (low + high) / 2;
  return middle > low ? middle : high;
}
