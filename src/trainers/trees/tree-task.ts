// What growers of trees are asked for and what they answer; all of it may cross from thread to thread.

import type { NodeSums, Regularisation, Split } from './split';

export interface GrowOptions extends Regularisation {
  readonly maxDepth: number;
  /** Learning rate: leaf values are scaled by it. */
  readonly eta: number;
}

export interface TreeTask {
  /** First and second derivative of the loss by the margin, shape [rows, 2]. */
  readonly pairs: Float32Array;
  /** Row indices to learn from, ascending; null for all. */
  readonly rows: Int32Array | null;
  /** Columns to ask, ascending. */
  readonly columns: Int32Array;
}

/** A node as it stands, with its best split if one is worth it. */
export interface Candidate {
  readonly sums: NodeSums;
  readonly split: Split | null;
}

/** How a grown tree sends rows on, in bins instead of values; preorder, as in `Tree`. */
export interface BinnedTree {
  /** −1 for a leaf. */
  readonly column: Int32Array;
  readonly bin: Int32Array;
  readonly missingLeft: Uint8Array;
  /** Of a leaf, its answer. */
  readonly value: Float32Array;
  readonly right: Int32Array;
}

/** Memory that several engines share: the bins, and a stretch for each engine. */
export interface SharedMemory {
  readonly memory: WebAssembly.Memory;
  readonly binsAt: number;
  /** Where the engine's own stretch begins. */
  readonly ownAt: number;
}
