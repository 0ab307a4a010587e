// The CNN trainer as a whole, on a toy problem: the class is where in the spectrum the energy lies.

import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { CLASSES, fit, params, toySet, train, validation } from '../../test/builders/toy-cnn';
import { argMax, row, type Matrix } from '../core/matrix';
import type { EpochRecord } from '../core/run-types';
import { chooseBackend } from '../compute/choose-backend';
import { EarmarkError } from '../core/errors';
import { cnnTrainer } from './cnn';
import type { Checkpoint, LabelledInput, ModelJson, SpectrogramInput } from './trainer';

function accuracy(probabilities: Matrix, { y }: LabelledInput<SpectrogramInput>): number {
  const right = y.indices.filter((label, clip) => argMax(row(probabilities, clip)) === label);
  return right.length / y.indices.length;
}

beforeAll(async () => {
  await chooseBackend('cpu');
  await chooseBackend('wasm');
});

describe('the CNN trainer', () => {
  it('learns the toy problem on the cpu backend too', async () => {
    await tf.setBackend('cpu');
    const before = tf.memory().numTensors;
    const history: EpochRecord[] = [];
    const model = await fit({ epochs: 8 }, { onEpoch: (record) => history.push(record) });
    expect(history.at(-1)!.trainLoss).toBeLessThan(history[0]!.trainLoss);
    const test = toySet(12, 3);
    const probabilities = await model.predictProba(test.x);
    expect(accuracy(probabilities, test)).toBeGreaterThan(0.9);
    for (let clip = 0; clip < test.x.length; clip++) {
      expect(row(probabilities, clip).reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 5);
    }
    model.dispose();
    expect(tf.memory().numTensors).toBe(before);
    await tf.setBackend('wasm');
  });

  it('gives the same model for the same seed, another for another', async () => {
    const [first, again, other] = [await fit({}), await fit({}), await fit({}, { seed: 6 })];
    expect(again.toJSON()).toEqual(first.toJSON());
    expect(other.toJSON()).not.toEqual(first.toJSON());
  });

  it.each(['wasm', 'cpu'])(
    'goes on from a checkpoint exactly as if never stopped on %s',
    async (name) => {
      await tf.setBackend(name);
      const checkpoints: Checkpoint[] = [];
      const whole = await fit(
        { mixup: 0.5 },
        { onCheckpoint: async (checkpoint) => void checkpoints.push(checkpoint) },
      );
      const resumeFrom = structuredClone(checkpoints[1]!);
      const later: Checkpoint[] = [];
      const resumed = await fit(
        { mixup: 0.5 },
        { resumeFrom, onCheckpoint: async (checkpoint) => void later.push(checkpoint) },
      );
      expect(later.map(({ epoch }) => epoch)).toEqual([3, 4]);
      expect(later.at(-1)).toEqual(checkpoints.at(-1));
      expect(resumed.toJSON()).toEqual(whole.toJSON());
      await tf.setBackend('wasm');
    },
  );

  it.each(['wasm', 'cpu'])(
    'killed after any step and gone on with, ends with the same bits on %s',
    async (name) => {
      await tf.setBackend(name);
      // Batches of 4 leave two groups and an epoch that does not come out even.
      const over = { epochs: 2, batchSize: 4, dropout: 0.3, mixup: 0.5, schedule: 'plateau' };
      let steps = 0;
      const whole = await fit(over, { onStats: () => steps++ });
      expect(steps).toBe(10);
      for (let last = 1; last < steps; last++) {
        const controller = new AbortController();
        let saved: Checkpoint | undefined;
        let done = 0;
        const stopped = fit(over, {
          signal: controller.signal,
          onStats: () => void (++done === last && controller.abort()),
          onCheckpoint: async (checkpoint) => void (saved = structuredClone(checkpoint)),
        });
        await expect(stopped).rejects.toMatchObject({ name: 'AbortError' });
        let left = 0;
        const resumed = await fit(over, { resumeFrom: saved!, onStats: () => left++ });
        expect(left).toBe(steps - last);
        expect(resumed.toJSON()).toEqual(whole.toJSON());
      }
      await tf.setBackend('wasm');
    },
  );

  it('repeats a step with fewer examples at once where memory runs out, and learns the same', async () => {
    const over = { epochs: 2, batchSize: 16, cropsPerEpoch: 2 };
    const sizes: number[] = [];
    const fitWith = (atFirst: number, most: number) => {
      let size = atFirst;
      return fit(over, {
        onStats: ({ examplesAtOnce }) => sizes.push(examplesAtOnce!),
        device: {
          stepsAhead: 2,
          planBatches: () => ({
            get size() {
              return size;
            },
            onStep: () => undefined,
            stepDown: () => {
              const canStep = size > 8;
              size = 8;
              return canStep;
            },
          }),
          guard: async (enqueue) => {
            const result = await enqueue();
            const isTooMuch = size > most;
            const full = new EarmarkError('device-memory-full', 'no memory');
            return { result, verdict: isTooMuch ? Promise.reject(full) : Promise.resolve() };
          },
          timed: async (_, work) => work(),
        },
      });
    };
    const before = tf.memory().numTensors;
    const [small, large] = [await fitWith(8, 16), await fitWith(16, 16)];
    expect(new Set(sizes)).toEqual(new Set([8, 16]));
    sizes.length = 0;
    const narrow = await fitWith(16, 8);
    expect(new Set(sizes)).toEqual(new Set([8]));
    expect(narrow.toJSON()).toEqual(small.toJSON());
    // The same but for the order of sums.
    const probabilities = [small, large].map((model) => model.predictProba(validation.x));
    const [one, other] = await Promise.all(probabilities);
    one!.data.forEach((p, i) => expect(Math.abs(p - other!.data[i]!)).toBeLessThan(1e-3));
    await expect(fitWith(16, 4)).rejects.toMatchObject({ code: 'device-memory-full' });
    expect(tf.memory().numTensors).toBe(before);
  });

  it('starts from an earlier model: the same genres are known at once, others are new', async () => {
    const earlier = await fit({ epochs: 8 });
    const first: EpochRecord[] = [];
    const onEpoch = (record: EpochRecord) => void first.push(record);
    const startFrom = earlier.toJSON();
    await fit({ epochs: 1, learningRate: 0.00001 }, { startFrom, onEpoch });
    expect(first[0]!.validationAccuracy).toBeGreaterThan(0.9);
    const y = { ...train.y, classes: ['low', 'other', 'high'] };
    const tuned = await cnnTrainer.fit(
      train.x,
      y,
      { ...params, epochs: 2 },
      { seed: 5, startFrom },
    );
    expect(tuned.classes).toEqual(y.classes);
    const wide = { ...train.x, numMels: 13 };
    const refused = cnnTrainer.fit(wide, train.y, params, { seed: 5, startFrom });
    await expect(refused).rejects.toMatchObject({ code: 'model-incompatible' });
  });

  it('keeps the best epoch and stops when it no longer improves', async () => {
    const history: EpochRecord[] = [];
    const bests: number[] = [];
    const model = await fit(
      { epochs: 40, patience: 3 },
      {
        onEpoch: (record) => history.push(record),
        onCheckpoint: async ({ epoch }, best) => void (best && bests.push(epoch)),
      },
    );
    const losses = history.map(({ validationLoss }) => validationLoss!);
    const lowest = losses.indexOf(Math.min(...losses)) + 1;
    expect(history.length).toBe(Math.min(40, Math.max(model.bestEpoch, lowest) + 3));
    expect(bests.at(-1)).toBe(model.bestEpoch);
    const best = history[model.bestEpoch - 1]!;
    for (const record of history) {
      expect(record.validationAccuracy!).toBeLessThanOrEqual(best.validationAccuracy!);
    }
  });

  it('keeps the last epoch without validation clips', async () => {
    const { x, y } = train;
    const models: (ModelJson | null)[] = [];
    const onCheckpoint = async (_: Checkpoint, best: ModelJson | null) => void models.push(best);
    const model = await cnnTrainer.fit(x, y, { ...params, epochs: 2 }, { seed: 1, onCheckpoint });
    expect(model.bestEpoch).toBe(2);
    expect(models.at(-1)).toEqual(model.toJSON());
  });

  it('predicts the same after a round trip through JSON', async () => {
    const model = await fit({ epochs: 1 });
    const json = JSON.parse(JSON.stringify(model.toJSON())) as ModelJson;
    const loaded = cnnTrainer.fromJSON(json);
    expect(loaded.classes).toEqual(CLASSES);
    expect(await loaded.predictProba(validation.x)).toEqual(await model.predictProba(validation.x));
  });

  it('tells how far it is and what a step costs', async () => {
    const fractions: number[] = [];
    let steps = 0;
    await fit({ epochs: 2 }, { onProgress: (f) => fractions.push(f), onStats: () => steps++ });
    expect(steps).toBe(6);
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
    expect(fractions.at(-1)).toBe(1);
  });
});
