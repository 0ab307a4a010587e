// Shares that sum to 1.

/** Divides by the sum of the weights, in place: the values, and the weights where they are others. */
export function scaleToSumOne(values: Float32Array, weights: Float32Array = values): void {
  const sum = weights.reduce((total, value) => total + value, 0);
  for (const numbers of new Set([values, weights])) {
    for (let i = 0; i < numbers.length; i++) numbers[i]! /= sum;
  }
}
