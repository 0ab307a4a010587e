// The folds of a cross-validation in a line: mean and standard deviation of each score.

import { mean } from '../core/mean';
import type { FoldScore } from '../core/run-types';

export interface MeanAndSd {
  readonly mean: number;
  /** Sample standard deviation (n − 1); null for a single value. */
  readonly sd: number | null;
}

export interface FoldSummary {
  readonly accuracy: MeanAndSd;
  readonly macroF1: MeanAndSd;
  readonly logLoss: MeanAndSd;
}

/** Null without folds. */
export function summariseFolds(folds: readonly FoldScore[]): FoldSummary | null {
  if (folds.length === 0) return null;
  const over = (score: keyof FoldSummary): MeanAndSd => meanAndSd(folds.map((fold) => fold[score]));
  return { accuracy: over('accuracy'), macroF1: over('macroF1'), logLoss: over('logLoss') };
}

function meanAndSd(values: readonly number[]): MeanAndSd {
  const average = mean(values);
  if (values.length < 2) return { mean: average, sd: null };
  const squares = values.reduce((sum, value) => sum + (value - average) ** 2, 0);
  return { mean: average, sd: Math.sqrt(squares / (values.length - 1)) };
}
