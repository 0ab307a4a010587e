import { describe, expect, it } from 'vitest';
import golden from '../../test/golden/classical.json';
import { makeClassicalSet } from '../../test/golden/classical-data';
import { argMax, row } from '../core/matrix';
import { svmTrainer } from './svm';
import { svmFromJson } from './svm/svm-json';
import { createDecider } from './svm/svm-model';

const breathe = () => Promise.resolve();

describe.each(golden.sets)('support vector machine against scikit-learn: $name', (set) => {
  const { train, test } = makeClassicalSet(set);

  it.each(set.svm)('decision values, C = $C', async ({ C, decisions }) => {
    const fitted = await svmTrainer.fit(train.x, train.y, { C }, { seed: 1 });
    const model = svmFromJson(fitted.toJSON());
    const matrix = await model.standardiser.transform(test.x, breathe);
    const { data } = createDecider(model)(matrix);
    // Of two classes scikit-learn's decision is for the second.
    const side = set.classes === 2 ? -1 : 1;
    expect(data).toHaveLength(decisions.length);
    decisions.forEach((decision, i) =>
      expect(Math.abs(data[i]! * side - decision)).toBeLessThan(1e-3),
    );

    // Probabilities are for the class that wins most machines, nearly always.
    const probabilities = await fitted.predictProba(test.x);
    const agree = test.y.indices.filter((_, i) => {
      const votes = new Array<number>(set.classes).fill(0);
      model.machines.forEach(({ first, second }, m) => {
        votes[
          row({ data, rows: set.test, columns: model.machines.length }, i)[m]! > 0 ? first : second
        ]!++;
      });
      return argMax(votes) === argMax(row(probabilities, i));
    });
    expect(agree.length / set.test).toBeGreaterThan(0.8);
  });
});
