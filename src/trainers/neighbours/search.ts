// The rows of a table that lie nearest to each of some others: Euclidean distance, every pair looked at, exact.

import type { Matrix } from '../../core/matrix';

export interface Neighbours {
  /** Neighbours a row; fewer than asked for where the table has not as many. */
  readonly count: number;
  /** Their row numbers, nearest first, the lower number first among equals, shape [rows, count]. */
  readonly rows: Int32Array;
  /** Shape [rows, count]. */
  readonly distances: Float64Array;
}

export interface SearchOptions {
  /** The table searched. */
  readonly among: Matrix;
  readonly count: number;
  /** For a query taken from the table itself: its own row, which is no neighbour. */
  readonly ownRow?: (query: number) => number;
  /** Awaited every few milliseconds, with the finished share. */
  readonly breathe: (share: number) => Promise<void>;
}

/** Columns after which rows that are too far already are given up. */
const COLUMNS_PER_CHECK = 64;
const PRODUCTS_PER_PAUSE = 4_000_000;

export async function findNeighbours(
  queries: Matrix,
  { among, count, ownRow, breathe }: SearchOptions,
): Promise<Neighbours> {
  const available = among.rows - (ownRow ? 1 : 0);
  const kept = Math.max(0, Math.min(count, available));
  const rows = new Int32Array(queries.rows * kept);
  const distances = new Float64Array(queries.rows * kept);
  const query = new Float64Array(queries.columns);
  const nearest = new NearestList(kept);
  const queriesPerPause = Math.ceil(PRODUCTS_PER_PAUSE / Math.max(1, among.data.length));
  for (let i = 0; i < queries.rows; i++) {
    if (i % queriesPerPause === 0) await breathe(i / queries.rows);
    query.set(queries.data.subarray(i * queries.columns, (i + 1) * queries.columns));
    nearest.clear();
    if (kept > 0) collect(query, among, ownRow?.(i) ?? -1, nearest);
    rows.set(nearest.rows, i * kept);
    for (let k = 0; k < kept; k++) distances[i * kept + k] = Math.sqrt(nearest.squares[k]!);
  }
  return { count: kept, rows, distances };
}

/** Four rows at a time: each value of the query is loaded once for four differences. */
function collect(
  query: Float64Array,
  { data, rows, columns }: Matrix,
  own: number,
  nearest: NearestList,
): void {
  const last = rows - 1;
  for (let row = 0; row < rows; row += 4) {
    const a = row * columns;
    const b = Math.min(last, row + 1) * columns;
    const c = Math.min(last, row + 2) * columns;
    const d = Math.min(last, row + 3) * columns;
    let [sumA, sumB, sumC, sumD] = [0, 0, 0, 0];
    const limit = nearest.worst;
    for (let begin = 0; begin < columns; begin += COLUMNS_PER_CHECK) {
      const end = Math.min(columns, begin + COLUMNS_PER_CHECK);
      for (let j = begin; j < end; j++) {
        const value = query[j]!;
        const byA = value - data[a + j]!;
        const byB = value - data[b + j]!;
        const byC = value - data[c + j]!;
        const byD = value - data[d + j]!;
        sumA += byA * byA;
        sumB += byB * byB;
        sumC += byC * byC;
        sumD += byD * byD;
      }
      if (sumA >= limit && sumB >= limit && sumC >= limit && sumD >= limit) break;
    }
    if (sumA < nearest.worst && row !== own) nearest.add(row, sumA);
    if (sumB < nearest.worst && row + 1 < rows && row + 1 !== own) nearest.add(row + 1, sumB);
    if (sumC < nearest.worst && row + 2 < rows && row + 2 !== own) nearest.add(row + 2, sumC);
    if (sumD < nearest.worst && row + 3 < rows && row + 3 !== own) nearest.add(row + 3, sumD);
  }
}

/** The nearest rows so far, in order. */
class NearestList {
  readonly rows: Int32Array;
  readonly squares: Float64Array;
  /** What a row must be below to be among them. */
  worst = Infinity;

  constructor(size: number) {
    this.rows = new Int32Array(size);
    this.squares = new Float64Array(size);
  }

  clear(): void {
    this.squares.fill(Infinity);
    this.worst = Infinity;
  }

  /** Rows come in ascending order, so one that is as near as another stands behind it. */
  add(row: number, square: number): void {
    const { rows, squares } = this;
    let at = rows.length - 1;
    for (; at > 0 && squares[at - 1]! > square; at--) {
      squares[at] = squares[at - 1]!;
      rows[at] = rows[at - 1]!;
    }
    squares[at] = square;
    rows[at] = row;
    this.worst = squares[rows.length - 1]!;
  }
}
