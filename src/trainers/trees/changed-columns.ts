// What trees say of a table when a few of its columns are changed: only trees that ask those are walked again. Makes
// permutation importance of hundreds of columns a matter of seconds.

import type { Matrix } from '../../core/matrix';
import { createBreather } from './breathe';
import { toProbabilities } from './fitted-trees';
import type { Ensemble } from './model-json';
import { addTree } from './tree';

/** Trees are walked for this many rows at a time, which stay in the processor's cache. */
const ROWS_PER_BLOCK = 128;

/**
 * Class probabilities of a table of which only the columns given differ from the first one; null where no tree asks
 * any of them. Columns that are given several times in a row should be the same array.
 */
export type ChangedPredictor = (
  table: Matrix,
  changed: readonly number[],
) => Promise<Matrix | null>;

interface Affected {
  readonly changed: readonly number[];
  readonly trees: readonly number[];
  /** What those trees add for the unchanged table, shape [rows, groups]. */
  readonly before: Float32Array;
}

export function createChangedPredictor(
  ensemble: Ensemble,
  matrix: Matrix,
  signal?: AbortSignal,
): ChangedPredictor {
  const { trees, treeGroups, baseMargins } = ensemble;
  const numGroups = baseMargins.length;
  const asked = trees.map(({ column }) => new Set(column));
  const breathe = createBreather(signal);
  let margins: Promise<Float32Array> | null = null;
  let affected: Affected | null = null;

  const sumOf = async (table: Matrix, indices: Iterable<number>): Promise<Float32Array> => {
    const sums = new Float32Array(table.rows * numGroups);
    for (let begin = 0; begin < table.rows; begin += ROWS_PER_BLOCK) {
      const end = Math.min(begin + ROWS_PER_BLOCK, table.rows);
      for (const i of indices) {
        addTree(trees[i]!, table, sums, { group: treeGroups[i]!, numGroups, begin, end });
      }
      await breathe();
    }
    return sums;
  };

  const affectedBy = async (changed: readonly number[]): Promise<Affected> => {
    const found = [...trees.keys()].filter((i) => changed.some((column) => asked[i]!.has(column)));
    return { changed, trees: found, before: await sumOf(matrix, found) };
  };

  return async (table, changed) => {
    const all = await (margins ??= sumOf(matrix, [...trees.keys()]));
    if (affected?.changed !== changed) affected = await affectedBy(changed);
    if (affected.trees.length === 0 && changed.length > 0) return null;
    const { before } = affected;
    const after = await sumOf(table, affected.trees);
    // Where nothing changed, the difference is exactly 0.
    return toProbabilities(
      all.map((sum, i) => baseMargins[i % numGroups]! + sum + (after[i]! - before[i]!)),
      ensemble,
    );
  };
}
