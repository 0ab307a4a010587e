// Accuracy on real music beside the trees alone; needs the Kaggle feature table of GTZAN in ../shared/data. Random folds:
// songs of one artist lie on both sides, so the figures are high for music from elsewhere.

import { expect, it } from 'vitest';
import { NO_REAL_MUSIC } from '../../test/builders/real-music';
import { readGtzan57, takeLabelledRows } from '../../test/builders/real-tables';
import { argMax, row } from '../core/matrix';
import type { ParamValues } from '../core/run-types';
import { boostedTreesTrainer } from './boosted-trees';
import { pcaTreesTrainer } from './pca-trees';

const FOLDS = 5;
const PARAMS: ParamValues = { rounds: 60, max_depth: 4, eta: 0.2, early_stopping_rounds: 0 };

it('boosted trees on components score near the trees alone on GTZAN, random 5-fold', async (context) => {
  const data = readGtzan57();
  if (data === null) return context.skip(NO_REAL_MUSIC);
  const clips = Array.from(data.y.indices.keys());
  const accuracyOf = async (trainer: typeof boostedTreesTrainer): Promise<number> => {
    let hits = 0;
    for (let fold = 0; fold < FOLDS; fold++) {
      // The table goes genre by genre: every fifth clip leaves all genres alike.
      const isTest = (clip: number): boolean => clip % FOLDS === fold;
      const train = takeLabelledRows(
        data,
        clips.filter((clip) => !isTest(clip)),
      );
      const test = takeLabelledRows(data, clips.filter(isTest));
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
