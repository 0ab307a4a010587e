// The same accuracy as scikit-learn's learners of the same names on rows held out: test/golden/make_classical.py.

import { describe, expect, it } from 'vitest';
import { NO_REAL_MUSIC } from '../../test/builders/real-music';
import { readDigits, readGtzan57, takeLabelledRows } from '../../test/builders/real-tables';
import golden from '../../test/golden/classical.json';
import { argMax, row } from '../core/matrix';
import type { ParamValues } from '../core/run-types';
import { nearestNeighboursTrainer } from './k-nearest-neighbours';
import { logisticRegressionTrainer } from './logistic-regression';
import { randomForestTrainer } from './random-forest';
import { svmTrainer } from './svm';
import type { LabelledInput, TableInput, Trainer } from './trainer';

/**
 * A forest's chance is its own (scikit-learn's forests differ by 0.01 among themselves), the label of a support vector
 * machine here is the likeliest, there the one that wins most pairs.
 */
const LARGEST_DIFFERENCE = {
  'random-forest': 0.02,
  'logistic-regression': 0.002,
  'k-nearest-neighbours': 0.001,
  svm: 0.015,
};

const TRAINERS: readonly (readonly [
  keyof typeof LARGEST_DIFFERENCE,
  Trainer<TableInput>,
  ParamValues,
])[] = [
  ['random-forest', randomForestTrainer, { n_estimators: 200 }],
  ['logistic-regression', logisticRegressionTrainer, { C: 1 }],
  ['k-nearest-neighbours', nearestNeighboursTrainer, { n_neighbors: 10, weights: 'distance' }],
  ['svm', svmTrainer, { C: 10 }],
];

const SETS: Record<keyof typeof golden.accuracy, () => LabelledInput<TableInput> | null> = {
  digits: readDigits,
  gtzan: readGtzan57,
};

describe.each(['digits', 'gtzan'] as const)('%s, held out in folds', (name) => {
  it.for(TRAINERS)('%s', async ([id, trainer, params], context) => {
    const table = SETS[name]();
    if (table === null) return context.skip(NO_REAL_MUSIC);
    const expected = golden.accuracy[name][id];
    const rows = Array.from(table.y.indices.keys());
    let hits = 0;
    let scored = 0;
    for (let fold = 0; fold < golden.scoredFolds[name]; fold++) {
      const train = takeLabelledRows(
        table,
        rows.filter((i) => i % golden.folds !== fold),
      );
      const test = takeLabelledRows(
        table,
        rows.filter((i) => i % golden.folds === fold),
      );
      const model = await trainer.fit(train.x, train.y, params, { seed: fold });
      scored += test.y.indices.length;
      const probabilities = await model.predictProba(test.x);
      hits += test.y.indices.filter((label, i) => argMax(row(probabilities, i)) === label).length;
    }
    const accuracy = hits / scored;
    console.info(
      `${name}, ${id}: accuracy ${accuracy.toFixed(3)}, scikit-learn ${expected.toFixed(3)}`,
    );
    expect(Math.abs(accuracy - expected)).toBeLessThanOrEqual(LARGEST_DIFFERENCE[id]);
  });
});
