// A linear model: a weight a column and an intercept for each margin, and probabilities from the margins.

import { createMatrix, type Matrix } from '../../core/matrix';
import { logistic, softmaxRows } from '../trees/softmax';

/**
 * Softmax over one margin a class; or one yes–no question a margin (a label each, or the second of two classes, the first
 * being its opposite).
 */
export type Link = 'softmax' | 'logistic';

export interface LinearShape {
  readonly link: Link;
  readonly numColumns: number;
  readonly numMargins: number;
}

/** Weights of a margin, then its intercept; margin by margin. */
export type Weights = Float64Array;

/** How many classes make how many margins. */
export function linearShape({
  numColumns,
  numClasses,
  severalLabels,
}: {
  numColumns: number;
  numClasses: number;
  severalLabels: boolean;
}): LinearShape {
  if (severalLabels) return { link: 'logistic', numColumns, numMargins: numClasses };
  return numClasses === 2
    ? { link: 'logistic', numColumns, numMargins: 1 }
    : { link: 'softmax', numColumns, numMargins: numClasses };
}

/** Rows that are taken through the weights together: each weight is loaded once for four products. */
export const TILE = 4;
/** A few milliseconds' work. */
export const ROWS_PER_PAUSE = 64 * TILE;

interface TileOptions {
  readonly begin: number;
  readonly weights: Weights;
  readonly shape: LinearShape;
  /** Shape [4, numMargins]. */
  readonly answers: Float64Array;
}

/**
 * Writes what the model says of rows [begin, begin + 4) into `answers`: probabilities by the link.
 * Rows past the end repeat the last one.
 */
export function answerTile(
  { data, rows, columns }: Matrix,
  { begin, weights, shape, answers }: TileOptions,
): void {
  const { numMargins, link } = shape;
  const last = (rows - 1) * columns;
  const a = begin * columns;
  const b = Math.min(last, a + columns);
  const c = Math.min(last, b + columns);
  const d = Math.min(last, c + columns);
  for (let m = 0; m < numMargins; m++) {
    const at = m * (columns + 1);
    const intercept = weights[at + columns]!;
    let [sumA, sumB, sumC, sumD] = [intercept, intercept, intercept, intercept];
    for (let j = 0; j < columns; j++) {
      const weight = weights[at + j]!;
      sumA += weight * data[a + j]!;
      sumB += weight * data[b + j]!;
      sumC += weight * data[c + j]!;
      sumD += weight * data[d + j]!;
    }
    answers[m] = sumA;
    answers[numMargins + m] = sumB;
    answers[2 * numMargins + m] = sumC;
    answers[3 * numMargins + m] = sumD;
  }
  if (link === 'softmax') softmaxRows(answers, numMargins, answers);
  else for (let i = 0; i < answers.length; i++) answers[i] = logistic(answers[i]!);
}

/** Class probabilities of each row, shape [rows, numClasses]; a lone yes–no question gives both sides. */
export async function predictLinear(
  matrix: Matrix,
  { weights, shape, numClasses }: { weights: Weights; shape: LinearShape; numClasses: number },
  breathe: (share: number) => Promise<void>,
): Promise<Matrix> {
  const probabilities = createMatrix(matrix.rows, numClasses);
  const answers = new Float64Array(TILE * shape.numMargins);
  for (let begin = 0; begin < matrix.rows; begin += TILE) {
    answerTile(matrix, { begin, weights, shape, answers });
    const end = Math.min(begin + TILE, matrix.rows);
    for (let row = begin; row < end; row++) {
      const from = (row - begin) * shape.numMargins;
      writeRow(probabilities, { row, answers, from, numMargins: shape.numMargins });
    }
    if (begin % ROWS_PER_PAUSE === 0) await breathe(begin / matrix.rows);
  }
  return probabilities;
}

/** Writes the answers of one row, which begin at `from`, as its class probabilities. */
export function writeRow(
  { data, columns }: Matrix,
  {
    row,
    answers,
    from,
    numMargins,
  }: { row: number; answers: Float64Array; from: number; numMargins: number },
): void {
  const at = row * columns;
  if (numMargins < columns) {
    data[at] = 1 - answers[from]!;
    data[at + 1] = answers[from]!;
    return;
  }
  for (let k = 0; k < columns; k++) data[at + k] = answers[from + k]!;
}
