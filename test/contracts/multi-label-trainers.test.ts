// What a trainer that learns several labels a clip must keep to, beside what every trainer must (trainers.test.ts).

import { beforeAll, describe, expect, it } from 'vitest';
import { chooseBackend } from '../../src/compute/choose-backend';
import { createMatrix } from '../../src/core/matrix';
import { createRandom } from '../../src/core/random';
import type { ParamValues } from '../../src/core/run-types';
import { evaluateMultiLabel } from '../../src/evaluation/multi-label';
import { APPROACHES, loadTrainer } from '../../src/trainers/registry';
import type { Labels, Trainer, TrainingInput } from '../../src/trainers/trainer';
import { itGoesOnAfterAStop, watchFit, type Fit, type WatchedFit } from './watched-fit';

const CLASSES = ['first', 'never', 'second'] as const;
const NUM_COLUMNS = 6;
/** Quick ones; each trainer reads the names it has. */
const PARAMS: ParamValues = {
  ...{ rounds: 24, max_depth: 3 },
  ...{ epochs: 8, batchSize: 16, width: 2, cropSeconds: 0.5, learningRate: 0.02, mixup: 0 },
};

interface Rows {
  readonly x: TrainingInput;
  readonly y: Required<Labels>;
}

const approaches = APPROACHES.filter((approach) => approach.multiLabel);
const trainerIds = [...new Set(approaches.map((approach) => approach.trainer))].filter(
  (id) => id !== 'ensemble', // it learns from other runs' models: src/trainers/ensemble.test.ts
);

beforeAll(async () => {
  await chooseBackend('wasm');
});

describe.each(trainerIds)('trainer %s with several labels a clip', (id) => {
  let [train, validation, test]: Rows[] = [];
  let trainer: Trainer;
  let reference: WatchedFit;

  const fit: Fit = (context) =>
    trainer.fit(train!.x, train!.y, PARAMS, { seed: 5, validation: validation!, ...context });

  beforeAll(async () => {
    trainer = await loadTrainer(id);
    const make = trainer.inputKind === 'table' ? makeRows : makeSpectrograms;
    [train, validation, test] = [make(80, 1), make(30, 2), make(60, 3)];
    reference = await watchFit(fit, test.x);
  });

  it('answers each label by itself: both, one or none', () => {
    const { probabilities, classes } = reference;
    expect(classes).toEqual(CLASSES);
    expect([probabilities.rows, probabilities.columns]).toEqual([60, CLASSES.length]);
    expect(probabilities.data.every((p) => p >= 0 && p <= 1)).toBe(true);
    const ids = Array.from({ length: 60 }, (_, i) => `${i}`);
    const { multiLabel, accuracy } = evaluateMultiLabel(test!.y, probabilities, ids);
    expect(multiLabel!.microF1).toBeGreaterThan(0.8);
    expect(accuracy).toBeGreaterThan(0.6);
  });

  it('says no to a label that no clip had', () => {
    const { data } = reference.probabilities;
    const never = data.filter((_, i) => i % CLASSES.length === 1);
    expect(Math.max(...never)).toBeLessThan(0.5);
  });

  it('predicts the same after save and load, and for the same seed', async () => {
    const loaded = trainer.fromJSON(reference.json);
    expect(await loaded.predictProba(test!.x)).toEqual(reference.probabilities);
    const again = await fit();
    expect(await again.predictProba(test!.x)).toEqual(reference.probabilities);
  });

  itGoesOnAfterAStop(() => ({ fit, test: test!.x, reference }));
});

/** As `makeRows`, but heard: one label is loud low bands, the other loud high ones. */
function makeSpectrograms(length: number, seed: number): Rows {
  const [numFrames, numMels, loudDb] = [10, 6, 30];
  const random = createRandom(seed).fork('labels');
  const memberships = new Uint8Array(length * CLASSES.length);
  const matrices = Array.from({ length }, (_clip, i) => {
    const heard = [random.next() < 0.5, false, random.next() < 0.5];
    memberships.set(heard.map(Number), i * CLASSES.length);
    const matrix = createMatrix(numFrames, numMels);
    for (let cell = 0; cell < matrix.data.length; cell++) {
      const isLoud = cell % numMels < numMels / 2 ? heard[0] : heard[2];
      matrix.data[cell] = -60 + (isLoud ? loudDb : 0) + 5 * random.normal();
    }
    return matrix;
  });
  const indices = Int32Array.from({ length }, (_clip, i) =>
    memberships.subarray(i * CLASSES.length, (i + 1) * CLASSES.length).indexOf(1),
  );
  const get = async (index: number) => matrices[index]!;
  return {
    x: { kind: 'spectrograms', length, numMels, frameSeconds: 0.1, get },
    y: { classes: CLASSES, indices, memberships },
  };
}

/** The first column decides on one label, the second on another; nobody has the third. The rest is noise. */
function makeRows(rows: number, seed: number): Rows {
  const random = createRandom(seed).fork('labels');
  const matrix = createMatrix(rows, NUM_COLUMNS);
  for (let i = 0; i < matrix.data.length; i++) matrix.data[i] = random.normal();
  const memberships = new Uint8Array(rows * CLASSES.length);
  const indices = Int32Array.from({ length: rows }, (_, i) => {
    const [first, second] = [0, 1].map((column) => matrix.data[i * NUM_COLUMNS + column]! > 0);
    memberships.set([first ? 1 : 0, 0, second ? 1 : 0], i * CLASSES.length);
    return first ? 0 : second ? 2 : -1;
  });
  const columnNames = Array.from({ length: NUM_COLUMNS }, (_, column) => `column ${column}`);
  return {
    x: { kind: 'table', matrix, columnNames },
    y: { classes: CLASSES, indices, memberships },
  };
}
