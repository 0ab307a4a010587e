// What each tree of a round learns from: derivatives of the loss, and the rows and columns drawn for it.

import { createRandom } from '../../core/random';
import type { Matrix } from '../../core/matrix';
import type { TreeTask } from './tree-task';
import { sampleAscending } from './sample';
import type { ScoredRows } from './scored-rows';
import type { BoostingSettings } from './settings';

/**
 * What each tree of a round learns from, group by group, given the probabilities that `train` has at that moment. Its chance
 * depends on seed, round and group alone, so a resumed run goes on as if never stopped.
 */
export function createTaskMaker(
  { rows, columns }: Pick<Matrix, 'rows' | 'columns'>,
  { train, settings, seed }: { train: ScoredRows; settings: BoostingSettings; seed: number },
): (round: number, group: number) => TreeTask {
  const numRows = Math.max(1, Math.round(settings.rowShare * rows));
  const numColumns = columnsPerTree(settings, columns);
  const random = createRandom(seed).fork('boosted-trees');
  return (round, group) => {
    const own = random.fork(`round ${round}, class ${group}`);
    return {
      pairs: train.derivatives(group),
      rows: numRows === rows ? null : sampleAscending(own, rows, numRows),
      columns: sampleAscending(own, columns, numColumns),
    };
  };
}

export function columnsPerTree({ columnShare }: BoostingSettings, columns: number): number {
  return Math.max(1, Math.floor(columnShare * columns));
}
