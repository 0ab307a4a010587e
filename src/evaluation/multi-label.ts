// The score where a clip has several labels, each a yes–no question. Conventions are scikit-learn's (`f1_score`,
// `average_precision_score`, `roc_auc_score`, `hamming_loss`, `accuracy_score` on indicator matrices, `zero_division=0`).

import { argMax, row, type Matrix } from '../core/matrix';
import type { ClipPrediction, Evaluation, LabelMetrics } from '../core/run-types';
import { averagePrecision, rocAuc } from '../trainers/ranking';
import { SAID_FROM } from '../trainers/score-multi-label';
import type { Labels } from '../trainers/trainer';
import { checkProbabilities, precisionRecallF1, type HitCounts } from './metrics';

export interface LabelTruth extends Required<Labels> {
  /** Probability from which each label counts as said; without them 0.5. */
  readonly thresholds?: readonly number[] | undefined;
}

/**
 * `truth.indices` is −1 for a clip that has none of the classes; `confusion` leaves it out.
 *
 * @param probabilities shape [clips, classes.length], each a probability of its own
 * @param clipIds one a row
 * @throws EarmarkError `training-diverged` for a probability that is no number, `dataset-too-few-clips` for no clip
 */
export function evaluateMultiLabel(
  truth: LabelTruth,
  probabilities: Matrix,
  clipIds: readonly string[],
): Evaluation {
  const { classes, memberships, indices, thresholds } = truth;
  checkProbabilities(probabilities, classes, clipIds);
  if (memberships.length !== probabilities.data.length || indices.length !== clipIds.length) {
    throw new RangeError(`${memberships.length} memberships for ${clipIds.length} clips`);
  }
  const predictions = clipIds.map((clipId, i): ClipPrediction => {
    const values = row(probabilities, i);
    const start = i * classes.length;
    return {
      clipId,
      trueIndex: indices[i]!,
      predictedIndex: argMax(values),
      probabilities: Array.from(values),
      trueLabels: indicesWhere(memberships.subarray(start, start + classes.length), isMember),
    };
  });
  const confusion = classes.map(() => classes.map(() => 0));
  for (const { trueIndex, predictedIndex } of predictions) {
    if (trueIndex >= 0) confusion[trueIndex]![predictedIndex]! += 1;
  }
  const counts = classes.map((_, k) => hitCounts(truth, probabilities, k));
  const labels = classes.map((label, k): LabelMetrics => {
    const { support } = counts[k]!;
    return {
      label,
      ...precisionRecallF1(counts[k]!),
      averagePrecision: averagePrecision(probabilities, memberships, k),
      rocAuc: rocAuc(probabilities, memberships, k),
      support,
    };
  });
  const areas = labels.flatMap((label) => label.rocAuc ?? []);
  const wrong = counts.reduce((sum, { hits, said, support }) => sum + said + support - 2 * hits, 0);
  return {
    accuracy:
      predictions.filter((clip) => wrongAnswers(clip, thresholds) === 0).length /
      predictions.length,
    macroF1: mean(labels.map(({ f1 }) => f1)),
    genres: labels.map(({ label: genre, precision, recall, f1, support }) => {
      return { genre, precision, recall, f1, support };
    }),
    confusion,
    predictions,
    multiLabel: {
      labels,
      microF1: precisionRecallF1(total(counts)).f1,
      meanAveragePrecision: mean(labels.flatMap(({ averagePrecision: ap }) => ap ?? [])),
      macroRocAuc: areas.length === 0 ? null : mean(areas),
      hammingLoss: wrong / memberships.length,
      ...(thresholds && { thresholds: [...thresholds] }),
    },
  };
}

type Thresholds = readonly number[] | undefined;

/** Probability from which a label counts as said. */
export function thresholdOf(thresholds: Thresholds, index: number): number {
  return thresholds?.[index] ?? SAID_FROM;
}

