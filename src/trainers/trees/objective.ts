// The two losses that trees lower: cross-entropy over classes of which one is right (XGBoost's multi:softprob), and over
// labels that are each a yes–no question (binary:logistic). A group is a class or a label.

import type { Matrix } from '../../core/matrix';
import type { Labels } from '../trainer';
import type { Objective } from './model-json';
import { logistic, softmaxRows } from './softmax';

/** Smallest hessian, so that no node divides by zero (XGBoost's value). */
const SMALLEST_HESSIAN = 1e-16;
/** What every row has, or none, starts from a margin that is large but not infinite. */
const SMALLEST_SHARE = 1e-6;

/** Labelled rows under one of the losses. */
export interface Target {
  readonly objective: Objective;
  readonly numGroups: number;
  /** From margins, shape [rows, numGroups], to probabilities of the same shape. */
  toProbabilities(margins: Float32Array, probabilities: Float32Array): void;
  /** First and second derivative of the loss by each row's margin of the group, shape [rows, 2]. */
  derivatives(probabilities: Matrix, group: number): Float32Array;
}

/** @param scalePosWeight weight of the rows that have a label against those that have not */
export function createTarget(labels: Labels, scalePosWeight: number): Target {
  return labels.memberships
    ? yesNoTarget(labels.memberships, labels.classes.length, scalePosWeight)
    : oneOfManyTarget(labels);
}

/**
 * Margin of each group before the first tree, from its share of the rows as XGBoost 3.2 does: the logarithms of the classes'
 * shares around zero, or the log-odds of each label.
 */
export function baseMarginsOf(
  { memberships, classes, indices }: Labels,
  scalePosWeight: number,
): number[] {
  const counts = new Float64Array(classes.length);
  if (memberships) memberships.forEach((has, i) => (counts[i % classes.length]! += has));
  else for (const index of indices) counts[index]!++;
  const shares = Array.from(counts, (count) =>
    Math.min(Math.max(count / indices.length, SMALLEST_SHARE), 1 - SMALLEST_SHARE),
  );
  if (memberships) return shares.map((share) => labelMargin(share, scalePosWeight));
  const logs = shares.map(Math.log);
  const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length;
  return logs.map((log) => Math.fround(log - mean));
}

/** Where rows weigh differently, XGBoost takes one Newton step from probability one half instead. */
function labelMargin(share: number, scalePosWeight: number): number {
  if (scalePosWeight === 1) return Math.fround(Math.log(share / (1 - share)));
  const yes = scalePosWeight * share;
  const no = 1 - share;
  return Math.fround((2 * (yes - no)) / (yes + no));
}

function oneOfManyTarget({ indices, classes }: Labels): Target {
  return {
    objective: 'multi:softprob',
    numGroups: classes.length,
    toProbabilities: (margins, probabilities) =>
      softmaxRows(margins, classes.length, probabilities),
    derivatives: (probabilities, group) => {
      const pairs = new Float32Array(indices.length * 2);
      indices.forEach((index, i) => {
        const p = probabilities.data[i * probabilities.columns + group]!;
        pairs[2 * i] = p - (index === group ? 1 : 0);
        pairs[2 * i + 1] = Math.max(2 * p * (1 - p), SMALLEST_HESSIAN);
      });
      return pairs;
    },
  };
}

function yesNoTarget(memberships: Uint8Array, numGroups: number, scalePosWeight: number): Target {
  return {
    objective: 'binary:logistic',
    numGroups,
    toProbabilities: (margins, probabilities) =>
      margins.forEach((margin, i) => (probabilities[i] = logistic(margin))),
    derivatives: ({ data, rows, columns }, group) => {
      const pairs = new Float32Array(rows * 2);
      for (let i = 0; i < rows; i++) {
        const p = data[i * columns + group]!;
        const isMember = memberships[i * columns + group] === 1;
        const weight = isMember ? scalePosWeight : 1;
        pairs[2 * i] = weight * (p - (isMember ? 1 : 0));
        pairs[2 * i + 1] = weight * Math.max(p * (1 - p), SMALLEST_HESSIAN);
      }
      return pairs;
    },
  };
}
