// The RBF kernel exp(−gamma |a − b|²) between the rows of a table, computed when a row is first asked for and kept while
// there is room.

import type { Matrix } from '../../core/matrix';

/** Bytes of kernel rows that one table, or one part of it, keeps. */
const BUDGET_BYTES = 192 * 2 ** 20;

/** Rows with what the kernel needs of them. */
export interface RbfRows {
  readonly matrix: Matrix;
  readonly gamma: number;
  /** |row|², shape [rows]. */
  readonly squares: Float64Array;
}

export function createRbfRows(matrix: Matrix, gamma: number): RbfRows {
  const { data, rows, columns } = matrix;
  const squares = new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    for (let k = i * columns; k < (i + 1) * columns; k++) squares[i]! += data[k]! * data[k]!;
  }
  return { matrix, gamma, squares };
}

/** Kernel of `query`, shape [columns], with the rows at `chosen`, into `out`. Four rows at a time. */
export function kernelWith(
  query: Float64Array,
  { matrix, gamma, squares }: RbfRows,
  { chosen, out }: { chosen: Int32Array; out: Float32Array | Float64Array },
): void {
  const { data, columns } = matrix;
  const last = chosen.length - 1;
  const ownSquare = query.reduce((sum, value) => sum + value * value, 0);
  const answer = (at: number, product: number): void => {
    const distance = ownSquare + squares[chosen[at]!]! - 2 * product;
    out[at] = Math.exp(-gamma * Math.max(0, distance));
  };
  for (let at = 0; at <= last; at += 4) {
    const a = chosen[at]! * columns;
    const b = chosen[Math.min(last, at + 1)]! * columns;
    const c = chosen[Math.min(last, at + 2)]! * columns;
    const d = chosen[Math.min(last, at + 3)]! * columns;
    let [withA, withB, withC, withD] = [0, 0, 0, 0];
    for (let j = 0; j < columns; j++) {
      const value = query[j]!;
      withA += value * data[a + j]!;
      withB += value * data[b + j]!;
      withC += value * data[c + j]!;
      withD += value * data[d + j]!;
    }
    answer(at, withA);
    if (at + 1 <= last) answer(at + 1, withB);
    if (at + 2 <= last) answer(at + 2, withC);
    if (at + 3 <= last) answer(at + 3, withD);
  }
}

/** Kernel values among some rows. */
export interface KernelTable {
  readonly size: number;
  /** Values multiplied so far: what the caller measures its pauses by. */
  readonly work: number;
  /** Kernel of one of them with all, shape [size]; valid until the next call. */
  row(index: number): Float32Array;
  /** The same among fewer, by their numbers here. */
  part(chosen: Int32Array): KernelTable;
}

export function createKernelTable(rows: RbfRows): KernelTable {
  const { data, columns, rows: numRows } = rows.matrix;
  const query = new Float64Array(columns);
  let work = 0;
  /** @param chosen row numbers of `parent`, or of the rows themselves */
  const tableOf = (chosen: Int32Array, parent: KernelTable | null): KernelTable => {
    const size = chosen.length;
    const capacity = Math.max(2, Math.floor(BUDGET_BYTES / 4 / Math.max(1, size)));
    const kept = new Map<number, Float32Array>();

    const compute = (index: number, out: Float32Array): void => {
      query.set(data.subarray(chosen[index]! * columns, (chosen[index]! + 1) * columns));
      kernelWith(query, rows, { chosen, out });
      out[index] = 1;
      work += size * columns;
    };
    const table: KernelTable = {
      size,
      get work() {
        return work;
      },
      row: (index) => {
        const known = kept.get(index);
        if (known) return known;
        let out: Float32Array | undefined;
        if (kept.size >= capacity) {
          // The one that was asked for longest ago.
          const [oldest] = kept.keys();
          out = kept.get(oldest!);
          kept.delete(oldest!);
        }
        out ??= new Float32Array(size);
        if (parent) copyFrom(parent, chosen, index, out);
        else compute(index, out);
        kept.set(index, out);
        return out;
      },
      part: (some) => {
        if (capacity >= size) return tableOf(some, table);
        // A table that cannot keep all its rows would compute them whole again and again.
        const own = some.map((index) => chosen[index]!);
        return tableOf(own, null);
      },
    };
    return table;
  };
  const all = Int32Array.from({ length: numRows }, (_, i) => i);
  return tableOf(all, null);
}

function copyFrom(parent: KernelTable, chosen: Int32Array, index: number, out: Float32Array): void {
  const whole = parent.row(chosen[index]!);
  for (let i = 0; i < chosen.length; i++) out[i] = whole[chosen[i]!]!;
}
