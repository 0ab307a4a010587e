// How sure a score is, given how many clips it stands on.

/** 97.5 % quantile of the standard normal distribution. */
const Z = 1.959963984540054;

/**
 * Wilson's 95 % score interval of a proportion (Wilson 1927), each end in 0…1. It stays inside 0…1 and
 * is right for few clips, where the usual ± of the normal approximation is not.
 */
export function wilsonInterval(successes: number, n: number): [low: number, high: number] {
  if (n <= 0) return [0, 1];
  const share = successes / n;
  const denominator = 1 + Z ** 2 / n;
  const centre = (share + Z ** 2 / (2 * n)) / denominator;
  const half = (Z / denominator) * Math.sqrt((share * (1 - share)) / n + Z ** 2 / (4 * n ** 2));
  return [Math.max(0, centre - half), Math.min(1, centre + half)];
}
