// Grows the tree of one class in one round: draws what it sees, derives the loss, grows.

import { createRandom } from '../../core/random';
import type { TableInput } from '../trainer';
import { binColumns } from './binning';
import { createTreeGrower } from './grow-tree';
import { sampleAscending } from './sample';
import type { ScoredRows } from './scored-rows';
import type { BoostingSettings } from './settings';
import { classDerivatives } from './softmax';
import type { Tree } from './tree';

/**
 * A function that grows the tree of a class from the probabilities `train` has at that moment. Its
 * chance depends on seed, round and class alone, so a resumed run goes on as if never stopped.
 */
export function createClassTreeGrower(
  { matrix }: TableInput,
  train: ScoredRows,
  settings: BoostingSettings,
  seed: number,
): (round: number, classIndex: number) => Tree {
  const binned = binColumns(matrix, settings.maxBins);
  const grow = createTreeGrower(binned, settings.tree);
  const gradients = new Float32Array(matrix.rows);
  const hessians = new Float32Array(matrix.rows);
  const numRows = Math.max(1, Math.round(settings.rowShare * matrix.rows));
  const numColumns = Math.max(1, Math.floor(settings.columnShare * matrix.columns));
  const random = createRandom(seed).fork('boosted-trees');

  return (round, classIndex) => {
    const own = random.fork(`round ${round}, class ${classIndex}`);
    classDerivatives(train.probabilities, train.labels, classIndex, { gradients, hessians });
    return grow({
      gradients,
      hessians,
      rows: sampleAscending(own, matrix.rows, numRows),
      columns: sampleAscending(own, matrix.columns, numColumns),
    });
  };
}
