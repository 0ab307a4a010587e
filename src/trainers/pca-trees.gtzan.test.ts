// Accuracy on real music beside the trees alone; needs the Kaggle feature table of GTZAN in ../shared/data. Random folds:
// songs of one artist lie on both sides, so the figures are high for music from elsewhere.

import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { argMax, createMatrix, row, takeRows } from '../core/matrix';
import type { ParamValues } from '../core/run-types';
import { boostedTreesTrainer } from './boosted-trees';
import { pcaTreesTrainer } from './pca-trees';
import type { LabelledInput, TableInput } from './trainer';

const TABLE = new URL('../../../shared/data/gtzan_features_30_sec.csv', import.meta.url);
const FOLDS = 5;
const PARAMS: ParamValues = { rounds: 60, max_depth: 4, eta: 0.2, early_stopping_rounds: 0 };

it('boosted trees on components score near the trees alone on GTZAN, random 5-fold', async (context) => {
  context.skip(!existsSync(TABLE), '../shared/data/gtzan_features_30_sec.csv is not there');
  const data = readGtzan();
  const accuracyOf = async (trainer: typeof boostedTreesTrainer): Promise<number> => {
    let hits = 0;
    for (let fold = 0; fold < FOLDS; fold++) {
      // The table goes genre by genre: every fifth clip leaves all genres alike.
      const train = pick(data, (clip) => clip % FOLDS !== fold);
      const test = pick(data, (clip) => clip % FOLDS === fold);
      const model = await trainer.fit(train.x, train.y, PARAMS, { seed: 1 });
      const probabilities = await model.predictProba(test.x);
      hits += test.y.indices.filter((label, i) => argMax(row(probabilities, i)) === label).length;
    }
    return hits / data.y.indices.length;
  };
  const plain = await accuracyOf(boostedTreesTrainer);
  const condensed = await accuracyOf(pcaTreesTrainer);
  console.info(
    `GTZAN random 5-fold: ${condensed.toFixed(3)} on components, ${plain.toFixed(3)} on columns`,
  );
  expect(condensed).toBeGreaterThan(plain - 0.1);
  expect(condensed).toBeGreaterThan(0.6);
});

function readGtzan(): LabelledInput<TableInput> {
  const [header, ...lines] = readFileSync(TABLE, 'utf8').trim().split(/\r?\n/);
  const clips = lines.map((line) => line.split(','));
  const columnNames = header!.split(',').slice(2, -1);
  const values = Float32Array.from(clips.flatMap((fields) => fields.slice(2, -1).map(Number)));
  const classes = [...new Set(clips.map((fields) => fields.at(-1)!))];
  const indices = Int32Array.from(clips, (fields) => classes.indexOf(fields.at(-1)!));
  const matrix = createMatrix(clips.length, columnNames.length, values);
  return { x: { kind: 'table', matrix, columnNames }, y: { indices, classes } };
}

function pick(
  { x, y }: LabelledInput<TableInput>,
  isIn: (clip: number) => boolean,
): LabelledInput<TableInput> {
  const clips = [...y.indices.keys()].filter(isIn);
  const indices = Int32Array.from(clips, (clip) => y.indices[clip]!);
  return { x: { ...x, matrix: takeRows(x.matrix, clips) }, y: { ...y, indices } };
}
