// What tables can bring, and what every trainer over tables makes of it.

import { describe, expect, it } from 'vitest';
import { makeLabelledInput } from '../../test/builders/training-inputs';
import { argMax, createMatrix, row } from '../core/matrix';
import type { EpochRecord, ParamValues } from '../core/run-types';
import { nearestNeighboursTrainer } from './k-nearest-neighbours';
import { logisticRegressionTrainer } from './logistic-regression';
import { randomForestTrainer } from './random-forest';
import { svmTrainer } from './svm';
import type { Checkpoint, FitContext, LabelledInput, TableInput, Trainer } from './trainer';

const TRAINERS: readonly (readonly [Trainer<TableInput>, ParamValues])[] = [
  [randomForestTrainer, { n_estimators: 30 }],
  [logisticRegressionTrainer, { max_iter: 40 }],
  [nearestNeighboursTrainer, { n_neighbors: 5 }],
  [svmTrainer, { tries: 1 }],
];

const makeTable = (clips: number, seed: number): LabelledInput<TableInput> =>
  makeLabelledInput('table', { clips, seed }) as LabelledInput<TableInput>;

/** The table with more columns: each value is made from its row and the column's number. */
function widen(x: TableInput, extra: readonly ((row: number) => number)[]): TableInput {
  const { rows, columns } = x.matrix;
  const matrix = createMatrix(rows, columns + extra.length);
  for (let i = 0; i < rows; i++) {
    matrix.data.set(row(x.matrix, i), i * matrix.columns);
    extra.forEach((make, j) => (matrix.data[i * matrix.columns + columns + j] = make(i)));
  }
  const names = extra.map((_, j) => `extra ${j}`);
  return { kind: 'table', matrix, columnNames: [...x.columnNames, ...names] };
}

const accuracyOf = async (
  trainer: Trainer<TableInput>,
  params: ParamValues,
  train: LabelledInput<TableInput>,
  test: LabelledInput<TableInput>,
): Promise<number> => {
  const model = await trainer.fit(train.x, train.y, params, { seed: 1 });
  const loaded = trainer.fromJSON(JSON.parse(JSON.stringify(model.toJSON())));
  const probabilities = await loaded.predictProba(test.x);
  expect(probabilities.data.every(Number.isFinite)).toBe(true);
  const hits = test.y.indices.filter((label, i) => argMax(row(probabilities, i)) === label);
  return hits.length / test.y.indices.length;
};

