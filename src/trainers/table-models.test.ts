// Models and packed numbers from outside: nothing that is damaged or hostile gets through.

import { describe, expect, it } from 'vitest';
import * as v from 'valibot';
import { makeLabelledInput } from '../../test/builders/training-inputs';
import { nearestNeighboursTrainer } from './k-nearest-neighbours';
import { logisticRegressionTrainer } from './logistic-regression';
import { pack, packedFloat32, packedInt32, packedUint8 } from './packed';
import { randomForestTrainer } from './random-forest';
import { svmTrainer } from './svm';
import type { LabelledInput, ModelJson, TableInput, Trainer } from './trainer';

const { x, y } = makeLabelledInput('table', { clips: 24, seed: 1 }) as LabelledInput<TableInput>;

describe('packed numbers', () => {
  it('come back as they were, little-endian', () => {
    const floats = Float32Array.of(0, -1.5, 3.4e38, 1e-40);
    expect(v.parse(packedFloat32, pack(floats))).toEqual(floats);
    const many = Int32Array.from({ length: 20_000 }, (_, i) => i * 7919 - 5);
    expect(v.parse(packedInt32, pack(many))).toEqual(many);
    expect(v.parse(packedUint8, pack(Uint8Array.of(0, 255)))).toEqual(Uint8Array.of(0, 255));
    expect(pack(Int32Array.of(1))).toBe('AQAAAA==');
  });

  it.each([['not base64!'], [pack(Uint8Array.of(1, 2, 3))], [pack(Float32Array.of(NaN))], [7]])(
    'refuses %j',
    (text) => expect(v.safeParse(packedFloat32, text).success).toBe(false),
  );
});

type State = Record<string, unknown>;
type Damage = (state: State) => State;
const within =
  (key: string, change: (state: State) => State): Damage =>
  (state) => ({ ...state, [key]: change(state[key] as State) });

const ints = (...values: number[]): string => pack(Int32Array.from(values));
const floats = (...values: number[]): string => pack(Float32Array.from(values));
/** One tree with a question and two leaves. */
const tree = {
  column: ints(0, -1, -1),
  threshold: floats(0.5, 0, 0),
  missingLeft: pack(Uint8Array.of(1, 0, 0)),
  entries: ints(0, 1, 1),
  entryClass: ints(0, 2),
  entryShare: floats(1, 1),
};
const forestOf =
  (changes: object): Damage =>
  (state) => ({
    ...state,
    numTrees: 1,
    trees: { ...tree, ...changes },
  });

const DAMAGES: Record<
  string,
  readonly [Trainer<TableInput>, readonly (readonly [string, Damage])[]]
> = {
  'random-forest': [
    randomForestTrainer,
    [
      ['a tree that is cut off', forestOf({ column: ints(0, -1, 0) })],
      ['a column that there is not', forestOf({ column: ints(9, -1, -1) })],
      ['a column below', forestOf({ column: ints(-2, -1, -1) })],
      ['a class that there is not', forestOf({ entryClass: ints(0, 3) })],
      ['shares that do not sum to 1', forestOf({ entryShare: floats(1, 0.4) })],
      ['a leaf without an answer', forestOf({ entries: ints(0, 1, 0) })],
      ['a negative count', forestOf({ entries: ints(0, -1, 3) })],
      [
        'more answers than leaves',
        forestOf({ entryClass: ints(0, 2, 1), entryShare: floats(1, 1, 1) }),
      ],
      ['a question with an answer', forestOf({ entries: ints(1, 1, 0) })],
      ['another number of trees', (state) => ({ ...forestOf({})(state), numTrees: 2 })],
      ['a list that is too short', forestOf({ threshold: floats(0.5) })],
    ],
  ],
  'logistic-regression': [
    logisticRegressionTrainer,
    [
      ['too few coefficients', (state) => ({ ...state, coefficients: [[1, 2]] })],
      ['too few intercepts', (state) => ({ ...state, intercepts: [1] })],
      [
        'another link',
        (state) => ({
          ...state,
          link: 'softmax',
          intercepts: [1],
          coefficients: [new Array(9).fill(0)],
        }),
      ],
      ['a coefficient that is no number', (state) => ({ ...state, intercepts: [1, null, 2] })],
      [
        'a scaler of other columns',
        within('standardiser', (s) => ({ ...s, scaler: { mean: [0], scale: [1] } })),
      ],
      [
        'a scale of 0',
        within('standardiser', (s) => ({
          ...s,
          scaler: { mean: new Array(9).fill(0), scale: new Array(9).fill(0) },
        })),
      ],
    ],
  ],
  'k-nearest-neighbours': [
    nearestNeighboursTrainer,
    [
      ['too few rows', (state) => ({ ...state, rows: floats(1, 2, 3) })],
      ['no rows', (state) => ({ ...state, rows: floats(), labels: ints() })],
      [
        'a class that there is not',
        (state) => ({ ...state, labels: ints(...new Array<number>(24).fill(3)) }),
      ],
      ['too few labels', (state) => ({ ...state, memberships: pack(Uint8Array.of(1)) })],
      ['no neighbour', (state) => ({ ...state, count: 0 })],
    ],
  ],
  svm: [
    svmTrainer,
    [
      ['too few vectors', (state) => ({ ...state, vectors: floats(1) })],
      ['a class that there is not', (state) => ({ ...state, present: [0, 1, 3] })],
      ['classes out of order', (state) => ({ ...state, present: [1, 0, 2] })],
      ['too few machines', (state) => ({ ...state, machines: [] })],
      [
        'a vector that there is not',
        (state) => ({
          ...state,
          machines: (state.machines as State[]).map((machine) => ({
            ...machine,
            rows: ints(99_999),
            coefficients: floats(1),
          })),
        }),
      ],
      [
        'machines in another order',
        (state) => ({ ...state, machines: (state.machines as State[]).toReversed() }),
      ],
    ],
  ],
};

describe.each(Object.entries(DAMAGES))('a model of %s', (_, [trainer, damages]) => {
  it.each(damages)('is refused with %s', async (_, damage) => {
    const params = { n_estimators: 2, max_iter: 3, n_neighbors: 3, tries: 1 };
    const model = (await trainer.fit(x, y, params, { seed: 1 })).toJSON();
    const damaged: ModelJson = { ...model, state: damage(model.state as State) };
    expect(() => trainer.fromJSON(damaged)).toThrow(
      expect.objectContaining({ code: 'model-incompatible' }) as Error,
    );
  });
});

it('a small forest made by hand answers as it says', async () => {
  const model = (await randomForestTrainer.fit(x, y, { n_estimators: 2 }, { seed: 1 })).toJSON();
  const state = forestOf({})(model.state as State);
  const byHand = randomForestTrainer.fromJSON({ ...model, state });
  const { data } = await byHand.predictProba(x);
  const first = x.matrix.data[0]!;
  expect([...data.subarray(0, 3)]).toEqual(first < 0.5 ? [1, 0, 0] : [0, 0, 1]);
});
