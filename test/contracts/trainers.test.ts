// What every trainer in the registry must keep to, whatever it learns with. A new trainer needs one
// line here: settings that make it quick.

import { chooseBackend } from '../../src/compute/choose-backend';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { argMax, row, type Matrix } from '../../src/core/matrix';
import type { EpochRecord, ParamValues } from '../../src/core/run-types';
import { APPROACHES, loadTrainer, type TrainerId } from '../../src/trainers/registry';
import type { FittedModel, Labels, LabelledInput, Trainer } from '../../src/trainers/trainer';
import { CLASSES, makeLabelledInput } from '../builders/training-inputs';
import {
  itGoesOnAfterAStop,
  pauseOften,
  watchFit,
  withoutTime,
  type Fit,
  type WatchedFit,
} from './watched-fit';

/** An ensemble learns from other runs' models: `src/trainers/ensemble.test.ts`. */
type SoloId = Exclude<TrainerId, 'ensemble'>;

const QUICK_PARAMS: Record<SoloId, ParamValues> = {
  'boosted-trees': { rounds: 24, max_depth: 3 },
  'pca-trees': { rounds: 24, max_depth: 3, n_components: 6 },
  cnn: { epochs: 10, width: 2, batchSize: 8, cropSeconds: 0.3, learningRate: 0.02 },
  head: { epochs: 12, hiddenUnits: 16, batchSize: 12, learningRate: 0.01 },
  'random-forest': { n_estimators: 24, max_depth: 8 },
  'logistic-regression': { max_iter: 24 },
  'k-nearest-neighbours': { n_neighbors: 12 },
  svm: { C: 4, tries: 3 },
};

/** Trainers that keep their last epoch, whatever the validation clips say. */
const KEEP_LAST = new Set<TrainerId>([
  'random-forest',
  'logistic-regression',
  'k-nearest-neighbours',
]);

const trainerIds = Object.keys(QUICK_PARAMS) as SoloId[];

