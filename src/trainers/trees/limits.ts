// What a model may hold so that it can be asked: nobody's trees come near these limits, and a file that somebody made up
// could go beyond them.

import * as v from 'valibot';
import type { Ensemble } from './model-json';

/** Most questions on the way to a leaf: explaining a tree takes time by the square of it. */
export const MAX_DEPTH = 100;

/** Half of it: sums are rounded as they grow. */
const MAX_MARGIN = 2 ** 127;

export const finiteSingle = v.pipe(
  v.number(),
  v.check((value) => Number.isFinite(Math.fround(value)), 'not finite in single precision'),
);

/** The first group whose margin could leave single precision for some row; −1 if there is none. */
export function overflowingGroup({
  trees,
  treeGroups,
  baseMargins,
}: Pick<Ensemble, 'trees' | 'treeGroups' | 'baseMargins'>): number {
  const largest = baseMargins.map(Math.abs);
  for (const [i, { column, value }] of trees.entries()) {
    let leaf = 0;
    for (let node = 0; node < column.length; node++) {
      if (column[node]! < 0) leaf = Math.max(leaf, Math.abs(value[node]!));
    }
    largest[treeGroups[i]!]! += leaf;
  }
  return largest.findIndex((margin) => margin > MAX_MARGIN);
}
