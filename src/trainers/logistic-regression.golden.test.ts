import { describe, expect, it } from 'vitest';
import golden from '../../test/golden/classical.json';
import { makeClassicalSet } from '../../test/golden/classical-data';
import { linearFromJson } from './linear/linear-json';
import { logisticRegressionTrainer } from './logistic-regression';

const largestDifference = (got: ArrayLike<number>, expected: readonly number[]): number =>
  expected.reduce((most, value, i) => Math.max(most, Math.abs(value - got[i]!)), 0);

describe.each(golden.sets)('logistic regression against scikit-learn: $name', (set) => {
  const { train, test } = makeClassicalSet(set);

  it.each(set.logistic)('C = $C', async ({ C, coefficients, intercepts, probabilities }) => {
    const model = await logisticRegressionTrainer.fit(train.x, train.y, { C }, { seed: 1 });
    const { weights, standardiser, numMargins } = linearFromJson(model.toJSON());
    const width = standardiser.numColumns + 1;
    const own = [...weights].filter((_, i) => i % width !== width - 1);
    const ownIntercepts = Array.from(
      { length: numMargins },
      (_, m) => weights[m * width + width - 1]!,
    );
    const largest = Math.max(...coefficients.map(Math.abs));

    expect(own).toHaveLength(coefficients.length);
    expect(largestDifference(own, coefficients) / largest).toBeLessThan(1e-4);
    expect(largestDifference(ownIntercepts, intercepts)).toBeLessThan(1e-4);
    const { data } = await model.predictProba(test.x);
    expect(largestDifference(data, probabilities)).toBeLessThan(1e-5);
  });

  it('several labels a clip, one yes–no question each', async () => {
    const { C, probabilities } = set.severalLabels;
    const { classes, indices } = train.y;
    const memberships = Uint8Array.from({ length: indices.length * classes.length }, (_, cell) => {
      const [i, k] = [Math.floor(cell / classes.length), cell % classes.length];
      return indices[i] === k || i % (k + 3) === 0 ? 1 : 0;
    });
    const labels = { ...train.y, memberships };
    const model = await logisticRegressionTrainer.fit(train.x, labels, { C }, { seed: 1 });
    const { data } = await model.predictProba(test.x);
    expect(largestDifference(data, probabilities)).toBeLessThan(1e-5);
  });
});
