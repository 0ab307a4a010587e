// What is kept of a finished epoch or boosting round.

import type { EpochRecord } from '../core/run-types';
import type { Score } from './score';

export interface ScoredEpoch {
  /** From 1. */
  readonly epoch: number;
  readonly train: Score;
  readonly validation: Score | null;
  readonly seconds: number;
}

export function epochRecord({ epoch, train, validation, seconds }: ScoredEpoch): EpochRecord {
  return {
    epoch,
    trainLoss: train.loss,
    trainAccuracy: train.accuracy,
    validationLoss: validation?.loss ?? null,
    validationAccuracy: validation?.accuracy ?? null,
    ...(validation?.genres && { validationGenres: validation.genres }),
    seconds,
  };
}
