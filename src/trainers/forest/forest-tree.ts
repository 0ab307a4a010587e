// A classification tree as flat arrays, and the walk from a row to its leaf.

import type { Matrix } from '../../core/matrix';

/** Nodes in preorder: the left child of node i is i + 1. */
export interface ForestTree {
  /** Column that the node asks, or −1 for a leaf. */
  readonly column: Int32Array;
  /** Rows with a value below go left; 0 for a leaf. */
  readonly threshold: Float32Array;
  /** Index of the right child; 0 for a leaf. */
  readonly right: Int32Array;
  /** 1 where rows without the value go left. */
  readonly missingLeft: Uint8Array;
  /** Entries of node i are those from firstEntry[i] to before firstEntry[i + 1]; only leaves have any. */
  readonly firstEntry: Int32Array;
  /** Class of each entry and its share of the leaf's training rows, (0, 1]. */
  readonly entryClass: Int32Array;
  readonly entryShare: Float32Array;
}

interface ShareSums {
  /** Shape [rows, numClasses]. */
  readonly sums: Float64Array;
  readonly numClasses: number;
  readonly begin: number;
  readonly end: number;
}

/** Adds the shares of the leaf that each row in [begin, end) comes to, to `sums`. */
export function addShares(
  tree: ForestTree,
  { data, columns }: Matrix,
  { sums, numClasses, begin, end }: ShareSums,
): void {
  const { column, threshold, right, missingLeft, firstEntry, entryClass, entryShare } = tree;
  for (let i = begin; i < end; i++) {
    const start = i * columns;
    let node = 0;
    for (let asked = column[0]!; asked >= 0; asked = column[node]!) {
      const x = data[start + asked]!;
      const left = Number.isFinite(x) ? x < threshold[node]! : missingLeft[node] === 1;
      node = left ? node + 1 : right[node]!;
    }
    const last = firstEntry[node + 1]!;
    for (let e = firstEntry[node]!; e < last; e++) {
      sums[i * numClasses + entryClass[e]!]! += entryShare[e]!;
    }
  }
}