describe.each(trainerIds)('trainer %s', (id) => {
  let trainer: Trainer;
  let data: ReturnType<typeof makeData>;
  /** A fit that went through, as every test sees it. */
  let reference: WatchedFit;

  const fitOn =
    ({ x, y }: LabelledInput): Fit =>
    (context) =>
      trainer.fit(x, y, QUICK_PARAMS[id], { seed: 7, validation: data.validation, ...context });
  const fit: Fit = (context) => fitOn(data.train)(context);
  const fitWatched = (): Promise<WatchedFit> => watchFit(fit, data.test.x);

  beforeAll(async () => {
    trainer = await loadTrainer(id);
    await chooseBackend('cpu'); // tensors are counted, whoever makes them
    data = makeData(trainer);
    reference = await fitWatched();
  });

  it('says who it is', () => {
    expect(trainer.id).toBe(id);
  });

  it('needs a GPU where its approaches say so', () => {
    const approaches = APPROACHES.filter((approach) => approach.trainer === id);
    for (const { usesTensors = false } of approaches) expect(usesTensors).toBe(trainer.usesTensors);
  });

  it('gives probabilities: shape [clips, classes], each row sums to 1', () => {
    const { probabilities, classes } = reference;
    expect(classes).toEqual(CLASSES);
    expect(probabilities.rows).toBe(data.test.y.indices.length);
    expect(probabilities.columns).toBe(CLASSES.length);
    for (let i = 0; i < probabilities.rows; i++) {
      const values = [...row(probabilities, i)];
      expect(values.every((p) => p >= 0 && p <= 1)).toBe(true);
      expect(values.reduce((a, b) => a + b)).toBeCloseTo(1, 5);
    }
  });

  it('learns what can be learned', () => {
    expect(accuracyOf(reference.probabilities, data.test.y.indices)).toBeGreaterThan(0.75);
  });

  it('records each epoch from 1, finite losses, progress up to 1', () => {
    const { epochs, progress, bestEpoch } = reference;
    expect(epochs.map((record) => record.epoch)).toEqual(epochs.map((_, i) => i + 1));
    expect(bestEpoch).toBeGreaterThanOrEqual(1);
    expect(bestEpoch).toBeLessThanOrEqual(epochs.length);
    for (const { trainLoss, trainAccuracy, validationLoss, validationAccuracy } of epochs) {
      const losses = [trainLoss, validationLoss];
      expect(losses.every((loss) => Number.isFinite(loss) && loss! >= 0)).toBe(true);
      for (const share of [trainAccuracy, validationAccuracy]) {
        expect(share).toBeGreaterThanOrEqual(0);
        expect(share).toBeLessThanOrEqual(1);
      }
    }
    expect(progress).toEqual([...progress].sort((a, b) => a - b));
    expect(progress.every((fraction) => fraction >= 0 && fraction <= 1)).toBe(true);
    expect(progress.at(-1)).toBe(1);
  });

  it('keeps the last epoch, or one that no other beats in both loss and accuracy on the validation clips', () => {
    if (KEEP_LAST.has(id)) {
      expect(reference.bestEpoch).toBe(reference.epochs.length);
      return;
    }
    const best = reference.epochs[reference.bestEpoch - 1]!;
    const better = reference.epochs.filter(
      ({ validationLoss, validationAccuracy }) =>
        validationLoss! < best.validationLoss! && validationAccuracy! > best.validationAccuracy!,
    );
    expect(better).toEqual([]);
  });

  it('keeps the last epoch when there are no validation clips', async () => {
    const epochs: EpochRecord[] = [];
    const { x, y } = data.train;
    const onEpoch = (record: EpochRecord): unknown => epochs.push(record);
    const model = await trainer.fit(x, y, QUICK_PARAMS[id], { seed: 7, onEpoch });
    expect(model.bestEpoch).toBe(epochs.length);
    expect(epochs.every((record) => record.validationLoss === null)).toBe(true);
    model.dispose();
  });

  it('gives the same model for the same seed, whatever was fitted in between', async () => {
    const other = makeLabelledInput(trainer.inputKind, { clips: 18, seed: 99 });
    await watchFit(fitOn(other), data.test.x, { seed: 8 });
    const again = await fitWatched();
    expect(again.probabilities).toEqual(reference.probabilities);
    expect(again.json).toEqual(reference.json);
    expect(withoutTime(again.epochs)).toEqual(withoutTime(reference.epochs));
  });

  it('predicts the same after save and load', async () => {
    const loaded = trainer.fromJSON(reference.json);
    expect(loaded.classes).toEqual(reference.classes);
    expect(loaded.bestEpoch).toBe(reference.bestEpoch);
    expect(await loaded.predictProba(data.test.x)).toEqual(reference.probabilities);
    expect(JSON.parse(JSON.stringify(loaded.toJSON()))).toEqual(reference.json);
    loaded.dispose();
  });

  it('predicts a clip alone as it does among others', async () => {
    const model = trainer.fromJSON(reference.json);
    const one = makeLabelledInput(trainer.inputKind, { clips: 1, seed: TEST_SEED });
    const alone = await model.predictProba(one.x);
    row(reference.probabilities, 0).forEach((p, k) => expect(alone.data[k]).toBeCloseTo(p, 5));
    model.dispose();
  });

  itGoesOnAfterAStop(() => ({ fit, test: data.test.x, reference }));

  it('tells how far it is with its answers', async () => {
    pauseOften();
    const model = trainer.fromJSON(reference.json);
    const told: number[] = [];
    await model.predictProba(data.test.x, undefined, (fraction) => told.push(fraction));
    expect(told.length).toBeGreaterThan(0);
    expect(told).toEqual([...told].sort((a, b) => a - b));
    expect(told.every((fraction) => fraction >= 0 && fraction <= 1)).toBe(true);
    model.dispose();
  });

  it('ends with a checkpoint, and hands over the best model with one', async () => {
    const { checkpoints, epochs, json } = reference;
    expect(checkpoints.at(-1)?.checkpoint.epoch).toBe(epochs.length);
    const best = checkpoints.findLast((saved) => saved.best !== null)?.best;
    const model = trainer.fromJSON(best!);
    expect(await model.predictProba(data.test.x)).toEqual(reference.probabilities);
    expect(model.classes).toEqual(json.classes);
    model.dispose();
  });

  it('refuses a checkpoint that is damaged', async () => {
    const { checkpoint } = reference.checkpoints[0]!;
    const resumeFrom = { ...checkpoint, state: { nothing: true } };
    await expect(fit({ resumeFrom })).rejects.toMatchObject({ code: 'run-not-resumable' });
  });

  it('stops with an AbortError, before it began and after an epoch', async () => {
    await expect(fit({ signal: AbortSignal.abort() })).rejects.toMatchObject({
      name: 'AbortError',
    });
    const stop = new AbortController();
    const epochs: EpochRecord[] = [];
    const onEpoch = (record: EpochRecord): void => {
      epochs.push(record);
      stop.abort();
    };
    await expect(fit({ signal: stop.signal, onEpoch })).rejects.toMatchObject({
      name: 'AbortError',
    });
    expect(epochs.length).toBe(1);
    const model = trainer.fromJSON(reference.json);
    await expect(model.predictProba(data.test.x, AbortSignal.abort())).rejects.toMatchObject({
      name: 'AbortError',
    });
    model.dispose();
  });

  it('leaves no tensors behind, finished or stopped', async () => {
    const before = tf.memory().numTensors;
    await fitWatched();
    expect(tf.memory().numTensors).toBe(before);
    const stop = new AbortController();
    await expect(fit({ signal: stop.signal, onEpoch: () => stop.abort() })).rejects.toMatchObject({
      name: 'AbortError',
    });
    expect(tf.memory().numTensors).toBe(before);
  });

  it('refuses a model that is not its own, or damaged', () => {
    const refused = expect.objectContaining({ code: 'model-incompatible' }) as unknown;
    const { json } = reference;
    for (const wrong of [
      { ...json, trainer: 'another' },
      { ...json, state: {} },
      { ...json, classes: [...json.classes, 'one more'] },
    ]) {
      expect(() => trainer.fromJSON(wrong)).toThrow(refused);
    }
  });

  it('refuses fewer than two classes, and features that do not match the labels', async () => {
    const { x, y } = data.train;
    const one = { indices: y.indices.map(() => 0), classes: ['low'] };
    const few = { ...y, indices: y.indices.slice(1) };
    const fitBy = (labels: Labels): Promise<FittedModel> => trainer.fit(x, labels, {}, { seed: 7 });
    await expect(fitBy(one)).rejects.toMatchObject({ code: 'dataset-too-few-genres' });
    await expect(fitBy(few)).rejects.toMatchObject({ code: 'features-missing' });
  });

  it('refuses settings out of range', async (context) => {
    const approach = APPROACHES.find((one) => one.trainer === id);
    if (!approach) return context.skip('no approach has settings for it');
    const spec = approach.params.find((one) => one.kind === 'number')!;
    const { x, y } = data.train;
    const refused = trainer.fit(x, y, { [spec.name]: spec.max + 1 }, { seed: 7 });
    await expect(refused).rejects.toMatchObject({ code: 'param-invalid' });
  });
});

const TEST_SEED = 3;

function makeData({ inputKind }: Trainer) {
  return {
    train: makeLabelledInput(inputKind, { clips: 36, seed: 1 }),
    validation: makeLabelledInput(inputKind, { clips: 12, seed: 2 }),
    test: makeLabelledInput(inputKind, { clips: 30, seed: TEST_SEED }),
  };
}

function accuracyOf(probabilities: Matrix, labels: Int32Array): number {
  const hits = labels.filter((label, i) => argMax(row(probabilities, i)) === label);
  return hits.length / labels.length;
}
