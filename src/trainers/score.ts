// How well class probabilities fit the labels: what every trainer records of an epoch. The final score of a run,
// with its genres and confusions, is `evaluation/metrics.ts`.

import type { Matrix } from '../core/matrix';

export interface Score {
  /** Mean cross-entropy in nats. */
  readonly loss: number;
  /** Share of the rows whose highest probability is the label's, 0…1; the first among equals counts. */
  readonly accuracy: number;
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
    let best = 0;
    for (let k = 1; k < columns; k++) {
      if (data[start + k]! > data[start + best]!) best = k;
    }
    if (best === labels[i]) hits++;
    loss -= Math.log(Math.max(SMALLEST_PROBABILITY, data[start + labels[i]!]!));
  }
  return { loss: loss / rows, accuracy: hits / rows };
}
