// From margins to probabilities.

/** 1 / (1 + e^−margin). */
export function logistic(margin: number): number {
  return 1 / (1 + Math.exp(-margin));
}

type Floats = Float32Array | Float64Array;

/** Softmax of each row of `margins`, shape [rows, numClasses], into `target` of the same shape. */
export function softmaxRows(margins: Floats, numClasses: number, target: Floats): void {
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
