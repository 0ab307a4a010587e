// What a network is asked to answer for clips of one class each: how much each class counts, and how sure to be.

import type { Labels } from './trainer';

/** Weight of each class: 1, or inverse to its share of the clips with mean 1 over clips. */
export function classWeightsOf(
  { indices, classes }: Labels,
  kind: 'balanced' | 'none',
): Float64Array {
  if (kind === 'none') return new Float64Array(classes.length).fill(1);
  const counts = new Float64Array(classes.length);
  for (const index of indices) counts[index]!++;
  const present = counts.reduce((sum, count) => sum + Math.sign(count), 0);
  return counts.map((count) => (count > 0 ? indices.length / (present * count) : 0));
}

/** Label smoothing (Szegedy et al. 2016): a share of the answer goes to all classes alike. */
export function smoothAnswer(answer: Float32Array, label: number, share: number): void {
  answer.fill(share / answer.length);
  answer[label]! += 1 - share;
}
