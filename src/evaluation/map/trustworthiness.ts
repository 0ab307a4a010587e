// How far a map can be believed: trustworthiness (Venna & Kaski 2001), as scikit-learn's. Clips that lie together on the
// map but not in truth cost as much as they are ranked too far away.

import { row, type Matrix } from '../../core/matrix';
import { findNeighbours } from '../../trainers/neighbours/search';

export interface TrustOptions {
  /** Neighbours looked at: fewer than half of the rows. */
  readonly count: number;
  readonly breathe: (share: number) => Promise<void>;
}

/** 0…1; 1 where all neighbours on the map are neighbours among the unit rows as well. */
export async function trustworthiness(
  unit: Matrix,
  map: Matrix,
  { count, breathe }: TrustOptions,
): Promise<number> {
  const { rows: n } = unit;
  const near = await findNeighbours(map, { among: map, count, ownRow: (i) => i, breathe });
  const squares = new Float64Array(n);
  let penalty = 0;
  for (let i = 0; i < n; i++) {
    await breathe(i / n);
    squaresFrom(unit, i, squares);
    for (const other of near.rows.subarray(i * near.count, (i + 1) * near.count)) {
      penalty += Math.max(0, rankOf(other, i, squares) - count);
    }
  }
  return 1 - (2 * penalty) / (n * count * (2 * n - 3 * count - 1));
}

/** From 1, the nearest; the lower number first among equals. */
function rankOf(other: number, own: number, squares: Float64Array): number {
  const limit = squares[other]!;
  let rank = 1;
  for (let i = 0; i < squares.length; i++) {
    if (i === own || i === other) continue;
    if (squares[i]! < limit || (squares[i] === limit && i < other)) rank++;
  }
  return rank;
}

function squaresFrom(matrix: Matrix, own: number, squares: Float64Array): void {
  const from = row(matrix, own);
  for (let i = 0; i < matrix.rows; i++) {
    const to = row(matrix, i);
    let sum = 0;
    for (let j = 0; j < to.length; j++) sum += (to[j]! - from[j]!) ** 2;
    squares[i] = sum;
  }
}
