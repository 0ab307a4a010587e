// What a linear model is fitted by: mean cross-entropy plus an L2 penalty on the weights (not the intercepts), and its
// gradient. Scaled as in scikit-learn's LogisticRegression: the penalty is |w|² / (2 C rows).

import { createMatrix, type Matrix } from '../../core/matrix';
import type { Score } from '../score';
import { scoreLabels } from '../score-labels';
import type { Labels } from '../trainer';
import type { Evaluation } from './lbfgs';
import {
  answerTile,
  ROWS_PER_PAUSE,
  TILE,
  writeRow,
  type LinearShape,
  type Weights,
} from './linear-model';

export interface LinearEvaluation extends Evaluation {
  /** How well the training rows are told, without the penalty. */
  readonly score: Score;
}

/** Keeps the logarithm finite where a probability is rounded to 0. */
const SMALLEST = 1e-300;

/** @param c inverse strength of the penalty */
export function createLinearLoss(
  matrix: Matrix,
  labels: Labels,
  { shape, c }: { shape: LinearShape; c: number },
): (weights: Weights, breathe: () => Promise<void>) => Promise<LinearEvaluation> {
  const { rows, columns } = matrix;
  const { numMargins } = shape;
  const targets = targetsOf(labels, numMargins);
  const answers = new Float64Array(TILE * numMargins);
  const probabilities = createMatrix(rows, labels.classes.length);

  return async (weights, breathe) => {
    const gradient = new Float64Array(weights.length);
    let loss = 0;
    for (let begin = 0; begin < rows; begin += TILE) {
      answerTile(matrix, { begin, weights, shape, answers });
      for (let i = 0; i < TILE; i++) {
        const from = i * numMargins;
        if (begin + i >= rows) {
          answers.fill(0, from, from + numMargins);
          continue;
        }
        writeRow(probabilities, { row: begin + i, answers, from, numMargins });
        loss += toResiduals(answers, { from, targets, at: (begin + i) * numMargins, shape });
      }
      addGradient(gradient, answers, { matrix, begin, numMargins });
      if (begin % ROWS_PER_PAUSE === 0) await breathe();
    }
    let squares = 0;
    for (let k = 0; k < weights.length; k++) {
      gradient[k]! /= rows;
      if (k % (columns + 1) === columns) continue;
      gradient[k]! += weights[k]! / (c * rows);
      squares += weights[k]! * weights[k]!;
    }
    const value = loss / rows + squares / (2 * c * rows);
    return { value, gradient, score: scoreLabels(probabilities, labels) };
  };
}

/** 1 where a margin should be high, shape [rows, numMargins]. */
function targetsOf({ indices, memberships }: Labels, numMargins: number): Uint8Array {
  if (memberships) return memberships;
  const targets = new Uint8Array(indices.length * numMargins);
  indices.forEach((label, i) => {
    const margin = numMargins === 1 ? label - 1 : label;
    if (margin >= 0) targets[i * numMargins + margin] = 1;
  });
  return targets;
}

/** Turns a row's answers into answer − target; returns its cross-entropy. */
function toResiduals(
  answers: Float64Array,
  {
    from,
    targets,
    at,
    shape,
  }: { from: number; targets: Uint8Array; at: number; shape: LinearShape },
): number {
  const { link, numMargins } = shape;
  let loss = 0;
  for (let m = 0; m < numMargins; m++) {
    const p = answers[from + m]!;
    const target = targets[at + m]!;
    if (target === 1) loss -= Math.log(Math.max(SMALLEST, p));
    else if (link === 'logistic') loss -= Math.log(Math.max(SMALLEST, 1 - p));
    answers[from + m] = p - target;
  }
  return loss;
}

/** Adds residual × row of four rows at a time. */
function addGradient(
  gradient: Float64Array,
  residuals: Float64Array,
  { matrix, begin, numMargins }: { matrix: Matrix; begin: number; numMargins: number },
): void {
  const { data, rows, columns } = matrix;
  const last = (rows - 1) * columns;
  const a = begin * columns;
  const b = Math.min(last, a + columns);
  const c = Math.min(last, b + columns);
  const d = Math.min(last, c + columns);
  for (let m = 0; m < numMargins; m++) {
    const at = m * (columns + 1);
    const [rA, rB] = [residuals[m]!, residuals[numMargins + m]!];
    const [rC, rD] = [residuals[2 * numMargins + m]!, residuals[3 * numMargins + m]!];
    for (let j = 0; j < columns; j++) {
      gradient[at + j]! +=
        rA * data[a + j]! + rB * data[b + j]! + rC * data[c + j]! + rD * data[d + j]!;
    }
    gradient[at + columns]! += rA + rB + rC + rD;
  }
}
