import { expect, it } from 'vitest';
import type { FoldScore } from '../core/run-types';
import { summariseFolds } from './fold-summary';

const fold = (accuracy: number): FoldScore => ({
  repeat: 1,
  fold: 1,
  train: 8,
  validation: 0,
  test: 4,
  accuracy,
  macroF1: accuracy / 2,
  logLoss: 1,
  bestEpoch: 1,
  trainSeconds: 1,
});

it('summarises folds as mean and sample standard deviation', () => {
  const summary = summariseFolds([fold(0.2), fold(0.4), fold(0.9)]);
  expect(summary?.accuracy.mean).toBeCloseTo(0.5, 12);
  expect(summary?.accuracy.sd).toBeCloseTo(Math.sqrt(0.13), 12);
  expect(summary?.macroF1.mean).toBeCloseTo(0.25, 12);
  expect(summary?.logLoss).toEqual({ mean: 1, sd: 0 });
});

it('knows no spread of one fold, and nothing of none', () => {
  expect(summariseFolds([fold(0.2)])?.accuracy).toEqual({ mean: 0.2, sd: null });
  expect(summariseFolds([])).toBeNull();
});
