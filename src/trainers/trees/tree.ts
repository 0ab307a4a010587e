// A regression tree as flat arrays, and the walk from a row to its leaf.

import type { Matrix } from '../../core/matrix';

/** Nodes in preorder: the left child of node i is i + 1. */
export interface Tree {
  /** Column that the node asks, or −1 for a leaf. */
  readonly column: Int32Array;
  /** Rows with a value below go left; of a leaf, what it adds to the class's margin. */
  readonly value: Float32Array;
  /** Index of the right child; 0 for a leaf. */
  readonly right: Int32Array;
  /** 1 where rows without the value go left. */
  readonly missingLeft: Uint8Array;
  /** Loss that the split saved while it was learned (XGBoost's `loss_changes`); 0 for a leaf. */
  readonly gain: Float32Array;
  /** Sum of the hessians of the training rows that came by (XGBoost's `sum_hessian`). */
  readonly cover: Float32Array;
}

/** Most questions on the way to a leaf. */
export function depthOf({ column, right }: Pick<Tree, 'column' | 'right'>): number {
  const depths = new Int32Array(column.length);
  let deepest = 0;
  for (let node = 0; node < column.length; node++) {
    if (column[node]! < 0) continue;
    const below = depths[node]! + 1;
    depths[node + 1] = below;
    depths[right[node]!] = below;
    deepest = Math.max(deepest, below);
  }
  return deepest;
}

/** Adds the tree's answer for each row in [begin, end) to `margins`, row-major [rows, numGroups]. */
export function addTree(
  tree: Tree,
  matrix: Matrix,
  margins: Float32Array,
  {
    group,
    numGroups,
    begin = 0,
    end = matrix.rows,
  }: { group: number; numGroups: number; begin?: number; end?: number },
): void {
  const { column, value, right, missingLeft } = tree;
  const { data, columns } = matrix;
  for (let i = begin; i < end; i++) {
    const start = i * columns;
    let node = 0;
    for (let asked = column[0]!; asked >= 0; asked = column[node]!) {
      const x = data[start + asked]!;
      const left = Number.isFinite(x) ? x < value[node]! : missingLeft[node] === 1;
      node = left ? node + 1 : right[node]!;
    }
    margins[i * numGroups + group]! += value[node]!;
  }
}
