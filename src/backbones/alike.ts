// Whether embeddings tell anything apart.

/** Rounding may differ this much, as a share of the largest number. */
const TOLERANCE = 1e-6;

/** True of two or more vectors that are all the same. */
export function areAlike(vectors: readonly Float32Array[]): boolean {
  const [first, ...others] = vectors;
  if (!first || others.length === 0) return false;
  const largest = first.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return others.every((other) =>
    other.every((value, index) => Math.abs(value - first[index]!) <= TOLERANCE * largest),
  );
}
