// Which clips stand behind a cell of the confusion matrix, and which genres are mixed up most.

import type { ClipPrediction, Evaluation } from '../core/run-types';

export interface ConfusedPair {
  readonly trueIndex: number;
  readonly predictedIndex: number;
  readonly trueGenre: string;
  readonly predictedGenre: string;
  readonly count: number;
  /** Share of the true genre's clips, 0…1. */
  readonly share: number;
}

/** Clips of one true genre predicted as another (or the same), most confident first. */
export function cellClips(
  evaluation: Pick<Evaluation, 'predictions'>,
  trueIndex: number,
  predictedIndex: number,
): ClipPrediction[] {
  return evaluation.predictions
    .filter((clip) => clip.trueIndex === trueIndex && clip.predictedIndex === predictedIndex)
    .sort((a, b) => confidence(b) - confidence(a) || (a.clipId < b.clipId ? -1 : 1));
}

/** Probability of the predicted genre, 0…1. */
export function confidence(prediction: ClipPrediction): number {
  return prediction.probabilities[prediction.predictedIndex] ?? 0;
}

/** Mistakes by pair, most clips first, then the larger share. */
export function confusedPairs(
  { confusion, genres }: Pick<Evaluation, 'confusion' | 'genres'>,
  limit = Infinity,
): ConfusedPair[] {
  const pairs = confusion.flatMap((counts, trueIndex) =>
    counts.flatMap((count, predictedIndex): ConfusedPair[] => {
      if (count === 0 || trueIndex === predictedIndex) return [];
      const { genre: trueGenre, support } = genres[trueIndex]!;
      const predictedGenre = genres[predictedIndex]!.genre;
      const share = count / support;
      return [{ trueIndex, predictedIndex, trueGenre, predictedGenre, count, share }];
    }),
  );
  return pairs.sort((a, b) => b.count - a.count || b.share - a.share).slice(0, limit);
}
