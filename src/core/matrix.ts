// A dense row-major matrix: the only container for tables, spectrograms and probabilities.

/** The largest value a matrix can hold beside infinity. */
export const LARGEST_FLOAT32 = 3.4028234663852886e38;

export interface Matrix {
  /** Row-major values, length rows × columns. */
  readonly data: Float32Array;
  readonly rows: number;
  readonly columns: number;
}

export function createMatrix(rows: number, columns: number, data?: Float32Array): Matrix {
  const values = data ?? new Float32Array(rows * columns);
  if (values.length !== rows * columns) {
    throw new RangeError(`expected ${rows}×${columns} values, got ${values.length}`);
  }
  return { data: values, rows, columns };
}

/** A view (no copy) of one row, shape [columns]. */
export function row(matrix: Matrix, index: number): Float32Array {
  return matrix.data.subarray(index * matrix.columns, (index + 1) * matrix.columns);
}

/** A copy of one column, shape [rows]. */
export function column({ data, rows, columns }: Matrix, index: number): Float32Array {
  return Float32Array.from({ length: rows }, (_, i) => data[i * columns + index]!);
}

/** A copy of the rows at `indices`, in that order, shape [indices.length, columns]. */
export function takeRows(matrix: Matrix, indices: ArrayLike<number>): Matrix {
  const taken = createMatrix(indices.length, matrix.columns);
  for (let i = 0; i < indices.length; i++) {
    taken.data.set(row(matrix, indices[i]!), i * matrix.columns);
  }
  return taken;
}

/** A matrix whose rows are copies of `rows`; all must have the same length. */
export function stackRows(rows: readonly Float32Array[], columns = rows[0]?.length ?? 0): Matrix {
  const stacked = createMatrix(rows.length, columns);
  rows.forEach((values, i) => {
    if (values.length !== columns) {
      throw new RangeError(`row ${i}: expected ${columns} values, got ${values.length}`);
    }
    stacked.data.set(values, i * columns);
  });
  return stacked;
}

/** Index of the largest value; the first one among equals. */
export function argMax(values: ArrayLike<number>): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i]! > values[best]!) best = i;
  return best;
}
