// Puts training batches together: which clips, how blended, with which targets. Every choice hangs on (seed, epoch, place
// in the epoch) alone, so a resumed run makes the same batches. Batches are made on the processor: a few hundred
// kilobytes are sent sooner than a device gathers and blends rows, and a table of any length fits.

import type { Matrix } from '../../core/matrix';
import type { Random } from '../../core/random';
import { classWeightsOf, smoothAnswer } from '../class-answers';
import type { HeadParams } from '../head-params';
import type { Labels } from '../trainer';

export interface BatchArrays {
  /** Clips. */
  readonly rows: Int32Array;
  /** Shape [rows, columns]. */
  readonly x: Float32Array;
  /** As `HeadBatch` has them; the weights of a batch sum to 1. */
  readonly targets: Float32Array;
  readonly weights: Float32Array;
  /** Of the step's dropout. */
  readonly dropoutSeed: number;
}

export interface BatchSource {
  /** Standardised. */
  readonly matrix: Matrix;
  readonly labels: Labels;
  readonly params: Pick<HeadParams, 'batchSize' | 'mixup' | 'labelSmoothing' | 'classWeights'>;
}

/**
 * How many steps make an epoch. Every clip is in exactly one, and they are equally long but for one clip; none has a clip
 * alone where there are two, because a batch of one has no variance to be normalised by.
 */
export function stepsPerEpoch(numRows: number, batchSize: number): number {
  return Math.max(1, Math.min(Math.ceil(numRows / batchSize), Math.floor(numRows / 2)));
}

/** Clips of each step of an epoch. */
export function epochRows(numRows: number, batchSize: number, random: Random): Int32Array[] {
  const order = random.shuffle(Int32Array.from({ length: numRows }, (_, i) => i));
  const steps = stepsPerEpoch(numRows, batchSize);
  const cut = (step: number): number => Math.floor((step * numRows) / steps);
  return Array.from({ length: steps }, (_, step) => order.subarray(cut(step), cut(step + 1)));
}

/** Makes the batch of some clips. */
export function createBatchMaker(source: BatchSource) {
  const { matrix, labels, params } = source;
  const { columns } = matrix;
  const yes = labels.memberships ? answersOfMany(source) : answersOfOne(source);
  return (rows: Int32Array, random: Random): BatchArrays => {
    const width = labels.classes.length;
    const x = new Float32Array(rows.length * columns);
    const targets = new Float32Array(rows.length * width);
    const weights = new Float32Array(rows.length * yes.weightWidth);
    rows.forEach((row, i) => {
      x.set(matrix.data.subarray(row * columns, (row + 1) * columns), i * columns);
      const target = targets.subarray(i * width, (i + 1) * width);
      yes.write(row, target, weights.subarray(i * yes.weightWidth, (i + 1) * yes.weightWidth));
    });
    if (params.mixup > 0) mix([x, targets, weights], rows.length, params.mixup, random);
    const sum = weights.reduce((total, value) => total + value, 0);
    for (const values of [targets, weights])
      values.forEach((value, i) => (values[i] = value / sum));
    return { rows, x, targets, weights, dropoutSeed: Math.floor(random.next() * 2 ** 32) };
  };
}

interface Answers {
  /** Weights a row. */
  readonly weightWidth: number;
  write(row: number, target: Float32Array, weight: Float32Array): void;
}

function answersOfOne({ labels, params }: BatchSource): Answers {
  const classWeights = classWeightsOf(labels, params.classWeights);
  return {
    weightWidth: 1,
    write: (row, target, weight) => {
      const label = labels.indices[row]!;
      smoothAnswer(target, label, params.labelSmoothing);
      weight[0] = classWeights[label]!;
      target.forEach((share, k) => (target[k] = share * weight[0]!));
    },
  };
}

function answersOfMany({ labels, params }: BatchSource): Answers {
  const { classes, memberships } = labels;
  const width = classes.length;
  const positive = positiveWeights(labels, params.classWeights);
  const smoothing = params.labelSmoothing / 2;
  return {
    weightWidth: width,
    write: (row, target, weight) => {
      for (let k = 0; k < width; k++) {
        const share = smoothing + (1 - 2 * smoothing) * memberships![row * width + k]!;
        target[k] = positive[k]! * share;
        weight[k] = target[k]! + 1 - share;
      }
    },
  };
}

/**
 * What a "yes" to each label weighs, a "no" being 1: the square root of how many more "no" there are, so that a rare label
 * is heard without being said of everything.
 */
function positiveWeights(
  { indices, classes, memberships }: Labels,
  kind: HeadParams['classWeights'],
): readonly number[] {
  return classes.map((_, k) => {
    if (kind === 'none') return 1;
    const count = indices.reduce(
      (sum, _index, row) => sum + memberships![row * classes.length + k]!,
      0,
    );
    return count > 0 ? Math.max(1, Math.sqrt((indices.length - count) / count)) : 1;
  });
}

/** mixup (Zhang et al. 2018, α = 1 with the larger share to the row itself): blends row i + 1 into row i, in place. */
function mix(
  arrays: readonly Float32Array[],
  numRows: number,
  share: number,
  random: Random,
): void {
  const originals = arrays.map((values) => values.slice());
  for (let i = 0; i < numRows; i++) {
    if (random.next() >= share) continue;
    const own = 0.5 + 0.5 * random.next();
    arrays.forEach((values, which) => {
      const width = values.length / numRows;
      const partner = ((i + 1) % numRows) * width;
      for (let k = 0; k < width; k++) {
        const other = originals[which]![partner + k]!;
        values[i * width + k] = own * values[i * width + k]! + (1 - own) * other;
      }
    });
  }
}
