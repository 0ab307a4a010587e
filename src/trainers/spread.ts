// A few rows for all of them, where looking at every one would take too long.

/** All of 0…length−1, or `most` of them evenly spread, ascending. */
export function spreadRows(length: number, most: number): Int32Array {
  const count = Math.min(length, most);
  return Int32Array.from({ length: count }, (_, i) => Math.floor((i * length) / count));
}
