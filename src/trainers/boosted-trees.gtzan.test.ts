// Accuracy on real music beside native XGBoost's; needs the Kaggle feature table of GTZAN and its
// fault-filtered split lists (Kereliuk, Sturm & Larsen 2015) in ../shared/data.

import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { argMax, createMatrix, row } from '../core/matrix';
import type { ParamValues } from '../core/run-types';
import { boostedTreesTrainer } from './boosted-trees';
import type { LabelledInput, TableInput } from './trainer';

const folder = new URL('../../../shared/data/', import.meta.url);
const table = new URL('gtzan_features_30_sec.csv', folder);

/** Native XGBoost 1.7.4 with these settings; 3.2.0 with 64 bins gives 0.555, mean of five seeds. */
const XGBOOST_ACCURACY = 0.559;
const PARAMS: ParamValues = {
  rounds: 200,
  max_depth: 6,
  eta: 0.1,
  subsample: 0.8,
  colsample_bytree: 0.8,
  max_bin: 64,
};
const SEEDS = [1, 2, 3];

it('boosted trees score within 3 points of native XGBoost on GTZAN, fault-filtered', async (context) => {
  context.skip(!existsSync(table), '../shared/data/gtzan_features_30_sec.csv is not there');
  const read = readGtzan();
  const train = read('train');
  const test = read('test');
  let hits = 0;
  for (const seed of SEEDS) {
    const model = await boostedTreesTrainer.fit(train.x, train.y, PARAMS, { seed });
    const probabilities = await model.predictProba(test.x);
    hits += test.y.indices.filter((label, i) => argMax(row(probabilities, i)) === label).length;
  }
  const accuracy = hits / SEEDS.length / test.y.indices.length;
  console.info(
    `GTZAN fault-filtered: accuracy ${accuracy.toFixed(3)}, XGBoost ${XGBOOST_ACCURACY}`,
  );
  expect(Math.abs(accuracy - XGBOOST_ACCURACY)).toBeLessThan(0.03);
});

/** A function that gives the clips of one split list, 57 columns each. */
function readGtzan(): (part: 'train' | 'test') => LabelledInput<TableInput> {
  const lines = readLines(table).map((line) => line.split(','));
  const [header, ...clips] = lines;
  const byName = new Map(clips.map((fields) => [fields[0]!, fields]));
  const classes = [...new Set(clips.map((fields) => fields.at(-1)!))];
  const columnNames = header!.slice(2, -1);

  return (part) => {
    const names = readLines(new URL(`gtzan_splits/${part}_filtered.txt`, folder));
    const chosen = names.flatMap((name) => {
      const fields = byName.get(name.split('/').at(-1)!);
      return fields ? [fields] : [];
    });
    const values = Float32Array.from(chosen.flatMap((fields) => fields.slice(2, -1).map(Number)));
    const matrix = createMatrix(chosen.length, columnNames.length, values);
    const indices = Int32Array.from(chosen, (fields) => classes.indexOf(fields.at(-1)!));
    return { x: { kind: 'table', matrix, columnNames }, y: { indices, classes } };
  };
}

function readLines(url: URL): string[] {
  return readFileSync(url, 'utf8').trim().split(/\r?\n/);
}
