// How well neighbours tell the training and validation clips, for any number of them: searched once, then counted.

import { takeRows, type Matrix } from '../../core/matrix';
import type { Score } from '../score';
import { MOST_SCORED_NEIGHBOURS } from '../expected-time';
import { scoreLabels, scoreValidation } from '../score-labels';
import { spreadRows } from '../spread';
import type { LabelledRows } from '../standardiser';
import { takeLabels } from '../take-labels';
import { findNeighbours, type Neighbours } from './search';
import { countVotes, type Electorate } from './votes';

/** The score by as many neighbours as are asked for, at most those searched. */
export type Scorer = (count: number) => Score;

export interface ScorerOptions {
  readonly train: Matrix;
  readonly electorate: Electorate;
  readonly validation: LabelledRows | null;
  /** Most neighbours that will be asked for. */
  readonly count: number;
  readonly breathe: (share: number) => Promise<void>;
}

export async function createScorers({
  train: among,
  electorate,
  validation,
  count,
  breathe,
}: ScorerOptions): Promise<{ train: Scorer; validation: Scorer | null }> {
  // Each is left out of its own vote.
  const sample = spreadRows(among.rows, MOST_SCORED_NEIGHBOURS);
  const trainShare = sample.length / (sample.length + (validation?.matrix.rows ?? 0));
  const scorerOf =
    ({ matrix, labels }: LabelledRows, neighbours: Neighbours, score = scoreLabels): Scorer =>
    (used) =>
      score(countVotes(neighbours, electorate, { count: used, numRows: matrix.rows }), labels);

  const trained = {
    matrix: takeRows(among, sample),
    labels: takeLabels(electorate.labels, sample),
  };
  const ofTrained = await findNeighbours(trained.matrix, {
    among,
    count,
    ownRow: (query) => sample[query]!,
    breathe: (share) => breathe(share * trainShare),
  });
  const train = scorerOf(trained, ofTrained);
  if (!validation) return { train, validation: null };
  const ofHeld = await findNeighbours(validation.matrix, {
    among,
    count,
    breathe: (share) => breathe(trainShare + share * (1 - trainShare)),
  });
  return { train, validation: scorerOf(validation, ofHeld, scoreValidation) };
}
