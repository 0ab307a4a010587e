// Order statistics of a group of values without one of its members, so that a clip is never compared with itself.

/** Values of a group, rising, and which of them does not count. */
export interface SortedOthers {
  readonly sorted: Float32Array;
  /** Index into `sorted`; −1 where all count. */
  readonly skipped: number;
}

/** The group without one member of that value; NaN is no member. */
export function othersThan(value: number, sorted: Float32Array): SortedOthers {
  const first = countBelow(value, sorted);
  return { sorted, skipped: sorted[first] === value ? first : -1 };
}

export function countOthers({ sorted, skipped }: SortedOthers): number {
  return skipped < 0 ? sorted.length : sorted.length - 1;
}

/** The value of rank 0 … count − 1. */
export function otherAt({ sorted, skipped }: SortedOthers, rank: number): number {
  return sorted[skipped >= 0 && rank >= skipped ? rank + 1 : rank]!;
}

/** Linear interpolation between neighbours, as numpy's default; NaN for an empty group. */
export function quantile(others: SortedOthers, share: number): number {
  const last = countOthers(others) - 1;
  if (last < 0) return NaN;
  const place = share * last;
  const below = otherAt(others, Math.floor(place));
  const above = otherAt(others, Math.ceil(place));
  // Rounding must not lift it above its neighbour.
  return Math.min(above, below + (above - below) * (place - Math.floor(place)));
}

/** How many values are smaller. */
export function countBelow(value: number, sorted: Float32Array): number {
  return firstIndex(sorted, (other) => other >= value);
}

/** How many values are smaller or equal. */
export function countUpTo(value: number, sorted: Float32Array): number {
  return firstIndex(sorted, (other) => other > value);
}

/** Finite values, rising. */
export function sortFinite(values: readonly number[]): Float32Array {
  return Float32Array.from(values.filter(Number.isFinite)).sort();
}

/** First index at which a condition holds that holds for everything after it. */
function firstIndex(sorted: Float32Array, holds: (value: number) => boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(sorted[middle]!)) high = middle;
    else low = middle + 1;
  }
  return low;
}
