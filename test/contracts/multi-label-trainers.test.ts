// What a trainer that learns several labels a clip must keep to, beside what every trainer must (trainers.test.ts).

import { beforeAll, describe, expect, it } from 'vitest';
import { createMatrix } from '../../src/core/matrix';
import { createRandom } from '../../src/core/random';
import type { ParamValues } from '../../src/core/run-types';
import { evaluateMultiLabel } from '../../src/evaluation/multi-label';
import { APPROACHES, loadTrainer } from '../../src/trainers/registry';
import type { Labels, TableInput, Trainer } from '../../src/trainers/trainer';
import { itGoesOnAfterAStop, watchFit, type Fit, type WatchedFit } from './watched-fit';

const CLASSES = ['first', 'never', 'second'] as const;
const NUM_COLUMNS = 6;
/** Quick ones; each trainer reads the names it has. */
const PARAMS: ParamValues = { rounds: 24, max_depth: 3 };

interface Rows {
  readonly x: TableInput;
  readonly y: Required<Labels>;
}

const approaches = APPROACHES.filter((approach) => approach.multiLabel);
const trainerIds = [...new Set(approaches.map((approach) => approach.trainer))];

describe.each(trainerIds)('trainer %s with several labels a clip', (id) => {
  const train = makeRows(80, 1);
  const validation = makeRows(30, 2);
  const test = makeRows(60, 3);
  let trainer: Trainer;
  let reference: WatchedFit;

  const fit: Fit = (context) =>
    trainer.fit(train.x, train.y, PARAMS, { seed: 5, validation, ...context });

  beforeAll(async () => {
    trainer = await loadTrainer(id);
    reference = await watchFit(fit, test.x);
  });

  it('answers each label by itself: both, one or none', () => {
    const { probabilities, classes } = reference;
    expect(classes).toEqual(CLASSES);
    expect([probabilities.rows, probabilities.columns]).toEqual([60, CLASSES.length]);
    expect(probabilities.data.every((p) => p >= 0 && p <= 1)).toBe(true);
    const ids = Array.from({ length: 60 }, (_, i) => `${i}`);
    const { multiLabel, accuracy } = evaluateMultiLabel(test.y, probabilities, ids);
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
    expect(await loaded.predictProba(test.x)).toEqual(reference.probabilities);
    const again = await fit();
    expect(await again.predictProba(test.x)).toEqual(reference.probabilities);
  });

  itGoesOnAfterAStop(() => ({ fit, test: test.x, reference }));
});

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
