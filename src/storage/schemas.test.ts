import { expect, it } from 'vitest';
import { parser, savedCheckpointSchema } from './schemas';

const parse = parser(savedCheckpointSchema);
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
const fold = { score, probabilities: Float32Array.of(0.25, 0.75), predictMillisecondsPerClip: 0.1 };

it('reads checkpoints from before there were folds, and those with folds', () => {
  const old = { version: 1, checkpoint, history: [] };
  expect(parse(old)).toEqual(old);
  const inFold = { ...old, folds: [fold] };
  expect(parse(structuredClone(inFold))).toEqual(inFold);
  const betweenFolds = { ...inFold, checkpoint: null };
  expect(parse(structuredClone(betweenFolds))).toEqual(betweenFolds);
});

it('leaves out damaged folds', () => {
  const row = { version: 1, checkpoint: null, history: [] };
  expect(parse({ ...row, folds: [{ ...fold, probabilities: [0.25, 0.75] }] })).toBeNull();
  expect(parse({ ...row, folds: [{ ...fold, score: { ...score, accuracy: 2 } }] })).toBeNull();
});
