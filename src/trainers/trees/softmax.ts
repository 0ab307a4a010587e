// The loss that the trees lower: softmax cross-entropy (XGBoost's multi:softprob).

import type { Matrix } from '../../core/matrix';

/** Smallest hessian, so that no node divides by zero (XGBoost's value). */
const SMALLEST_HESSIAN = 1e-16;

/** 1 / (1 + e^−margin). */
export function logistic(margin: number): number {
  return 1 / (1 + Math.exp(-margin));
}

/** Softmax of each row of `margins`, shape [rows, numClasses], into `target` of the same shape. */
export function softmaxRows(margins: Float32Array, numClasses: number, target: Float32Array): void {
  for (let start = 0; start < margins.length; start += numClasses) {
    let highest = -Infinity;
    for (let k = 0; k < numClasses; k++) highest = Math.max(highest, margins[start + k]!);
    let sum = 0;
    for (let k = 0; k < numClasses; k++) {
      const e = Math.exp(margins[start + k]! - highest);
      target[start + k] = e;
      sum += e;
    }
    for (let k = 0; k < numClasses; k++) target[start + k]! /= sum;
  }
}

/** Derivatives of one class's loss by its margin, one a row, written into `gradients` and `hessians`. */
export function classDerivatives(
  probabilities: Matrix,
  labels: Int32Array,
  classIndex: number,
  { gradients, hessians }: { gradients: Float32Array; hessians: Float32Array },
): void {
  for (let i = 0; i < probabilities.rows; i++) {
    const p = probabilities.data[i * probabilities.columns + classIndex]!;
    gradients[i] = p - (labels[i] === classIndex ? 1 : 0);
    hessians[i] = Math.max(2 * p * (1 - p), SMALLEST_HESSIAN);
  }
}
