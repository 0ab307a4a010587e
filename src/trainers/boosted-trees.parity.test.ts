// The same scores as native XGBoost's on rows held out: test/golden/make_xgboost_parity.py.

import { expect, it } from 'vitest';
import { NO_REAL_MUSIC, realDataPath } from '../../test/builders/real-music';
import { readDigits, readGtzan57 } from '../../test/builders/real-tables';
import golden from '../../test/golden/xgboost_parity.json';
import demoFeatures from '../../static-datasets/demo/features.json';
import demo from '../../static-datasets/demo/dataset.json';
import { createMatrix, row } from '../core/matrix';
import { boostedTreesTrainer } from './boosted-trees';
import { scoreProbabilities } from './score';
import type { LabelledInput, TableInput } from './trainer';

/** The algorithm is the same to the last rounding: what is left is a row on the edge. */
const MAX_ACCURACY_DIFFERENCE = 0.002;
const MAX_LOSS_RATIO = 1.002;
const GTZAN = realDataPath('gtzan_features_30_sec.csv');

interface LabelledRows {
  readonly rows: readonly ArrayLike<number>[];
  readonly labels: readonly number[];
}

const SOURCES: Record<string, () => LabelledRows> = {
  gtzan: () => rowsOf(readGtzan57()!),
  demo: () => {
    const values: Record<string, { timbre: number[] }> = demoFeatures.values;
    return {
      rows: demo.clips.map((clip) => values[clip.sha256]!.timbre),
      labels: numbered(demo.clips.map((clip) => clip.genre)),
    };
  },
  digits: () => rowsOf(readDigits()),
  wide: () => madeUp({ rows: 600, columns: 518, classes: 8, missing: 0 }),
  missing: () => madeUp({ rows: 900, columns: 24, classes: 4, missing: 0.2 }),
};

it.for(golden.sets)('$name', async (set, context) => {
  const { source, folds } = set;
  context.skip(source === 'gtzan' && GTZAN === null, NO_REAL_MUSIC);
  const { rows, labels } = SOURCES[source]!();
  const classes = [...new Set(labels)].sort((a, b) => a - b).map((label) => `class ${label}`);
  const params = {
    ...set.params,
    subsample: 1,
    colsample_bytree: 1,
    early_stopping_rounds: 0,
  };
  const probabilities = createMatrix(rows.length, classes.length);
  for (let fold = 0; fold < folds; fold++) {
    const heldOut = rows.flatMap((_, i) => (i % folds === fold ? [i] : []));
    const kept = rows.flatMap((_, i) => (i % folds === fold ? [] : [i]));
    const indices = Int32Array.from(kept, (i) => labels[i]!);
    const x = tableOf(kept.map((i) => rows[i]!));
    const model = await boostedTreesTrainer.fit(x, { indices, classes }, params, { seed: 1 });
    const { data } = await model.predictProba(tableOf(heldOut.map((i) => rows[i]!)));
    heldOut.forEach((clip, i) => {
      const own = data.subarray(i * classes.length, (i + 1) * classes.length);
      probabilities.data.set(own, clip * classes.length);
    });
  }
  const { accuracy, loss } = scoreProbabilities(probabilities, labels);
  console.info(
    `${set.name}: accuracy ${accuracy.toFixed(4)} (XGBoost ${set.accuracy.toFixed(4)}), log loss ${loss.toFixed(4)} (${set.logLoss.toFixed(4)})`,
  );
  expect(Math.abs(accuracy - set.accuracy)).toBeLessThanOrEqual(MAX_ACCURACY_DIFFERENCE);
  expect(loss / set.logLoss).toBeLessThan(MAX_LOSS_RATIO);
  expect(set.logLoss / loss).toBeLessThan(MAX_LOSS_RATIO);
});

function tableOf(rows: readonly ArrayLike<number>[]): TableInput {
  const columns = rows[0]!.length;
  const data = new Float32Array(rows.length * columns);
  rows.forEach((row, i) => data.set(row, i * columns));
  const columnNames = Array.from({ length: columns }, (_, i) => `column ${i}`);
  return { kind: 'table', matrix: createMatrix(rows.length, columns, data), columnNames };
}

function rowsOf({ x: { matrix }, y }: LabelledInput<TableInput>): LabelledRows {
  const rows = Array.from({ length: matrix.rows }, (_, i) => row(matrix, i));
  return { rows, labels: Array.from(y.indices) };
}

/** Names as numbers, in the order of the sorted names. */
function numbered(names: readonly string[]): number[] {
  const sorted = [...new Set(names)].sort();
  return names.map((name) => sorted.indexOf(name));
}

/** Numbers in [0, 1) that any language makes alike. */
function chance(i: number, j: number, seed: number): number {
  const value = Math.sin(i * 12.9898 + j * 78.233 + seed) * 43758.5453;
  return value - Math.floor(value);
}

function madeUp({
  rows,
  columns,
  classes,
  missing,
}: Record<'rows' | 'columns' | 'classes' | 'missing', number>): LabelledRows {
  const labels = Array.from({ length: rows }, (_, i) => (7 * i + Math.floor(i / 31)) % classes);
  const values = labels.map((label, i) =>
    Float32Array.from({ length: columns }, (_, j) => {
      if (chance(i, j, 9) < missing) return NaN;
      const noise = [0, 1, 2, 3].reduce((sum, seed) => sum + chance(i, j, seed), -2);
      return noise + 0.35 * Math.cos(label * (j + 1));
    }),
  );
  return { rows: values, labels };
}
