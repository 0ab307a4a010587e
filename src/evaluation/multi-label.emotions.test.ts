// Several labels a clip on real data, beside native XGBoost; needs Mulan's emotions (Trohidis et al. 2008) in
// ../shared/data/multilabel.

import { existsSync } from 'node:fs';
import { expect, it } from 'vitest';
import golden from '../../test/golden/emotions.json';
import { readMultiLabelArff } from '../../test/builders/arff';
import { boostedTreesTrainer } from '../trainers/boosted-trees';
import { evaluateMultiLabel } from './multi-label';

const arff = new URL('../../../shared/data/multilabel/emotions.arff', import.meta.url);
const NUM_CLIPS = 593;
const TOLERANCE = 0.02;

it.for(golden.runs)(
  'boosted trees score within 2 points of native XGBoost on emotions: $name',
  async (expected, context) => {
    context.skip(!existsSync(arff), '../shared/data/multilabel/emotions.arff is not there');
    const inTest = new Set(golden.test);
    const learned = [...Array(NUM_CLIPS).keys()].filter((index) => !inTest.has(index));
    const train = readMultiLabelArff(arff, learned);
    const test = readMultiLabelArff(arff, golden.test);
    const ids = golden.test.map(String);

    const scores = { microF1: 0, macroF1: 0, meanAveragePrecision: 0, hammingLoss: 0 };
    for (const seed of expected.seeds) {
      const model = await boostedTreesTrainer.fit(train.x, train.y, expected.params, { seed });
      const { multiLabel, macroF1 } = evaluateMultiLabel(
        test.y,
        await model.predictProba(test.x),
        ids,
      );
      for (const name of ['microF1', 'meanAveragePrecision', 'hammingLoss'] as const) {
        scores[name] += multiLabel![name] / expected.seeds.length;
      }
      scores.macroF1 += macroF1 / expected.seeds.length;
    }
    for (const name of ['microF1', 'macroF1', 'meanAveragePrecision', 'hammingLoss'] as const) {
      console.info(
        `${name} ${scores[name].toFixed(3)}, XGBoost ${expected.scores[name].toFixed(3)}`,
      );
      expect(Math.abs(scores[name] - expected.scores[name])).toBeLessThan(TOLERANCE);
    }
  },
);
