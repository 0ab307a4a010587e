// The median, of few values or in no hurry: they are copied and sorted.

/** The middle value, or the mean of the two middle ones, of at least one; `values` stays as it is. */
export function median(values: ArrayLike<number>): number {
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
