// How far up a label's clips stand when all clips are lined up by its probability: measures that need no threshold.
// Conventions are scikit-learn's (`average_precision_score`, `roc_auc_score`).

import { column, type Matrix } from '../core/matrix';

/**
 * Mean of the precision at each step down the ranking, weighted by the recall it gains; clips of equal probability are one
 * step. Null where no clip has the label.
 *
 * @param memberships 1 where a clip has a label, shape of the probabilities
 */
export function averagePrecision(
  probabilities: Matrix,
  memberships: ArrayLike<number>,
  label: number,
): number | null {
  let sum = 0;
  let hits = 0;
  for (const step of stepsDown(probabilities, memberships, label)) {
    hits += step.hits;
    sum += step.hits === 0 ? 0 : (step.hits * hits) / (hits + step.falseAlarms);
  }
  return hits === 0 ? null : sum / hits;
}

/**
 * Area under the ROC curve: how often a clip with the label stands above one without, ties half. Null where all clips
 * have it, or none.
 */
export function rocAuc(
  probabilities: Matrix,
  memberships: ArrayLike<number>,
  label: number,
): number | null {
  let [hits, falseAlarms, area] = [0, 0, 0];
  for (const step of stepsDown(probabilities, memberships, label)) {
    const passed = step.falseAlarms - falseAlarms;
    area += passed * (hits + step.hits / 2);
    hits += step.hits;
    falseAlarms = step.falseAlarms;
  }
  return hits === 0 || falseAlarms === 0 ? null : area / (hits * falseAlarms);
}

/** Over the labels that a clip has; 0 if there are none. */
export function meanAveragePrecision(
  probabilities: Matrix,
  memberships: ArrayLike<number>,
): number {
  const labels = [...Array(probabilities.columns).keys()];
  const known = labels.flatMap((k) => averagePrecision(probabilities, memberships, k) ?? []);
  return known.reduce((sum, value) => sum + value, 0) / Math.max(1, known.length);
}

export interface RankingStep {
  readonly probability: number;
  /** Clips with the label at this probability. */
  readonly hits: number;
  /** Clips without it, at this or a higher one. */
  readonly falseAlarms: number;
}

/** Down the ranking of a label's probabilities, clips of equal probability together. */
export function* stepsDown(
  probabilities: Matrix,
  memberships: ArrayLike<number>,
  label: number,
): Generator<RankingStep> {
  const scores = column(probabilities, label);
  const ranking = Uint32Array.from(scores.keys()).sort((a, b) => scores[b]! - scores[a]!);
  let [hits, falseAlarms] = [0, 0];
  for (let rank = 0; rank < ranking.length; rank++) {
    const clip = ranking[rank]!;
    if (memberships[clip * probabilities.columns + label] === 1) hits++;
    else falseAlarms++;
    const next = ranking[rank + 1];
    if (next !== undefined && scores[next] === scores[clip]) continue;
    yield { probability: scores[clip]!, hits, falseAlarms };
    hits = 0;
  }
}
