// Rows with only some of their columns.

import { createMatrix, type Matrix } from '../../core/matrix';

/** A copy of the columns at `kept`, in that order, shape [rows, kept.length]. */
export function selectColumns({ data, rows, columns }: Matrix, kept: readonly number[]): Matrix {
  const selected = createMatrix(rows, kept.length);
  for (let i = 0, k = 0; i < rows; i++) {
    for (const column of kept) selected.data[k++] = data[i * columns + column]!;
  }
  return selected;
}

/** The columns 0…numColumns−1 that are not in `dropped`. */
export function allBut(dropped: Iterable<number>, numColumns: number): number[] {
  const away = new Set(dropped);
  return Array.from({ length: numColumns }, (_, column) => column).filter((c) => !away.has(c));
}
