// What the head owes beyond the contract of all trainers: each kind of head, several labels a clip, bad input.

import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeLabelledInput } from '../../test/builders/training-inputs';
import { itGoesOnAfterAStop, watchFit, type WatchedFit } from '../../test/contracts/watched-fit';
import { chooseBackend } from '../compute/choose-backend';
import { argMax, createMatrix, row, type Matrix } from '../core/matrix';
import { createRandom } from '../core/random';
import type { ParamValues } from '../core/run-types';
import { headTrainer } from './head';
import type { Checkpoint, FitContext, Labels, LabelledInput, TableInput } from './trainer';

const make = (clips: number, seed: number): LabelledInput<TableInput> =>
  makeLabelledInput('table', { clips, seed }) as LabelledInput<TableInput>;

const [train, validation, test] = [make(36, 1), make(12, 2), make(30, 3)];
const QUICK = { epochs: 10, hiddenUnits: 16, batchSize: 12, learningRate: 0.01 };
const HEADS = ['linear', 'mlp', 'prototypes'] as const;

beforeAll(() => chooseBackend('cpu'));

const fitWith =
  (params: ParamValues, { x, y } = train) =>
  (context: Partial<FitContext<TableInput>> = {}) =>
    headTrainer.fit(x, y, { ...QUICK, ...params }, { seed: 7, validation, ...context });

function accuracyOf(probabilities: Matrix, labels: Int32Array): number {
  return (
    labels.filter((label, i) => argMax(row(probabilities, i)) === label).length / labels.length
  );
}

