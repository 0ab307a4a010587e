import { beforeAll, describe, expect, it } from 'vitest';
import type { Clip } from '../../core/dataset-types';
import { createMatrix } from '../../core/matrix';
import { createRandom } from '../../core/random';
import { boostedTreesTrainer } from '../../trainers/boosted-trees';
import type { FittedModel, TableInput } from '../../trainers/trainer';
import type { Example } from '../examples';
import { explainClip, importanceOfRun, type RunToAsk } from './ask-run';

const CLASSES = ['blues', 'jazz', 'rock'];
const COLUMNS = ['mfcc_01_mean', 'mfcc_02_mean', 'tempo', 'zcr_mean'];
/** Says the genre by itself. */
const TELLING = 2;
const CLIPS = 90;

const clips: Clip[] = Array.from({ length: CLIPS }, (_, i) => ({
  ...{ id: `clip-${i}`, name: `${i}.wav`, genre: CLASSES[i % 3]!, audio: null, bytes: 0 },
}));
const split = {
  train: clips.slice(0, 60).map(({ id }) => id),
  validation: clips.slice(60, 75).map(({ id }) => id),
  test: clips.slice(75).map(({ id }) => id),
};

const random = createRandom(1);
const rows = new Map(
  clips.map(({ id }, i) => {
    const values = Float32Array.from(COLUMNS, () => random.normal());
    values[TELLING] = 10 * (i % 3) + random.next();
    values[3] = 1; // the same for all
    return [id, values];
  }),
);

function inputOf(examples: readonly Pick<Example, 'id'>[]): Promise<TableInput> {
  const matrix = createMatrix(examples.length, COLUMNS.length);
  examples.forEach(({ id }, i) => matrix.data.set(rows.get(id)!, i * COLUMNS.length));
  return Promise.resolve({ kind: 'table', matrix, columnNames: COLUMNS });
}

let model: FittedModel;
const run = (changes: Partial<RunToAsk> = {}): RunToAsk => ({
  ...{ clips, split, seed: 1, classes: CLASSES, trainer: boostedTreesTrainer, model },
  input: inputOf,
  signal: new AbortController().signal,
  ...changes,
});

beforeAll(async () => {
  const learned = clips.slice(0, 60);
  const indices = Int32Array.from(learned, ({ genre }) => CLASSES.indexOf(genre));
  const params = { rounds: 20, max_depth: 3 };
  model = await boostedTreesTrainer.fit(
    await inputOf(learned),
    { indices, classes: CLASSES },
    params,
    { seed: 1 },
  );
});

describe('what a run listens to', () => {
  it('is the telling column by every measure of loss', async () => {
    const progress: number[] = [];
    const found = await importanceOfRun(run(), (fraction) => progress.push(fraction));
    expect(found).toMatchObject({ part: 'validation', clips: 15, clipsInPart: 15, repeats: 5 });
    expect(found.measures.map(({ measure }) => measure).sort()).toEqual(
      ['cover', 'gain', 'permutation', 'permutationLoss', 'shap', 'weight'].sort(),
    );
    for (const { measure, overall, byClass, subject } of found.measures) {
      expect(overall.columns).toHaveLength(COLUMNS.length);
      expect(overall.families).toHaveLength(subject.families.length);
      expect(overall.columns[3], `${measure} of a column with one value`).toBe(0);
      expect(byClass === null).toBe(measure.startsWith('permutation'));
      if (['weight', 'cover'].includes(measure)) continue;
      expect(overall.columns.indexOf(Math.max(...overall.columns)), measure).toBe(TELLING);
    }
    expect(found.measures[0]!.subject.families).toEqual([
      { name: 'Sound colour (MFCC)', columns: [0, 1] },
      { name: 'Rhythm', columns: [2] },
      { name: 'Noisiness (zero crossings)', columns: [3] },
    ]);
    expect(progress.at(-1)).toBe(1);
    expect([...progress].sort((a, b) => a - b)).toEqual(progress);
    expect(structuredClone(found)).toEqual(found);
  });

  it('is asked on test clips where there are no others', async () => {
    const found = await importanceOfRun(
      run({ split: { ...split, validation: [] } }),
      () => undefined,
    );
    expect(found).toMatchObject({ part: 'test', clips: 15 });
  });

  it('cannot be asked when the clips are gone', async () => {
    const work = importanceOfRun(run({ clips: clips.slice(0, 60) }), () => undefined);
    await expect(work).rejects.toMatchObject({ code: 'features-missing' });
  });

  it('is only the shuffled columns where there are no trees', async () => {
    const { trees: _, ...bare } = model;
    const found = await importanceOfRun(run({ model: bare }), () => undefined);
    expect(found.measures.map(({ measure }) => measure)).toEqual([
      'permutation',
      'permutationLoss',
    ]);
    await expect(explainClip(run({ model: bare }), 'clip-75')).rejects.toMatchObject({
      code: 'model-not-explainable',
    });
  });
});

describe('why a clip', () => {
  it('is told by contributions that sum to the margin, for every class', async () => {
    const explained = await explainClip(run(), 'clip-76');
    expect(explained.columns).toEqual(COLUMNS);
    expect(explained.values[TELLING]).toBe(rows.get('clip-76')![TELLING]);
    for (const { expected, contributions, margin } of explained.byClass) {
      const sum = contributions.reduce((total, value) => total + value, expected);
      expect(sum).toBeCloseTo(margin, 4);
    }
    const exps = explained.byClass.map(({ margin }) => Math.exp(margin));
    const total = exps.reduce((a, b) => a + b, 0);
    explained.byClass.forEach(({ probability }, i) =>
      expect(probability).toBeCloseTo(exps[i]! / total, 5),
    );
    const jazz = explained.byClass[1]!;
    expect(jazz.contributions.indexOf(Math.max(...jazz.contributions))).toBe(TELLING);
    expect(structuredClone(explained)).toEqual(explained);
  });

  it('says where the values usually lie in training', async () => {
    const { typical } = await explainClip(run(), 'clip-76');
    expect(typical.clips).toEqual([20, 20, 20]);
    const { lower, median, upper } = typical.quartiles[1]![TELLING]!;
    for (const value of [lower, median, upper]) {
      expect(value).toBeGreaterThan(10);
      expect(value).toBeLessThan(11);
    }
    expect(lower).toBeLessThanOrEqual(median);
    expect(median).toBeLessThanOrEqual(upper);
  });

  it('speaks against the first of two classes as it speaks for the second', async () => {
    const { ensemble } = model.trees!;
    const yesNo: FittedModel = {
      ...model,
      classes: ['no', 'yes'],
      trees: {
        ...model.trees!,
        ensemble: {
          ...ensemble,
          classes: ['no', 'yes'],
          objective: 'binary:logistic',
          baseMargins: [0.2],
          trees: ensemble.trees.filter((_, i) => ensemble.treeGroups[i] === 1),
          treeGroups: ensemble.treeGroups.filter((group) => group === 1).map(() => 0),
        },
      },
    };
    const { byClass } = await explainClip(run({ model: yesNo }), 'clip-76');
    expect(byClass).toHaveLength(2);
    const [no, yes] = byClass;
    expect(no!.margin).toBe(-yes!.margin);
    expect(no!.contributions[TELLING]).toBe(-yes!.contributions[TELLING]!);
    const found = await importanceOfRun(run({ model: yesNo }), () => undefined);
    expect(found.measures.every(({ byClass: classes }) => classes === null)).toBe(true);
  });

  it('needs the clip', async () => {
    await expect(explainClip(run(), 'gone')).rejects.toMatchObject({ code: 'features-missing' });
  });
});
