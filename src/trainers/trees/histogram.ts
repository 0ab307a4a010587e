// Histograms of gradients: for each bin of each column the sums over the rows of a tree node.

import type { BinnedColumns } from './binning';

/** Values a slot: sum of gradients, sum of hessians, number of rows. */
export const SLOT = 3;

/** Shape [slots, 3] as the binning's offsets lay them out; columns that are not sampled stay stale. */
export type Histogram = Float64Array;

export interface NodeRows {
  /** Row indices of the node. */
  readonly rows: Int32Array;
  /** Gradient and hessian of each of these rows, in the same order. */
  readonly gradients: Float32Array;
  readonly hessians: Float32Array;
}

/** Fills `target` for the columns given. */
export function buildHistogram(
  target: Histogram,
  binned: BinnedColumns,
  columns: Int32Array,
  { rows, gradients, hessians }: NodeRows,
): void {
  const count = rows.length;
  for (const column of columns) {
    const start = binned.offsets[column]! * SLOT;
    target.fill(0, start, binned.offsets[column + 1]! * SLOT);
    const bins = binned.bins.subarray(column * binned.rows, (column + 1) * binned.rows);
    for (let i = 0; i < count; i++) {
      const slot = start + bins[rows[i]!]! * SLOT;
      target[slot]! += gradients[i]!;
      target[slot + 1]! += hessians[i]!;
      target[slot + 2]! += 1;
    }
  }
}

/** Turns a parent's histogram into that of the other child: parent −= child. */
export function subtractHistogram(
  parent: Histogram,
  child: Histogram,
  binned: BinnedColumns,
  columns: Int32Array,
): void {
  for (const column of columns) {
    const end = binned.offsets[column + 1]! * SLOT;
    for (let i = binned.offsets[column]! * SLOT; i < end; i++) parent[i]! -= child[i]!;
  }
}