describe.each(HEADS)('%s', (head) => {
  const fit = fitWith({ head });
  let reference: WatchedFit;
  beforeAll(async () => {
    reference = await watchFit(fit as Parameters<typeof watchFit>[0], test.x);
  });

  it('learns, and is the same again and after save and load', async () => {
    expect(accuracyOf(reference.probabilities, test.y.indices)).toBeGreaterThan(0.8);
    const again = await watchFit(fit as Parameters<typeof watchFit>[0], test.x);
    expect(again.json).toEqual(reference.json);
    const loaded = headTrainer.fromJSON(reference.json);
    expect(await loaded.predictProba(test.x)).toEqual(reference.probabilities);
  });

  if (head === 'linear') {
    itGoesOnAfterAStop(() => ({
      fit: fit as Parameters<typeof watchFit>[0],
      test: test.x,
      reference,
    }));
  }

  it('goes on from each of its checkpoints to the same bits', async () => {
    for (const { checkpoint } of reference.checkpoints) {
      const resumed = await fit({ resumeFrom: checkpoint });
      expect(resumed.toJSON()).toEqual(reference.json);
    }
  });

  it('refuses a checkpoint of other clips, or of another head', async () => {
    const saved: Checkpoint[] = [];
    await fit({ fingerprint: 'these', onCheckpoint: async (each) => void saved.push(each) });
    const resumeFrom = saved[0]!;
    const refused = { code: 'run-not-resumable' };
    await expect(fit({ resumeFrom, fingerprint: 'others' })).rejects.toMatchObject(refused);
    await expect(fit({ resumeFrom, fingerprint: 'these' })).resolves.toBeDefined();
    const another = fitWith({ head: head === 'mlp' ? 'linear' : 'mlp' });
    const resumed = another({ resumeFrom, fingerprint: 'these' });
    await expect(resumed).rejects.toMatchObject(refused);
  });

  it('learns several labels a clip, each by itself', async () => {
    const [x, held, far] = [manyLabels(90, 4), manyLabels(40, 5), manyLabels(60, 6)];
    const params = { head, epochs: 40 };
    const model = await fitWith(params, x)({ validation: held });
    const { data } = await model.predictProba(far.x);
    const truth = far.y.memberships!;
    const right = data.filter((p, cell) => p >= 0.5 === (truth[cell] === 1)).length;
    expect(data.every((p) => p >= 0 && p <= 1)).toBe(true);
    expect(right / data.length).toBeGreaterThan(0.85);
    const loaded = headTrainer.fromJSON(JSON.parse(JSON.stringify(model.toJSON())));
    expect((await loaded.predictProba(far.x)).data).toEqual(data);
  });

  it('stands a column of zeros, one without values, a class without clips and rows all alike', async () => {
    const before = tf.memory().numTensors;
    const columns = train.x.matrix.columns;
    const data = train.x.matrix.data.map((value, i) =>
      i % columns === 0 ? 0 : i % columns === 1 ? NaN : value,
    );
    const odd = { ...train.x, matrix: createMatrix(36, columns, data) };
    const classes = [...train.y.classes, 'never'];
    const model = await fitWith(
      { head },
      { x: odd, y: { ...train.y, classes } },
    )({
      validation: { x: odd, y: { ...train.y, classes } },
    });
    const answers = await model.predictProba(odd);
    expect(answers.data.every(Number.isFinite)).toBe(true);
    expect(accuracyOf(answers, train.y.indices)).toBeGreaterThan(0.8);
    const alike = {
      ...train.x,
      matrix: createMatrix(
        36,
        columns,
        data.map(() => 3),
      ),
    };
    const flat = await fitWith({ head }, { x: alike, y: train.y })();
    const same = (await flat.predictProba(alike)).data;
    expect(same.every(Number.isFinite)).toBe(true);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('learns from fewer rows than a batch, down to one clip a genre', async () => {
    for (const clips of [3, 4, 9]) {
      const few = make(clips, 8);
      const model = await fitWith({ head, batchSize: 2, epochs: 30 }, few)();
      const answers = await model.predictProba(test.x);
      expect(answers.data.every(Number.isFinite)).toBe(true);
      if (clips === 9) expect(accuracyOf(answers, test.y.indices)).toBeGreaterThan(0.6);
    }
  });
});

it('says that training diverged where the loss does not stay finite', async () => {
  const before = tf.memory().numTensors;
  // Weight decay that turns the weights round and makes them larger, step by step.
  const params = { learningRate: 1, weightDecay: 10, schedule: 'constant' };
  const run = fitWith({ head: 'linear', ...params, epochs: 200, patience: 200 })();
  await expect(run).rejects.toMatchObject({ code: 'training-diverged' });
  expect(tf.memory().numTensors).toBe(before);
});

it('stops early when the validation clips are told no better, and keeps the best epoch', async () => {
  const params = { head: 'mlp', epochs: 200, patience: 3, learningRate: 0.05 };
  const { epochs, bestEpoch } = await watchFit(
    fitWith(params) as Parameters<typeof watchFit>[0],
    test.x,
  );
  expect(epochs.length).toBeLessThan(200);
  const better = epochs.filter(
    ({ validationAccuracy, validationLoss }, i) =>
      i > 0 &&
      (validationAccuracy! > Math.max(...epochs.slice(0, i).map((e) => e.validationAccuracy!)) ||
        validationLoss! < Math.min(...epochs.slice(0, i).map((e) => e.validationLoss!))),
  );
  expect(epochs.length - better.at(-1)!.epoch).toBeGreaterThanOrEqual(1);
  expect(epochs.length - better.at(-1)!.epoch).toBeLessThanOrEqual(3);
  expect(epochs[bestEpoch - 1]!.validationAccuracy).toBe(
    Math.max(...epochs.map((each) => each.validationAccuracy!)),
  );
});

it('counts batches for the page: a step learns from a batch, not from all clips', async () => {
  const sizes = new Set<number>();
  await fitWith({ head: 'mlp' })({ onStats: ({ batchSize }) => void sizes.add(batchSize) });
  expect([...sizes]).toEqual([12]);
});

/** Three labels, each told by a third of the columns, by chance and by itself. */
function manyLabels(clips: number, seed: number): LabelledInput<TableInput> {
  const random = createRandom(seed);
  const memberships = Uint8Array.from({ length: 3 * clips }, () => (random.next() < 0.4 ? 1 : 0));
  const matrix = createMatrix(clips, 9);
  matrix.data.forEach((_, i) => {
    const isMember = memberships[3 * Math.floor(i / 9) + (i % 3)] === 1;
    matrix.data[i] = (isMember ? 1 : 0) + 0.4 * random.normal();
  });
  const indices = Int32Array.from({ length: clips }, (_, i) =>
    memberships.subarray(3 * i, 3 * i + 3).indexOf(1),
  );
  const columnNames = Array.from({ length: 9 }, (_, i) => `column ${i}`);
  const y: Labels = { indices, classes: ['low', 'middle', 'high'], memberships };
  return { x: { kind: 'table', matrix, columnNames }, y };
}