/** Class indices that count as said, ascending. */
export function saidLabels(probabilities: ArrayLike<number>, thresholds?: Thresholds): number[] {
  return indicesWhere(probabilities, (value, index) => value >= thresholdOf(thresholds, index));
}

/** What was right and wrong about a clip, as class indices, ascending. */
export interface ClipAnswers {
  readonly right: readonly number[];
  /** Said, but the clip has it not. */
  readonly wronglySaid: readonly number[];
  /** Not said, but the clip has it. */
  readonly missed: readonly number[];
}

type Answered = Pick<ClipPrediction, 'probabilities' | 'trueLabels'>;

export function answersOf(
  { probabilities, trueLabels = [] }: Answered,
  thresholds?: Thresholds,
): ClipAnswers {
  const said = saidLabels(probabilities, thresholds);
  return {
    right: said.filter((label) => trueLabels.includes(label)),
    wronglySaid: said.filter((label) => !trueLabels.includes(label)),
    missed: trueLabels.filter((label) => !said.includes(label)),
  };
}

/** How many of the clip's yes–no answers are wrong. */
export function wrongAnswers(clip: Answered, thresholds?: Thresholds): number {
  const { wronglySaid, missed } = answersOf(clip, thresholds);
  return wronglySaid.length + missed.length;
}

/** Clips with a wrong answer: most wrong answers first, then the larger error. */
export function worstClips({
  predictions,
  multiLabel,
}: Pick<Evaluation, 'predictions' | 'multiLabel'>): ClipPrediction[] {
  const thresholds = multiLabel?.thresholds;
  return predictions
    .map((clip) => ({ clip, wrong: wrongAnswers(clip, thresholds), error: squaredError(clip) }))
    .filter(({ wrong }) => wrong > 0)
    .sort((a, b) => b.wrong - a.wrong || b.error - a.error)
    .map(({ clip }) => clip);
}

/** Clips with a wrong answer to one label, the surest mistake first. */
export function clipsWrongOn(
  { predictions, multiLabel }: Pick<Evaluation, 'predictions' | 'multiLabel'>,
  label: number,
): ClipPrediction[] {
  const error = (clip: ClipPrediction): number =>
    Math.abs((clip.probabilities[label] ?? 0) - (clip.trueLabels?.includes(label) ? 1 : 0));
  return predictions
    .filter((clip) => {
      const { wronglySaid, missed } = answersOf(clip, multiLabel?.thresholds);
      return wronglySaid.includes(label) || missed.includes(label);
    })
    .sort((a, b) => error(b) - error(a));
}

function squaredError({ probabilities, trueLabels = [] }: ClipPrediction): number {
  const truth = new Set(trueLabels);
  return probabilities.reduce((sum, p, k) => sum + (p - (truth.has(k) ? 1 : 0)) ** 2, 0);
}

function hitCounts(truth: LabelTruth, probabilities: Matrix, index: number): HitCounts {
  const { memberships } = truth;
  const threshold = thresholdOf(truth.thresholds, index);
  const { data, columns } = probabilities;
  let [hits, said, support] = [0, 0, 0];
  for (let cell = index; cell < data.length; cell += columns) {
    const isSaid = data[cell]! >= threshold;
    if (isSaid) said++;
    if (!isMember(memberships[cell]!)) continue;
    support++;
    if (isSaid) hits++;
  }
  return { hits, said, support };
}

function isMember(value: number): boolean {
  return value === 1;
}

function indicesWhere(
  values: ArrayLike<number>,
  holds: (value: number, index: number) => boolean,
): number[] {
  return Array.from(values).flatMap((value, index) => (holds(value, index) ? index : []));
}

function total(counts: readonly HitCounts[]): HitCounts {
  return counts.reduce((sum, { hits, said, support }) => ({
    hits: sum.hits + hits,
    said: sum.said + said,
    support: sum.support + support,
  }));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}
