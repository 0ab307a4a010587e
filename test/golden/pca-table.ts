// The tables whose golden numbers make_pca.py made, by the same formula.

import { createMatrix, type Matrix } from '../../src/core/matrix';

interface TableSpec {
  readonly rows: number;
  readonly columns: number;
  readonly factors: number;
  readonly seed: number;
}

/** Shape [rows, columns]; with near-copies, a constant and an empty column, holes, and values up to 1e38. */
export function makePcaTable({ rows, columns, factors, seed }: TableSpec): Matrix {
  const draw = uniform(seed);
  const take = (count: number): Float64Array => Float64Array.from({ length: count }, draw);
  const loadings = take(factors * columns);
  const scores = take(rows * factors);
  const noise = take(rows * columns);
  const holes = take(rows * columns);
  const matrix = createMatrix(rows, columns);
  for (let i = 0; i < rows; i++) {
    const x = noise.slice(i * columns, (i + 1) * columns).map((value) => 0.02 * value);
    let strength = 1;
    for (let k = 0; k < factors; k++) {
      const score = scores[i * factors + k]!;
      x.forEach((_, j) => (x[j]! += strength * (score * loadings[k * columns + j]!)));
      strength *= 0.95;
    }
    for (let j = 0; j < columns; j++) {
      if (j % 13 === 5) x[j] = (j % 2 ? 1 : -1) * x[j - 3]! + 0.1 * x[j]!;
      if (j % 11 === 4) x[j]! *= 10 ** (j % 7);
      if (j === 8) x[j]! *= 1e38;
      const isHole = holes[i * columns + j]! < -0.49;
      matrix.data[i * columns + j] = isHole ? NaN : x[j]!;
    }
    matrix.data[i * columns + 9] = 0.1;
    matrix.data[i * columns + 10] = NaN;
  }
  return matrix;
}

/** Values in [−0.5, 0.5): a linear congruential generator. */
function uniform(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32 - 0.5;
  };
}
