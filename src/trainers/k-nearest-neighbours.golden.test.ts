import { describe, expect, it } from 'vitest';
import golden from '../../test/golden/classical.json';
import { makeClassicalSet } from '../../test/golden/classical-data';
import { nearestNeighboursTrainer } from './k-nearest-neighbours';

describe.each(golden.sets)('k nearest neighbours against scikit-learn: $name', (set) => {
  const { train, test } = makeClassicalSet(set);

  it.each(set.neighbours)(
    '$n_neighbors neighbours, $weights',
    async ({ probabilities, ...params }) => {
      const model = await nearestNeighboursTrainer.fit(train.x, train.y, params, { seed: 1 });
      const { data } = await model.predictProba(test.x);
      probabilities.forEach((p, i) => expect(data[i]).toBeCloseTo(p, 6));
    },
  );
});
