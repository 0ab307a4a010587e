// What each tree of a round learns from: derivatives of the loss, and the rows and columns drawn for it.

import { createRandom, type Random } from '../../core/random';
import type { Matrix } from '../../core/matrix';
import type { TreeTask } from './node-engine';
import { sampleAscending } from './sample';
import type { ScoredRows } from './scored-rows';
import type { BoostingSettings } from './settings';

/**
 * A function that makes the tasks of a round, one a group, from the probabilities `train` has at that moment. Their
 * chance depends on seed, round and group alone, so a resumed run goes on as if never stopped.
 */
export function createTaskMaker(
  { rows, columns }: Pick<Matrix, 'rows' | 'columns'>,
  train: ScoredRows,
  { rowShare, columnShare }: BoostingSettings,
  seed: number,
): (round: number) => TreeTask[] {
  const numRows = Math.max(1, Math.round(rowShare * rows));
  const numColumns = Math.max(1, Math.floor(columnShare * columns));
  const random = createRandom(seed).fork('boosted-trees');
  const drawRows = (own: Random): Int32Array | null =>
    numRows === rows ? null : sampleAscending(own, rows, numRows);
  return (round) =>
    Array.from({ length: train.probabilities.columns }, (_, group) => {
      const own = random.fork(`round ${round}, class ${group}`);
      return {
        pairs: train.derivatives(group),
        rows: drawRows(own),
        columns: sampleAscending(own, columns, numColumns),
      };
    });
}
