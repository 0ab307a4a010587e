// What neighbours vote: each for its class or its labels, all alike or the near ones more, as scikit-learn's
// KNeighborsClassifier.

import { createMatrix, type Matrix } from '../../core/matrix';
import type { Labels } from '../trainer';
import type { Neighbours } from './search';

export type Weighting = 'uniform' | 'distance';

export interface Electorate {
  readonly labels: Labels;
  readonly weighting: Weighting;
}

/** Class probabilities, shape [rows, classes], by the nearest `count` neighbours; without any, all are alike. */
export function countVotes(
  { rows, distances, count: found }: Neighbours,
  { labels, weighting }: Electorate,
  { count, numRows }: { count: number; numRows: number },
): Matrix {
  const numClasses = labels.classes.length;
  const probabilities = createMatrix(numRows, numClasses);
  const votes = new Float64Array(numClasses);
  const used = Math.min(count, found);
  for (let i = 0; i < numRows; i++) {
    votes.fill(0);
    let total = 0;
    const first = i * found;
    // Rows at the very place have the only say.
    const here = weighting === 'distance' && used > 0 && distances[first] === 0;
    for (let n = first; n < first + used; n++) {
      const weight = weightOf(distances[n]!, { weighting, here });
      total += weight;
      addVote(votes, labels, rows[n]!, weight);
    }
    for (let k = 0; k < numClasses; k++) {
      probabilities.data[i * numClasses + k] = total > 0 ? votes[k]! / total : 1 / numClasses;
    }
  }
  return probabilities;
}

function weightOf(
  distance: number,
  { weighting, here }: { weighting: Weighting; here: boolean },
): number {
  if (weighting === 'uniform') return 1;
  if (here) return distance === 0 ? 1 : 0;
  return 1 / distance;
}

function addVote(
  votes: Float64Array,
  { indices, memberships }: Labels,
  row: number,
  weight: number,
): void {
  if (!memberships) {
    votes[indices[row]!]! += weight;
    return;
  }
  for (let k = 0; k < votes.length; k++) {
    if (memberships[row * votes.length + k] === 1) votes[k]! += weight;
  }
}
