// A fitted forest that answers: the mean of what its trees' leaves say.

import { createMatrix, type Matrix } from '../../core/matrix';
import type { FittedModel, TableInput } from '../trainer';
import { createProgressBreather } from '../trees/breathe';
import { checkColumns } from '../trees/fitted-trees';
import { forestToJson, type Forest } from './forest-json';
import { addShares } from './forest-tree';

/** Trees are walked for this many rows at a time, which stay in the processor's cache. */
const ROWS_PER_BLOCK = 128;

export function createFittedForest(forest: Forest): FittedModel<TableInput> {
  const { classes, columnNames, trees } = forest;
  const numClasses = classes.length;
  return {
    classes,
    bestEpoch: trees.length,
    predictProba: async (x, signal, onProgress) => {
      checkColumns(x, columnNames);
      const breathe = createProgressBreather(signal, onProgress);
      const { rows } = x.matrix;
      const sums = new Float64Array(rows * numClasses);
      for (let begin = 0; begin < rows; begin += ROWS_PER_BLOCK) {
        await breathe(begin / rows);
        const end = Math.min(begin + ROWS_PER_BLOCK, rows);
        for (const tree of trees) addShares(tree, x.matrix, { sums, numClasses, begin, end });
      }
      return meanShares(sums, rows, trees.length);
    },
    toJSON: () => forestToJson(forest),
    // Nothing but memory is held, and the collector owns that.
    dispose: () => undefined,
  };
}

/** @param sums shape [rows, classes] over that many trees */
export function meanShares(sums: Float64Array, rows: number, numTrees: number): Matrix {
  const mean = Float32Array.from(sums, (sum) => sum / numTrees);
  return createMatrix(rows, rows === 0 ? 0 : sums.length / rows, mean);
}
