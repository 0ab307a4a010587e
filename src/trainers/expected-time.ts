// How long a run takes of the approaches whose work grows with the square of the clips: told before it begins, and what its
// progress is divided by between fitting and scoring. Rough: the constants were measured on one core of one machine.

import type { ParamValues } from '../core/run-types';

/** Clips of a run, and the numbers that describe each. */
export interface RunSize {
  readonly train: number;
  readonly validation: number;
  readonly test: number;
  readonly columns: number;
}

export interface ExpectedSeconds {
  readonly fit: number;
  /** Of the test clips. */
  readonly score: number;
}

/** Training clips that k-NN looks up the neighbours of, to score the training. */
export const MOST_SCORED_NEIGHBOURS = 1000;
/** A value compared with another, seconds. */
const COMPARISON = 0.9e-9;

/** k-NN: each clip asked about is compared with all training clips. */
export function neighboursSeconds({ train, validation, test, columns }: RunSize): ExpectedSeconds {
  const secondsPerClip = COMPARISON * train * columns;
  return {
    fit: secondsPerClip * (Math.min(MOST_SCORED_NEIGHBOURS, train) + validation),
    score: secondsPerClip * test,
  };
}

/** SVM; between clips that are easy and hard to tell apart it varies by a factor of 2 or 3 either way. */
export function svmSeconds(
  { train, validation, test, columns }: RunSize,
  { tries }: ParamValues,
): ExpectedSeconds {
  const numTries = validation > 0 ? Number(tries) : 1;
  const secondsPerPair = 4e-7 + 1e-9 * columns;
  const secondsPerClip = (2e-8 + 0.8e-9 * columns) * train;
  return {
    fit: numTries * (secondsPerPair * train ** 2 + secondsPerClip * validation),
    score: secondsPerClip * test,
  };
}
