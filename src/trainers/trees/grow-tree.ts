// Grows one regression tree on gradients and hessians, depth first. Of two children only the smaller
// one's histogram is counted; the other is the parent's minus that.

import type { BinnedColumns } from './binning';
import { buildHistogram, SLOT, subtractHistogram, type Histogram } from './histogram';
import { partitionRows } from './partition';
import { findBestSplit, leafWeight, type NodeSums, type Regularisation } from './split';
import type { Tree } from './tree';

export interface GrowOptions extends Regularisation {
  readonly maxDepth: number;
  /** Learning rate: leaf values are scaled by it. */
  readonly eta: number;
}

export interface TreeSample {
  /** First and second derivative of the loss by the margin, one a training row. */
  readonly gradients: Float32Array;
  readonly hessians: Float32Array;
  /** Row indices to learn from; reordered. */
  readonly rows: Int32Array;
  /** Columns to ask, ascending. */
  readonly columns: Int32Array;
}

interface Node {
  readonly begin: number;
  readonly end: number;
  readonly depth: number;
  readonly sums: NodeSums;
}

/** A function that grows trees on `binned`; its working memory is shared from tree to tree. */
export function createTreeGrower(
  binned: BinnedColumns,
  options: GrowOptions,
): (sample: TreeSample) => Tree {
  const free: Histogram[] = [];
  const spare = new Int32Array(binned.rows);
  const gradients = new Float32Array(binned.rows);
  const hessians = new Float32Array(binned.rows);

  const canSplit = ({ begin, end, depth, sums }: Node): boolean =>
    depth < options.maxDepth && end - begin > 1 && sums.hessian >= 2 * options.minChildWeight;

  return (sample) => {
    const { rows, columns } = sample;
    const column: number[] = [];
    const value: number[] = [];
    const right: number[] = [];
    const missingLeft: number[] = [];
    const gain: number[] = [];
    const cover: number[] = [];

    const countRows = ({ begin, end }: Node): Histogram => {
      const histogram = free.pop() ?? new Float64Array(binned.offsets[binned.columns]! * SLOT);
      for (let i = begin; i < end; i++) {
        gradients[i - begin] = sample.gradients[rows[i]!]!;
        hessians[i - begin] = sample.hessians[rows[i]!]!;
      }
      const nodeRows = { rows: rows.subarray(begin, end), gradients, hessians };
      buildHistogram(histogram, binned, columns, nodeRows);
      return histogram;
    };

    /** Histograms of two children, null for one that stays a leaf; uses up the parent's. */
    const countChildren = (
      parent: Histogram,
      small: Node,
      large: Node,
    ): readonly [Histogram | null, Histogram | null] => {
      if (!canSplit(large)) {
        free.push(parent);
        return [canSplit(small) ? countRows(small) : null, null];
      }
      const histogram = countRows(small);
      subtractHistogram(parent, histogram, binned, columns);
      if (canSplit(small)) return [histogram, parent];
      free.push(histogram);
      return [null, parent];
    };

    /** Adds the node and all below it; uses up its histogram. */
    const addNode = (node: Node, histogram: Histogram | null): void => {
      const index = column.length;
      cover.push(node.sums.hessian);
      const split =
        histogram && findBestSplit({ histogram, binned, columns, node: node.sums }, options);
      if (!histogram || !split) {
        if (histogram) free.push(histogram);
        column.push(-1);
        value.push(options.eta * leafWeight(node.sums, options));
        right.push(0);
        missingLeft.push(0);
        gain.push(0);
        return;
      }
      column.push(split.column);
      value.push(binned.edges[binned.offsets[split.column]! + split.bin]!);
      right.push(0);
      missingLeft.push(split.missingLeft ? 1 : 0);
      gain.push(split.gain);

      const middle = partitionRows(rows, node, { binned, split, spare });
      const depth = node.depth + 1;
      const leftNode = { begin: node.begin, end: middle, depth, sums: split.left };
      const rightNode = { begin: middle, end: node.end, depth, sums: rest(node.sums, split.left) };
      const leftIsSmall = middle - node.begin <= node.end - middle;
      const [small, large] = leftIsSmall
        ? countChildren(histogram, leftNode, rightNode)
        : countChildren(histogram, rightNode, leftNode);
      addNode(leftNode, leftIsSmall ? small : large);
      right[index] = column.length;
      addNode(rightNode, leftIsSmall ? large : small);
    };

    const root: Node = { begin: 0, end: rows.length, depth: 0, sums: sumRows(sample) };
    addNode(root, canSplit(root) ? countRows(root) : null);
    return {
      column: Int32Array.from(column),
      value: Float32Array.from(value),
      right: Int32Array.from(right),
      missingLeft: Uint8Array.from(missingLeft),
      gain: Float32Array.from(gain),
      cover: Float32Array.from(cover),
    };
  };
}

function sumRows({ gradients, hessians, rows }: TreeSample): NodeSums {
  let gradient = 0;
  let hessian = 0;
  for (const row of rows) {
    gradient += gradients[row]!;
    hessian += hessians[row]!;
  }
  return { gradient, hessian };
}

function rest(node: NodeSums, left: NodeSums): NodeSums {
  return { gradient: node.gradient - left.gradient, hessian: node.hessian - left.hessian };
}
