// Shares that sum to 1.

/** Divides by the sum, in place. */
export function scaleToSumOne(values: Float32Array): void {
  const sum = values.reduce((total, value) => total + value, 0);
  for (let i = 0; i < values.length; i++) values[i]! /= sum;
}
