// How much better an ensemble is than its best member, on the same test clips, and how sure that is: a paired bootstrap
// (Efron & Tibshirani 1993, percentile interval). Clips of one artist, or of one track, are drawn together, as they are not
// independent of each other.

import type { Clip } from '../core/dataset-types';
import { createRandom } from '../core/random';
import type { ClipPrediction, EnsembleGain, Evaluation } from '../core/run-types';
import { groupBy } from '../datasets/group-by';
import { answersOf } from './multi-label';

const RESAMPLES = 4000;
/** Tails of the 95 % interval. */
const TAIL = 0.025;

export interface ComparedScores {
  readonly ensemble: Evaluation;
  /** Of the best member, on the same clips in the same order. */
  readonly member: Evaluation;
  readonly clips: readonly Pick<Clip, 'id' | 'artist' | 'track'>[];
  readonly seed: number;
}

export function gainOver({
  ensemble,
  member,
  clips,
  seed,
}: ComparedScores): Omit<EnsembleGain, 'bestMember' | 'weights'> {
  const before = member.predictions.map((clip) => isRight(clip, member));
  const byId = new Map(clips.map((clip) => [clip.id, clip]));
  const pairs = ensemble.predictions.map((prediction, i) => {
    const { artist, track, id } = byId.get(prediction.clipId) ?? { id: prediction.clipId };
    const difference = Number(isRight(prediction, ensemble)) - Number(before[i]);
    return { group: artist ?? track ?? id, difference };
  });
  const groups = [...groupBy(pairs, ({ group }) => group).values()].map((own) =>
    own.map(({ difference }) => difference),
  );
  const [low, high] = bootstrapMean(groups, seed);
  return {
    memberAccuracy: member.accuracy,
    gain: ensemble.accuracy - member.accuracy,
    low,
    high,
  };
}

/** 95 % percentile interval of the mean over all values, whole groups drawn with replacement. */
export function bootstrapMean(
  groups: readonly (readonly number[])[],
  seed: number,
): [low: number, high: number] {
  const random = createRandom(seed).fork('bootstrap');
  const sums = groups.map((values) => values.reduce((sum, value) => sum + value, 0));
  const means = Float64Array.from({ length: RESAMPLES }, () => {
    let [sum, count] = [0, 0];
    for (let draw = 0; draw < groups.length; draw++) {
      const group = random.integer(groups.length);
      sum += sums[group]!;
      count += groups[group]!.length;
    }
    return sum / count;
  }).sort();
  return [quantile(means, TAIL), quantile(means, 1 - TAIL)];
}

/** Linear between neighbours, as NumPy's default. */
function quantile(sorted: Float64Array, share: number): number {
  const position = share * (sorted.length - 1);
  const below = Math.floor(position);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below]! + (position - below) * (sorted[above]! - sorted[below]!);
}

/** Named rightly; with several labels, all of them and no other. */
function isRight(clip: ClipPrediction, { multiLabel }: Evaluation): boolean {
  if (!multiLabel) return clip.predictedIndex === clip.trueIndex;
  const { wronglySaid, missed } = answersOf(clip, multiLabel.thresholds);
  return wronglySaid.length + missed.length === 0;
}