describe.each(TRAINERS.map(([trainer, params]) => ({ id: trainer.id, trainer, params })))(
  '$id',
  ({ trainer, params }) => {
    it('is not harmed by constant columns, columns without a value, holes and huge values', async () => {
      const extra = [
        () => 7,
        () => NaN,
        (i: number) => (i % 3 === 0 ? NaN : i % 2),
        (i: number) => (i === 4 ? 1e38 : i % 7),
        (i: number) => (i % 2 === 0 ? 1e38 : -1e38),
        () => Infinity,
      ];
      const [train, test] = [makeTable(90, 1), makeTable(60, 2)];
      const accuracy = await accuracyOf(
        trainer,
        params,
        { x: widen(train.x, extra), y: train.y },
        {
          x: widen(test.x, [() => -1e38, () => 3e38, () => NaN, () => 1e38, () => 0, () => 1]),
          y: test.y,
        },
      );
      expect(accuracy).toBeGreaterThan(0.3);
      const calm = { x: widen(test.x, extra), y: test.y };
      const usual = { x: widen(train.x, extra), y: train.y };
      expect(await accuracyOf(trainer, params, usual, calm)).toBeGreaterThan(0.75);
    });

    it('learns from a table without any value', async () => {
      const { x, y } = makeTable(12, 1);
      const empty = {
        ...x,
        matrix: createMatrix(
          12,
          x.matrix.columns,
          x.matrix.data.map(() => NaN),
        ),
      };
      await expect(accuracyOf(trainer, params, { x: empty, y }, { x, y })).resolves.toBeDefined();
    });

    it.each([
      ['a class without a clip', (i: number) => i % 2],
      ['all clips of one class', () => 1],
      ['a class with one clip', (i: number) => (i === 0 ? 2 : i % 2)],
    ])('copes with %s', async (_, label) => {
      const { x, y } = makeTable(30, 1);
      const labels = { ...y, indices: y.indices.map((_, i) => label(i)) };
      const model = await trainer.fit(x, labels, params, { seed: 1, validation: { x, y: labels } });
      const probabilities = await model.predictProba(x);
      for (let i = 0; i < probabilities.rows; i++) {
        expect(row(probabilities, i).reduce((a, b) => a + b)).toBeCloseTo(1, 5);
      }
    });

    it('takes two classes and two clips', async () => {
      const { x } = makeTable(2, 1);
      const y = { indices: Int32Array.of(0, 1), classes: ['one', 'other'] };
      const model = await trainer.fit(x, y, params, { seed: 1 });
      expect((await model.predictProba(x)).columns).toBe(2);
    });

    it('answers nothing for no clips', async () => {
      const { x, y } = makeTable(30, 1);
      const model = await trainer.fit(x, y, params, { seed: 1 });
      const none = { ...x, matrix: createMatrix(0, x.matrix.columns) };
      expect((await model.predictProba(none)).rows).toBe(0);
    });

    it('refuses a table with other columns than it learned from', async () => {
      const { x, y } = makeTable(12, 1);
      const model = await trainer.fit(x, y, params, { seed: 1 });
      const renamed = { ...x, columnNames: x.columnNames.with(3, 'tempo') };
      await expect(model.predictProba(renamed)).rejects.toMatchObject({
        code: 'model-incompatible',
        got: 'column 4 "tempo" instead of "column 3"',
      });
    });

    it('hears an abort that comes while it computes', async () => {
      const { x, y } = makeTable(600, 1);
      const wide = widen(
        x,
        Array.from({ length: 120 }, (_, j) => (i: number) => Math.sin(i * (j + 1))),
      );
      const stop = new AbortController();
      const started = performance.now();
      setTimeout(() => stop.abort(), 20);
      const slow = { n_estimators: 2000, max_iter: 5000, n_neighbors: 200, C: 10000 };
      const own = Object.fromEntries(
        Object.entries(slow).filter(
          ([name]) =>
            name in params ||
            (name === 'C' && [svmTrainer, logisticRegressionTrainer].includes(trainer)),
        ),
      );
      const fits = async (): Promise<void> => {
        for (;;) {
          await trainer.fit(wide, y, own, { seed: 1, signal: stop.signal });
          // A fit of a few milliseconds never gives way by itself.
          await new Promise((resolve) => setTimeout(resolve));
        }
      };
      await expect(fits()).rejects.toMatchObject({ name: 'AbortError' });
      expect(performance.now() - started).toBeLessThan(2000);
    });

    it('learns several labels a clip, if it says that it does', async () => {
      if (!trainer.fitsMultiLabel) return;
      const [train, test] = [makeTable(150, 1), makeTable(60, 2)];
      const several = ({ x, y }: LabelledInput<TableInput>): LabelledInput<TableInput> => {
        // Those of the last class have the first label, too; every tenth clip has none.
        const memberships = Uint8Array.from({ length: y.indices.length * 3 }, (_, cell) => {
          const [i, k] = [Math.floor(cell / 3), cell % 3];
          if (i % 10 === 0) return 0;
          return y.indices[i] === k || (y.indices[i] === 2 && k === 0) ? 1 : 0;
        });
        const indices = y.indices.map((label, i) => (i % 10 === 0 ? -1 : label));
        return { x, y: { ...y, indices, memberships } };
      };
      const epochs: EpochRecord[] = [];
      const labelled = several(train);
      const model = await trainer.fit(labelled.x, labelled.y, params, {
        seed: 1,
        validation: several(test),
        onEpoch: (record) => epochs.push(record),
      });
      const loaded = trainer.fromJSON(JSON.parse(JSON.stringify(model.toJSON())));
      const { data } = await loaded.predictProba(test.x);
      expect(await model.predictProba(test.x)).toEqual({ rows: 60, columns: 3, data });
      const { memberships } = several(test).y;
      const right = data.filter((p, cell) => p >= 0.5 === (memberships![cell] === 1));
      expect(right.length / data.length).toBeGreaterThan(0.75);
      const sums = Array.from(
        { length: 60 },
        (_, i) => data[3 * i]! + data[3 * i + 1]! + data[3 * i + 2]!,
      );
      expect(Math.max(...sums)).toBeGreaterThan(1.2);
      expect(epochs.every(({ trainLoss }) => Number.isFinite(trainLoss))).toBe(true);
    });
  },
);

