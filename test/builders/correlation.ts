// How alike two lists of numbers run, for tests against published ones.

/** Pearson's; 1 where both are constant, NaN where only one is. */
export function correlation(a: readonly number[], b: readonly number[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, v) => sum + v, 0) / values.length;
  const [meanA, meanB] = [mean(a), mean(b)];
  const covariance = mean(a.map((value, i) => (value - meanA) * (b[i]! - meanB)));
  const varianceA = mean(a.map((value) => (value - meanA) ** 2));
  const varianceB = mean(b.map((value) => (value - meanB) ** 2));
  if (varianceA === 0 && varianceB === 0) return 1;
  return covariance / Math.sqrt(varianceA * varianceB);
}
