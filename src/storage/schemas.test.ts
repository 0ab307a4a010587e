import { expect, it } from 'vitest';
import type { Dataset } from '../core/dataset-types';
import type { Run } from '../core/run-types';
import type { SweepPlan } from '../evaluation/sweep/plan';
import { makeClip } from '../../test/builders/clips';
import { checkpointSchema, datasetSchema, finishedFoldSchema, parser, runSchema } from './schemas';
import { sweepSchema } from './sweep-store';

const checkpoint = { version: 1, trainer: 'boosted-trees', epoch: 3, state: { any: 'thing' } };
const score = {
  repeat: 1,
  fold: 2,
  train: 30,
  validation: 6,
  test: 12,
  accuracy: 0.75,
  macroF1: 0.7,
  logLoss: 0.9,
  bestEpoch: 11,
  trainSeconds: 0.4,
};
const fold = {
  score,
  dealt: '0123456789abcdef',
  probabilities: Float32Array.of(0.25, 0.75),
  predictMillisecondsPerClip: 0.1,
};

it('reads checkpoints from before there were folds, and those in a fold', () => {
  const parse = parser(checkpointSchema);
  const old = { version: 1, checkpoint, history: [] };
  expect(parse(old)).toEqual(old);
  const inFold = { ...old, numFolds: 2, dealt: fold.dealt };
  expect(parse(structuredClone(inFold))).toEqual(inFold);
  const betweenFolds = { ...old, checkpoint: null, numFolds: 2 };
  expect(parse(structuredClone(betweenFolds))).toEqual(betweenFolds);
});

it('reads epochs with and without scores by genre', () => {
  const parse = parser(checkpointSchema);
  const epoch = {
    ...{ epoch: 1, trainLoss: 1, trainAccuracy: 0.5, seconds: 2 },
    ...{ validationLoss: null, validationAccuracy: null },
  };
  const scored = { ...epoch, validationGenres: { recall: [1, null], f1: [0.5, null] } };
  const row = { version: 1, checkpoint, history: [epoch, scored] };
  expect(parse(structuredClone(row))).toEqual(row);
  expect(parse({ ...row, history: [{ ...epoch, validationGenres: [] }] })).toBeNull();
});

it('leaves out damaged folds', () => {
  const parse = parser(finishedFoldSchema);
  expect(parse(structuredClone(fold))).toEqual(fold);
  expect(parse({ ...fold, probabilities: [0.25, 0.75] })).toBeNull();
  expect(parse({ ...fold, score: { ...score, accuracy: 2 } })).toBeNull();
});

it('keeps what lists said and which clips were set aside, and reads datasets from before that', () => {
  const parse = parser(datasetSchema);
  const old: Dataset = {
    ...{ version: 1, id: 'table-t', title: 'rows', synthetic: false, notes: [] },
    clips: [makeClip({ id: 't/0', title: 'Food', audio: null, row: 0 })],
    quarantined: [{ file: 'b.wav', code: 'genre-left-out', got: '1 of jazz' }],
  };
  expect(parse(structuredClone(old))).toEqual(old);
  const now: Dataset = {
    ...old,
    splitName: 'filtered',
    lists: [{ name: 'filtered', says: [{ split: 'test', files: ['a.wav', 'b.wav'] }] }],
    quarantined: [{ ...old.quarantined[0]!, clip: 't/1' }],
  };
  expect(parse(structuredClone(now))).toEqual(now);
  expect(
    parse({ ...now, lists: [{ name: 'x', says: [{ split: 'other', files: [] }] }] }),
  ).toBeNull();
});

const config: Run['config'] = {
  ...{ version: 1, approach: 'svm', seed: 1, params: { C: 10 } },
  split: { strategy: 'random', testFraction: 0.2, validationFraction: 0.15 },
};
const split = { train: ['a'], validation: ['b'], test: ['c'] };

it('keeps the place of a run in a search, and reads runs from before there were any', () => {
  const parse = parser(runSchema);
  const old: Run = {
    ...{ version: 1, id: 'r', config, split, createdAt: '2026-01-02T10:00:00Z' },
    dataset: { id: 'd', title: 'D', synthetic: false, fingerprint: 'f', clips: 3 },
    ...{ classes: ['jazz', 'rock'], status: 'done', history: [], bestEpoch: null },
    ...{ evaluation: null, timings: null, environment: null, peakGpuBytes: null, error: null },
  };
  expect(parse(structuredClone(old))).toEqual(old);
  const now: Run = { ...old, sweep: { id: 's', candidate: 2, rung: 0 } };
  expect(parse(structuredClone(now))).toEqual(now);
  expect(parse({ ...old, sweep: { id: 's', candidate: -1, rung: 0 } })).toBeNull();
});

it('leaves out damaged searches', () => {
  const parse = parser(sweepSchema);
  const plan: SweepPlan = {
    ...{ version: 1, id: 's', createdAt: '2026-01-02T10:00:00Z', kind: 'halving', config, split },
    dataset: { id: 'd', fingerprint: 'f' },
    ranges: {
      C: { kind: 'number', min: 1, max: 10, scale: 'log' },
      weights: { kind: 'choice', options: ['uniform'] },
    },
    candidates: [{ C: 2 }, { C: 3 }],
    rungs: [{ tries: 2, budget: null }],
    finished: false,
  };
  expect(parse(structuredClone(plan))).toEqual(plan);
  for (const wrong of [
    { version: 2 },
    { candidates: [] },
    { rungs: [{ tries: -1, budget: null }] },
    { ranges: { C: { kind: 'number', min: NaN, max: 1, scale: 'log' } } },
    { kind: 'grid' },
  ]) {
    expect(parse({ ...plan, ...wrong })).toBeNull();
  }
});
