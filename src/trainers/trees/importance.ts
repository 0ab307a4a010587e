// How much trees lean on each column, counted over their questions: the numbers of XGBoost's `get_score`.
// They say what the trees did while they learned, not whether it helps with other clips.

import type { Ensemble } from './model-json';

/** One number a column, shape [columns]; 0 for a column that is never asked. */
export interface SplitImportance {
  /** Questions that ask the column. */
  readonly weight: Float64Array;
  /** Loss that those questions saved, in all and on average. */
  readonly totalGain: Float64Array;
  readonly gain: Float64Array;
  /** Sum of the hessians of the training rows that came by those questions, in all and on average. */
  readonly totalCover: Float64Array;
  readonly cover: Float64Array;
}

/** @param group only the trees of that class or label; all trees without it */
export function splitImportance(
  { trees, treeGroups, columnNames }: Pick<Ensemble, 'trees' | 'treeGroups' | 'columnNames'>,
  group?: number,
): SplitImportance {
  const empty = (): Float64Array => new Float64Array(columnNames.length);
  const weight = empty();
  const totalGain = empty();
  const totalCover = empty();
  for (const [i, { column, gain, cover }] of trees.entries()) {
    if (group !== undefined && treeGroups[i] !== group) continue;
    for (let node = 0; node < column.length; node++) {
      const asked = column[node]!;
      if (asked < 0) continue;
      weight[asked]! += 1;
      totalGain[asked]! += gain[node]!;
      totalCover[asked]! += cover[node]!;
    }
  }
  const mean = (totals: Float64Array): Float64Array =>
    totals.map((total, i) => (weight[i]! > 0 ? total / weight[i]! : 0));
  return { weight, totalGain, gain: mean(totalGain), totalCover, cover: mean(totalCover) };
}
