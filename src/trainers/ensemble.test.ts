// Golden numbers from SciPy and scikit-learn (test/golden/make_ensemble.py), and what an ensemble keeps to as a trainer.

import { beforeAll, describe, expect, it } from 'vitest';
import golden from '../../test/golden/ensemble.json';
import { CLASSES, makeLabelledInput } from '../../test/builders/training-inputs';
import { chooseBackend } from '../compute/choose-backend';
import { createMatrix, type Matrix } from '../core/matrix';
import type { EpochRecord, ParamValues } from '../core/run-types';
import { ensembleTrainer } from './ensemble';
import { mix, mixtureWeights } from './ensemble/mixture';
import { fitTop, topInput } from './ensemble/top-model';
import { logisticRegressionTrainer } from './logistic-regression';
import { loadTrainer } from './registry';
import { scoreProbabilities } from './score';
import type {
  Checkpoint,
  FitContext,
  LabelledInput,
  MemberModel,
  MembersInput,
  TableInput,
} from './trainer';

const NAMES = ['a', 'b', 'c'];
const matrices = (answers: readonly number[][]): Matrix[] =>
  answers.map((values) => createMatrix(40, 3, Float32Array.from(values)));

describe('the weights of a soft vote', () => {
  it('are those that SLSQP finds for the least log loss', () => {
    const { labels, answers, weights, loss } = golden.single;
    const indices = Int32Array.from(labels);
    const found = mixtureWeights(matrices(answers), { indices, classes: NAMES });
    found.forEach((weight, m) => expect(weight).toBeCloseTo(weights[m]!, 3));
    expect(scoreProbabilities(mix(matrices(answers), found), indices).loss).toBeCloseTo(loss, 6);
  });

  it('are those of all yes–no answers where clips have several labels', () => {
    const { memberships, answers, weights } = golden.several;
    const found = mixtureWeights(matrices(answers), {
      indices: new Int32Array(40),
      classes: NAMES,
      memberships: Uint8Array.from(memberships),
    });
    found.forEach((weight, m) => expect(weight).toBeCloseTo(weights[m]!, 3));
  });

  it('are equal without clips', () => {
    const none = createMatrix(0, 3);
    const labels = { indices: new Int32Array(0), classes: NAMES };
    expect(mixtureWeights([none, none], labels)).toEqual([0.5, 0.5]);
  });
});

it('the model on top answers as scikit-learn’s LogisticRegression', async () => {
  const answers = matrices(golden.single.answers);
  const labels = { indices: Int32Array.from(golden.single.labels), classes: NAMES };
  const top = await fitTop(answers, labels, { c: 0.1, seed: 1 });
  const { data } = await logisticRegressionTrainer.fromJSON(top).predictProba(topInput(answers));
  data.forEach((p, cell) => expect(p).toBeCloseTo(golden.stacking[cell]!, 4));
});

describe('an ensemble as a trainer', () => {
  const folds = [0, 1, 2].map((fold) =>
    Int32Array.from({ length: 12 }, (_, i) => 3 * i + ((fold + i) % 3)),
  );
  const train = pair({ clips: 36, seed: 1 });
  const validation = pair({ clips: 12, seed: 2 });
  const test = pair({ clips: 30, seed: 3 });
  let context: FitContext<MembersInput>;

  beforeAll(async () => {
    await chooseBackend('cpu');
    const models = await Promise.all([
      member('quick-baseline', 'boosted-trees', { rounds: 6, max_depth: 2 }),
      member('logistic-regression', 'logistic-regression', { max_iter: 20 }),
    ]);
    context = { seed: 4, validation, members: { models, dealFolds: () => folds } };
  });

  async function member(
    approach: string,
    id: 'boosted-trees' | 'logistic-regression',
    params: ParamValues,
  ): Promise<MemberModel> {
    const trainer = await loadTrainer(id);
    const [x] = train.x.inputs;
    const fitted = await trainer.fit(x!, train.y, params, { seed: 7 });
    return { approach, seed: 7, params, model: fitted.toJSON() };
  }

  it.each(['soft-vote', 'stacking'])('answers the same after save and load: %s', async (method) => {
    const fitted = await ensembleTrainer.fit(train.x, train.y, { method }, context);
    const answers = await fitted.predictProba(test.x);
    expect(scoreProbabilities(answers, test.y.indices).accuracy).toBeGreaterThan(0.75);
    for (let i = 0; i < answers.rows; i++) {
      const [a, b, c] = answers.data.subarray(3 * i, 3 * i + 3);
      expect(a! + b! + c!).toBeCloseTo(1, 5);
    }
    const json: unknown = JSON.parse(JSON.stringify(fitted.toJSON()));
    const again = ensembleTrainer.fromJSON(json as ReturnType<typeof fitted.toJSON>);
    expect((await again.predictProba(test.x)).data).toEqual(answers.data);
    expect(again.classes).toEqual(CLASSES);
  });

  it('goes on after a stop between two trainings, and ends the same', async () => {
    const saved: Checkpoint[] = [];
    const epochs: EpochRecord[] = [];
    const whole = await ensembleTrainer.fit(
      train.x,
      train.y,
      { method: 'stacking' },
      {
        ...context,
        onCheckpoint: async (checkpoint) => void saved.push(structuredClone(checkpoint)),
        onEpoch: (record) => epochs.push(record),
      },
    );
    expect(saved).toHaveLength(6); // 2 members in 3 folds
    expect(epochs.map(({ epoch }) => epoch)).toEqual([1, 2, 3]);
    const rest: Checkpoint[] = [];
    const resumed = await ensembleTrainer.fit(
      train.x,
      train.y,
      { method: 'stacking' },
      {
        ...context,
        resumeFrom: saved[2]!,
        onCheckpoint: async (checkpoint) => void rest.push(checkpoint),
      },
    );
    expect(rest).toHaveLength(3);
    expect(resumed.toJSON()).toEqual(whole.toJSON());
  });

  it('refuses a checkpoint of other clips', async () => {
    const resumeFrom: Checkpoint = {
      ...{ version: 1, trainer: 'ensemble', epoch: 0 },
      state: { fingerprint: 'other', answers: [] },
    };
    const fit = ensembleTrainer.fit(
      train.x,
      train.y,
      { method: 'stacking' },
      { ...context, resumeFrom },
    );
    await expect(fit).rejects.toMatchObject({ code: 'run-not-resumable' });
  });

  it('refuses a lone member, and a saved model with a member of other genres', async () => {
    const alone = { ...context.members!, models: context.members!.models.slice(0, 1) };
    const fit = ensembleTrainer.fit(train.x, train.y, {}, { ...context, members: alone });
    await expect(fit).rejects.toMatchObject({ code: 'ensemble-too-few-members' });
    const json = (await ensembleTrainer.fit(train.x, train.y, {}, context)).toJSON();
    const renamed = { ...json, classes: ['low', 'middle', 'loud'] };
    expect(() => ensembleTrainer.fromJSON(renamed)).toThrow(/other genres/);
  });
});

/** Two members that learn from the same table. */
function pair(made: {
  clips: number;
  seed: number;
}): LabelledInput<MembersInput> & { readonly x: MembersInput } {
  const { x, y } = makeLabelledInput('table', made);
  const table = x as TableInput;
  return { x: { kind: 'members', length: made.clips, inputs: [table, table] }, y };
}