it('the search for neighbours takes its share of the progress', async () => {
  const { x, y } = makeTable(1500, 1);
  const wide = widen(
    x,
    Array.from({ length: 80 }, (_, j) => (i: number) => Math.sin(i * (j + 1))),
  );
  const progress: number[] = [];
  const onProgress = (fraction: number): unknown => progress.push(fraction);
  await nearestNeighboursTrainer.fit(wide, y, { n_neighbors: 5 }, { seed: 1, onProgress });
  expect(progress.some((fraction) => fraction > 0.2 && fraction < 0.8)).toBe(true);
  expect(progress).toEqual([...progress].sort((a, b) => a - b));
  expect(progress.at(-1)).toBe(1);
});

it('a logistic regression that was stopped in its last pass goes on to the same end', async () => {
  const [train, validation] = [makeTable(60, 1), makeTable(30, 2)];
  const fit = (context: Partial<FitContext<TableInput>>) =>
    logisticRegressionTrainer.fit(
      train.x,
      train.y,
      { C: 0.1 },
      { seed: 1, validation, ...context },
    );
  const epochs: number[] = [];
  const whole = await fit({ onEpoch: ({ epoch }) => epochs.push(epoch) });
  const last = epochs.length;
  expect(last).toBeLessThan(100);

  const stop = new AbortController();
  let saved: Checkpoint | undefined;
  const stopped = fit({
    signal: stop.signal,
    onEpoch: ({ epoch }) => epoch === last && stop.abort(),
    onCheckpoint: async (checkpoint) => void (saved = structuredClone(checkpoint)),
  });
  await expect(stopped).rejects.toMatchObject({ name: 'AbortError' });
  expect(saved!.epoch).toBe(last);
  const more: number[] = [];
  const resumed = await fit({
    resumeFrom: saved!,
    onEpoch: ({ epoch }) => more.push(epoch),
  });
  expect(more).toEqual([]);
  expect(resumed.toJSON()).toEqual(whole.toJSON());
});

it('a support vector machine tells its progress while it trains a single machine', async () => {
  const { x, y } = makeTable(900, 1);
  const noisy = { ...y, indices: y.indices.map((label, i) => (i % 5 === 0 ? i : label) % 2) };
  const wide = widen(
    x,
    Array.from({ length: 60 }, (_, j) => (i: number) => Math.sin(i * (j + 1))),
  );
  const progress: number[] = [];
  const onProgress = (fraction: number): unknown => progress.push(fraction);
  const two = { ...noisy, classes: y.classes.slice(0, 2) };
  await svmTrainer.fit(wide, two, { C: 100 }, { seed: 1, onProgress });
  const between = new Set(progress.filter((fraction) => fraction > 0 && fraction < 0.95));
  expect(between.size).toBeGreaterThan(3);
  expect(progress).toEqual([...progress].sort((a, b) => a - b));
});

it('a support vector machine keeps the C that recognises most validation clips, the first of equals', async () => {
  const [train, validation] = [makeTable(60, 1), makeTable(40, 2)];
  const epochs: EpochRecord[] = [];
  const onEpoch = (record: EpochRecord): unknown => epochs.push(record);
  const params = { C: 4, tries: 6 };
  const model = await svmTrainer.fit(train.x, train.y, params, { seed: 1, validation, onEpoch });
  const ranked = [...epochs].sort(
    (a, b) =>
      b.validationAccuracy! - a.validationAccuracy! || a.validationLoss! - b.validationLoss!,
  );
  expect(epochs).toHaveLength(6);
  expect(model.bestEpoch).toBe(ranked[0]!.epoch);
  const asGiven = await svmTrainer.fit(train.x, train.y, { C: 4 }, { seed: 1, validation });
  expect(asGiven.bestEpoch).toBe(1);
});
