// How well probabilities fit the labels, whichever kind they are: one class a row, or several.

import type { Matrix } from '../core/matrix';
import { scoreGenres, scoreProbabilities, type Score } from './score';
import { scoreMemberships } from './score-multi-label';
import type { Labels } from './trainer';

export function scoreLabels(probabilities: Matrix, { indices, memberships }: Labels): Score {
  return memberships
    ? scoreMemberships(probabilities, memberships)
    : scoreProbabilities(probabilities, indices);
}

/** The same of validation clips: by genre as well, where each has one. */
export function scoreValidation(probabilities: Matrix, labels: Labels): Score {
  const score = scoreLabels(probabilities, labels);
  if (labels.memberships) return score;
  return { ...score, genres: scoreGenres(probabilities, labels.indices) };
}
