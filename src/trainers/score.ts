// How well class probabilities fit the labels: what every trainer records of an epoch. The final score of a run,
// with its genres and confusions, is `evaluation/metrics.ts`.

import type { Matrix } from '../core/matrix';
import type { GenreScores } from '../core/run-types';

export interface Score {
  /** Mean cross-entropy in nats. */
  readonly loss: number;
  /** Share of the rows whose highest probability is the label's, 0…1; the first among equals counts. */
  readonly accuracy: number;
  /** Where it was asked for. */
  readonly genres?: GenreScores;
}

/** Smallest probability the logarithm sees: float32's machine epsilon, as scikit-learn's `log_loss` for float32. */
export const SMALLEST_PROBABILITY = 2 ** -23;

/**
 * @param probabilities shape [rows, classes], rows sum to 1
 * @param labels class index a row
 */
export function scoreProbabilities(
  { data, rows, columns }: Matrix,
  labels: ArrayLike<number>,
): Score {
  let loss = 0;
  let hits = 0;
  for (let i = 0; i < rows; i++) {
    const start = i * columns;
    if (likeliest(data, start, columns) === labels[i]) hits++;
    loss -= Math.log(Math.max(SMALLEST_PROBABILITY, data[start + labels[i]!]!));
  }
  return { loss: loss / rows, accuracy: hits / rows };
}

/**
 * Recall and F1 of each class, F1 0 where a class is there but never named; null where no row is of it.
 *
 * @param probabilities shape [rows, classes]
 * @param labels class index a row
 */
export function scoreGenres(
  { data, rows, columns }: Matrix,
  labels: ArrayLike<number>,
): GenreScores {
  const hits = new Float64Array(columns);
  const named = new Float64Array(columns);
  const support = new Float64Array(columns);
  for (let i = 0; i < rows; i++) {
    const label = labels[i]!;
    const answer = likeliest(data, i * columns, columns);
    support[label]!++;
    named[answer]!++;
    if (answer === label) hits[label]!++;
  }
  const shares = (share: (k: number) => number): (number | null)[] =>
    Array.from(support, (count, k) => (count > 0 ? share(k) : null));
  return {
    recall: shares((k) => hits[k]! / support[k]!),
    f1: shares((k) => (2 * hits[k]!) / (support[k]! + named[k]!)),
  };
}

function likeliest(data: Float32Array, start: number, columns: number): number {
  let best = 0;
  for (let k = 1; k < columns; k++) {
    if (data[start + k]! > data[start + best]!) best = k;
  }
  return best;
}
