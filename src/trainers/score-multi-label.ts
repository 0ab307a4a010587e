// How well probabilities fit where a clip can have several labels: `score.ts` for yes–no questions, one a label.

import type { Matrix } from '../core/matrix';
import { SMALLEST_PROBABILITY, type Score } from './score';

/** A label counts as said from this probability on. */
export const SAID_FROM = 0.5;

/**
 * `loss` is the mean binary cross-entropy in nats over all rows and labels; `accuracy` the share of the rows whose
 * labels are all right and complete (subset accuracy), 0…1.
 *
 * @param probabilities shape [rows, labels], each a probability of its own
 * @param memberships 1 where a row has a label, shape [rows, labels]
 */
export function scoreMemberships(
  { data, rows, columns }: Matrix,
  memberships: ArrayLike<number>,
): Score {
  let loss = 0;
  let hits = 0;
  for (let i = 0; i < rows; i++) {
    let allRight = true;
    for (let cell = i * columns; cell < (i + 1) * columns; cell++) {
      const probability = data[cell]!;
      const isMember = memberships[cell] === 1;
      if (probability >= SAID_FROM !== isMember) allRight = false;
      loss -= Math.log(Math.max(SMALLEST_PROBABILITY, isMember ? probability : 1 - probability));
    }
    if (allRight) hits++;
  }
  return { loss: loss / (rows * columns), accuracy: hits / rows };
}
