// A fitted ensemble that answers: probabilities for tables with the columns it learned from.

import { createMatrix, type Matrix } from '../../core/matrix';
import { EarmarkError } from '../../core/errors';
import type { FittedModel, TableInput } from '../trainer';
import { createProgressBreather } from './breathe';
import { ensembleToJson, type Ensemble } from './model-json';
import { logistic, softmaxRows } from './softmax';
import { TreeWalker } from './walker';

export function createFittedTrees(ensemble: Ensemble): FittedModel<TableInput> {
  const { classes, columnNames, trees, baseMargins, treeGroups, rounds } = ensemble;
  const numGroups = baseMargins.length;
  const walker = new TreeWalker({
    trees,
    groups: treeGroups,
    numGroups,
    columns: columnNames.length,
  });
  return {
    classes,
    bestEpoch: rounds,
    predictProba: async (x, signal, onProgress) => {
      checkColumns(x, columnNames);
      const margins = new Float32Array(x.matrix.rows * numGroups);
      for (let i = 0; i < margins.length; i += numGroups) margins.set(baseMargins, i);
      await walker.add(x.matrix, margins, createProgressBreather(signal, onProgress));
      return toProbabilities(margins, ensemble);
    },
    trees: { ensemble, inputOf: (x) => Promise.resolve(x.matrix) },
    toJSON: () => ensembleToJson(ensemble),
    // Nothing but memory is held, and the collector owns that.
    dispose: () => undefined,
  };
}

/** Shape [rows, classes] from margins of shape [rows, groups], which are overwritten. */
export function toProbabilities(
  margins: Float32Array,
  { classes, objective, baseMargins }: Ensemble,
): Matrix {
  const numGroups = baseMargins.length;
  const rows = margins.length / numGroups;
  if (objective === 'multi:softprob') {
    softmaxRows(margins, numGroups, margins);
    return createMatrix(rows, numGroups, margins);
  }
  const yes = margins.map(logistic);
  if (numGroups === classes.length) return createMatrix(rows, numGroups, yes);
  const both = createMatrix(rows, 2);
  yes.forEach((p, i) => both.data.set([1 - p, p], 2 * i));
  return both;
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
