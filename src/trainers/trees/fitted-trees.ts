// A fitted ensemble that answers: probabilities for tables with the columns it learned from.

import { createMatrix, type Matrix } from '../../core/matrix';
import { EarmarkError } from '../../core/errors';
import type { FittedModel, TableInput } from '../trainer';
import { createBreather } from './breathe';
import { ensembleToJson, type Ensemble } from './model-json';
import { BASE_SCORE } from './scored-rows';
import { softmaxRows } from './softmax';
import { addTree } from './tree';

/** Trees are walked for this many rows at a time, which stay in the processor's cache. */
const ROWS_PER_BLOCK = 128;

export function createFittedTrees(ensemble: Ensemble): FittedModel<TableInput> {
  const { classes, columnNames, trees } = ensemble;
  const numClasses = classes.length;
  return {
    classes,
    bestEpoch: trees.length / numClasses,
    predictProba: async (x, signal) => {
      checkColumns(x, columnNames);
      const breathe = createBreather(signal);
      const margins = new Float32Array(x.matrix.rows * numClasses).fill(BASE_SCORE);
      for (let begin = 0; begin < x.matrix.rows; begin += ROWS_PER_BLOCK) {
        const end = Math.min(begin + ROWS_PER_BLOCK, x.matrix.rows);
        trees.forEach((tree, i) => {
          addTree(tree, x.matrix, margins, { classIndex: i % numClasses, numClasses, begin, end });
        });
        await breathe();
      }
      return toProbabilities(margins, x.matrix.rows, numClasses);
    },
    toJSON: () => ensembleToJson(ensemble),
    // Nothing but memory is held, and the collector owns that.
    dispose: () => undefined,
  };
}

function toProbabilities(margins: Float32Array, rows: number, numClasses: number): Matrix {
  softmaxRows(margins, numClasses, margins);
  return createMatrix(rows, numClasses, margins);
}

/** Throws `model-incompatible` unless the table has exactly these columns in this order. */
export function checkColumns(x: TableInput, expected: readonly string[]): void {
  if (x.matrix.columns !== expected.length) {
    throw new EarmarkError(
      'model-incompatible',
      `${x.matrix.columns} feature columns instead of ${expected.length}`,
    );
  }
  const different = expected.findIndex((name, i) => x.columnNames[i] !== name);
  if (different >= 0) {
    const got = x.columnNames[different] ?? 'no name';
    throw new EarmarkError(
      'model-incompatible',
      `column ${different + 1} "${got}" instead of "${expected[different]!}"`,
    );
  }
}
