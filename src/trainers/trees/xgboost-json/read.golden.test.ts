import { describe, expect, it } from 'vitest';
import golden from '../../../../test/golden/xgboost_models.json';
import { createMatrix } from '../../../core/matrix';
import { createFittedTrees } from '../fitted-trees';
import { ensembleToJson, type Ensemble } from '../model-json';
import { fromXgboostJson } from './read';
import { toXgboostJson } from './write';

const TOLERANCE = 1e-5;

const matrix = createMatrix(
  golden.rows.length / golden.columns,
  golden.columns,
  Float32Array.from(golden.rows, (value) => value ?? NaN),
);

async function predict(ensemble: Ensemble): Promise<Float32Array> {
  const x = { kind: 'table', matrix, columnNames: ensemble.columnNames } as const;
  return (await createFittedTrees(ensemble).predictProba(x)).data;
}

describe.each(golden.models)('a model of XGBoost $xgboost, $name', ({ model, probabilities }) => {
  it('predicts what Booster.predict does', async () => {
    const answers = await predict(fromXgboostJson(model));
    expect(answers.length).toBe(probabilities.length);
    const worst = answers.reduce(
      (most, p, i) => Math.max(most, Math.abs(p - probabilities[i]!)),
      0,
    );
    expect(worst).toBeLessThan(TOLERANCE);
  });

  it('is the same model after it was written and read again', async () => {
    const ensemble = fromXgboostJson(JSON.stringify(model));
    const written = toXgboostJson(ensemble);
    const again = fromXgboostJson(written);
    expect(toXgboostJson(again)).toBe(written);
    // Where groups start from different margins, their first trees take them over: that is rounding.
    if (new Set(ensemble.baseMargins).size === 1) {
      expect(ensembleToJson(again)).toEqual(ensembleToJson(ensemble));
    }
    const [before, after] = [await predict(ensemble), await predict(again)];
    expect(after.every((p, i) => Math.abs(p - before[i]!) < 1e-6)).toBe(true);
  });
});

it('writes siblings side by side, where XGBoost looks for them', () => {
  for (const { model } of golden.models) {
    const written = JSON.parse(toXgboostJson(fromXgboostJson(model))) as typeof model;
    for (const tree of written.learner.gradient_booster.model.trees) {
      const { left_children: left, right_children: right, parents } = tree;
      expect(right).toEqual(left.map((child) => (child === -1 ? -1 : child + 1)));
      left.forEach((child, node) => {
        if (child !== -1) expect([parents[child], parents[child + 1]]).toEqual([node, node]);
      });
    }
  }
});

describe('what a model says beside its trees', () => {
  const find = (name: string) => golden.models.find((model) => model.name === name)!.model;

  it('counts rounds, also those of several trees', () => {
    const forest = fromXgboostJson(find('a forest a round, without names'));
    expect(forest.rounds).toBe(2);
    expect(forest.trees.length).toBe(18);
    expect(forest.columnNames).toEqual(['f0', 'f1', 'f2', 'f3', 'f4']);
  });

  it('uses the rounds after the best one too, as Booster.predict does', () => {
    const { attributes, rounds } = fromXgboostJson(find('ends early'));
    expect(Number(attributes['best_iteration']) + 1).toBeLessThan(rounds);
  });

  it('leaves out nodes that were pruned', () => {
    const model = find('pruned nodes');
    const { trees } = model.learner.gradient_booster.model;
    const inFile = trees.reduce((sum, { left_children }) => sum + left_children.length, 0);
    const deleted = trees.reduce((sum, { tree_param }) => sum + Number(tree_param.num_deleted), 0);
    const kept = fromXgboostJson(model).trees.reduce((sum, { column }) => sum + column.length, 0);
    expect(deleted).toBeGreaterThan(0);
    expect(kept).toBe(inFile - deleted);
  });

  it('has the classes that its attributes name, else those of the caller, else numbers', () => {
    const plain = find('three classes, missing values');
    const classNames = ['blues', 'jazz', 'rock'];
    expect(fromXgboostJson(plain)).toMatchObject({
      classes: ['class 0', 'class 1', 'class 2'],
      classNamesFrom: 'counted',
    });
    const named = fromXgboostJson(plain, { classNames });
    expect(named).toMatchObject({ classes: classNames, classNamesFrom: 'caller' });
    const written = toXgboostJson(named, { attributes: { tool: 'x' } });
    expect(fromXgboostJson(written, { classNames: ['a', 'b', 'c'] })).toMatchObject({
      classes: classNames,
      classNamesFrom: 'file',
      attributes: { tool: 'x' },
    });
    const others = { ...plain, learner: { ...plain.learner, attributes: { classes: '["a"]' } } };
    expect(fromXgboostJson(others).classNamesFrom).toBe('counted');
  });
});
