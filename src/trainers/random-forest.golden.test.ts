import { describe, expect, it } from 'vitest';
import golden from '../../test/golden/classical.json';
import { makeClassicalSet } from '../../test/golden/classical-data';
import { argMax, row } from '../core/matrix';
import { randomForestTrainer } from './random-forest';

/** Chance differs; two forests of 500 trees with other seeds differ by nearly as much. */
const LARGEST_MEAN_DIFFERENCE = 0.02;

describe('random forest against scikit-learn', () => {
  it.each(golden.sets)('$name', async (set) => {
    const { train, test } = makeClassicalSet(set);
    const { n_estimators, accuracy, probabilities } = set.forest;
    const model = await randomForestTrainer.fit(train.x, train.y, { n_estimators }, { seed: 1 });
    const answers = await model.predictProba(test.x);

    const differences = probabilities.map((p, i) => Math.abs(p - answers.data[i]!));
    const mean = differences.reduce((sum, value) => sum + value) / differences.length;
    const hits = test.y.indices.filter((label, i) => argMax(row(answers, i)) === label).length;
    console.info(
      `${set.name}: mean difference ${mean.toFixed(4)}, accuracy ${(hits / set.test).toFixed(3)}, scikit-learn ${accuracy.toFixed(3)}`,
    );
    expect(mean).toBeLessThan(LARGEST_MEAN_DIFFERENCE);
    // Two clips of 40 to 60.
    expect(Math.abs(hits / set.test - accuracy)).toBeLessThan(0.051);
  });
});
