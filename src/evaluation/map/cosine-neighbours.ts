// The rows that point the way most like a row's own: cosine distance, exact.

import { createMatrix, row, type Matrix } from '../../core/matrix';
import { findNeighbours, type Neighbours } from '../../trainers/neighbours/search';

/**
 * Every row at length 1. A row of zeros (silence, to some networks) has no direction: the last column, which is added, is
 * for these, so that they are at distance 1 from all others. Shape [rows, columns + 1].
 */
export function unitRows(matrix: Matrix): Matrix {
  const unit = createMatrix(matrix.rows, matrix.columns + 1);
  for (let i = 0; i < matrix.rows; i++) {
    const values = row(matrix, i);
    const length = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
    if (length > 0) {
      row(unit, i).set(values.map((value) => value / length));
    } else {
      row(unit, i)[matrix.columns] = 1;
    }
  }
  return unit;
}

/** Neighbours of each row among the others, with cosine distances 0…2, as scikit-learn's NearestNeighbors (brute). */
export async function cosineNeighbours(
  unit: Matrix,
  count: number,
  breathe: (share: number) => Promise<void>,
): Promise<Neighbours> {
  const found = await findNeighbours(unit, { among: unit, count, ownRow: (i) => i, breathe });
  // Between unit vectors the cosine distance is half the square of the Euclidean one.
  return { ...found, distances: found.distances.map((distance) => distance ** 2 / 2) };
}
