// The score of predictions against the truth. Conventions are scikit-learn's (`f1_score` with
// `labels` = all classes, `zero_division=0`), so numbers compare with everyone else's.

import { EarmarkError } from '../core/errors';
import { argMax, row, type Matrix } from '../core/matrix';
import type { ClipPrediction, Evaluation, GenreMetrics } from '../core/run-types';

/**
 * @param trueIndices class index a clip
 * @param probabilities shape [clips, classes.length], rows sum to 1
 * @param clipIds one a row
 * @throws EarmarkError `training-diverged` for a probability that is no number, `dataset-too-few-clips` for no clip
 */
export function evaluate(
  trueIndices: ArrayLike<number>,
  probabilities: Matrix,
  classes: readonly string[],
  clipIds: readonly string[],
): Evaluation {
  if (trueIndices.length !== clipIds.length) {
    throw new RangeError(`${trueIndices.length} true classes for ${clipIds.length} clips`);
  }
  checkProbabilities(probabilities, classes, clipIds);
  const predictions = clipIds.map((clipId, i): ClipPrediction => {
    const values = row(probabilities, i);
    return {
      clipId,
      trueIndex: trueIndices[i]!,
      predictedIndex: argMax(values),
      probabilities: Array.from(values),
    };
  });
  const confusion = classes.map(() => classes.map(() => 0));
  for (const { trueIndex, predictedIndex } of predictions) {
    confusion[trueIndex]![predictedIndex]! += 1;
  }
  const genres = classes.map((genre, k) => genreMetrics(genre, k, confusion));
  const correct = confusion.reduce((sum, counts, k) => sum + counts[k]!, 0);
  return {
    accuracy: correct / predictions.length,
    macroF1: genres.reduce((sum, { f1 }) => sum + f1, 0) / genres.length,
    genres,
    confusion,
    predictions,
  };
}

function genreMetrics(
  genre: string,
  index: number,
  confusion: readonly (readonly number[])[],
): GenreMetrics {
  const hits = confusion[index]![index]!;
  const support = confusion[index]!.reduce((sum, count) => sum + count, 0);
  const said = confusion.reduce((sum, counts) => sum + counts[index]!, 0);
  return { genre, ...precisionRecallF1({ hits, said, support }), support };
}

export interface HitCounts {
  /** Clips where the class was said and true. */
  readonly hits: number;
  readonly said: number;
  /** Clips where it is true. */
  readonly support: number;
}

/** Each 0…1, and 0 where it would be 0 / 0. */
export function precisionRecallF1({
  hits,
  said,
  support,
}: HitCounts): Pick<GenreMetrics, 'precision' | 'recall' | 'f1'> {
  return {
    precision: said === 0 ? 0 : hits / said,
    recall: support === 0 ? 0 : hits / support,
    f1: support + said === 0 ? 0 : (2 * hits) / (support + said),
  };
}

/** @throws EarmarkError `dataset-too-few-clips`, `model-incompatible` or `training-diverged` */
export function checkProbabilities(
  probabilities: Matrix,
  classes: readonly string[],
  clipIds: readonly string[],
): void {
  if (clipIds.length === 0) throw new EarmarkError('dataset-too-few-clips', '0 clips to score');
  const { rows, columns } = probabilities;
  if (rows !== clipIds.length || columns !== classes.length) {
    throw new EarmarkError(
      'model-incompatible',
      `probabilities of shape [${rows}, ${columns}] for ${clipIds.length} clips and ${classes.length} genres`,
    );
  }
  checkFinite(probabilities);
}

function checkFinite({ data, rows, columns }: Matrix): void {
  const bad = new Set<number>();
  data.forEach((value, i) => {
    if (!Number.isFinite(value)) bad.add(Math.floor(i / columns));
  });
  if (bad.size > 0) {
    const got = `probabilities that are not numbers, for ${bad.size} of ${rows} clips`;
    throw new EarmarkError('training-diverged', got);
  }
}
