// A measurement over time as seven numbers, as SciPy and NumPy define them by default: biased moments, Fisher's kurtosis
// (0 for a bell curve), population standard deviation.

export const STATISTICS = ['kurtosis', 'max', 'mean', 'median', 'min', 'skew', 'std'] as const;
export type Statistic = (typeof STATISTICS)[number];

/**
 * The statistics of at least one value. Where all are equal, skew is 0 and kurtosis −3, as in SciPy before 1.9
 * (later ones give NaN).
 * @param values reordered
 */
export function sevenStatistics(values: Float64Array): Record<Statistic, number> {
  const count = values.length;
  // Counted from the first value, so that equal values have no variance, not even by rounding.
  const origin = values[0]!;
  let sum = 0;
  let min = origin;
  let max = origin;
  for (let i = 0; i < count; i++) {
    const value = values[i]!;
    sum += value - origin;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  const mean = origin + sum / count;
  let second = 0;
  let third = 0;
  let fourth = 0;
  for (let i = 0; i < count; i++) {
    const deviation = values[i]! - mean;
    const square = deviation * deviation;
    second += square;
    third += square * deviation;
    fourth += square * square;
  }
  const variance = second / count;
  const std = Math.sqrt(variance);
  const isConstant = max === min || variance * variance === 0;
  return {
    kurtosis: isConstant ? -3 : fourth / count / (variance * variance) - 3,
    max,
    mean,
    median: median(values),
    min,
    skew: isConstant ? 0 : third / count / (variance * std),
    std,
  };
}

/** The middle value, or the mean of the two middle ones; `values` is reordered. */
function median(values: Float64Array): number {
  const middle = values.length >> 1;
  const upper = select(values, middle);
  if (values.length % 2 === 1) return upper;
  let lower = values[0]!;
  for (let i = 1; i < middle; i++) if (values[i]! > lower) lower = values[i]!;
  return (lower + upper) / 2;
}

/** Quickselect (Hoare): afterwards `values[k]` is what sorting would put there, and nothing before it is larger. */
function select(values: Float64Array, k: number): number {
  let low = 0;
  let high = values.length - 1;
  while (low < high) {
    const pivot = values[(low + high) >> 1]!;
    let i = low;
    let j = high;
    while (i <= j) {
      while (values[i]! < pivot) i++;
      while (values[j]! > pivot) j--;
      if (i > j) break;
      const swapped = values[i]!;
      values[i++] = values[j]!;
      values[j--] = swapped;
    }
    if (k <= j) high = j;
    else if (k >= i) low = i;
    else break;
  }
  return values[k]!;
}
