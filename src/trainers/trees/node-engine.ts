// The working memory of one growing tree: which rows lie in which node, and the histograms of its columns. It splits nodes
// and says what their best split would be; which of them to split is the caller's business (`grow-tree.ts`). Of two
// children only the smaller one's histogram is counted: the other is the parent's minus that.

import type { WasmKernel } from '../../core/wasm-kernel';
import {
  newBoostingKernel,
  newSharedBoostingKernel,
  type BoostingExports,
} from '../kernels/boosting-kernel';
import type { BinLayout } from './binning';
import { align, layOut, SLOT_BYTES, type Layout } from './engine-memory';
import { rest, smallestGain, type NodeSums, type Regularisation, type Split } from './split';

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

interface Node {
  readonly begin: number;
  readonly end: number;
  readonly depth: number;
  readonly sums: NodeSums;
  /** Address; null for a node that stays a leaf. */
  readonly histogram: number | null;
}

type Placed = Omit<Node, 'histogram'>;

export class NodeEngine {
  readonly #binned: BinLayout;
  readonly #options: GrowOptions;
  readonly #kernel: WasmKernel<BoostingExports>;
  readonly #at: Layout;
  /** Nodes in the order they were made; the root is 0. */
  #nodes: Node[] = [];
  #columns: Int32Array = new Int32Array();
  #histogramBytes = 0;
  /** Addresses of histograms that are not in use. */
  #free: number[] = [];
  #histograms = 0;

  /** @param bins as `fillBins` makes them: copied, or already there in memory that engines share */
  constructor(layout: BinLayout, bins: Uint8Array | SharedMemory, options: GrowOptions) {
    this.#binned = layout;
    this.#options = options;
    if (bins instanceof Uint8Array) {
      this.#kernel = newBoostingKernel();
      this.#at = layOut(layout, 0, align(bins.length));
      this.#kernel.reserve(this.#at.histograms);
      this.#kernel.u8(0, bins.length).set(bins);
    } else {
      this.#kernel = newSharedBoostingKernel(bins.memory);
      this.#at = layOut(layout, bins.binsAt, bins.ownAt);
    }
  }

  /** Wasm memory in use, bytes. */
  get bytes(): number {
    return this.#kernel.bytes;
  }

  /** Starts a tree; returns its root. */
  begin({ pairs, rows, columns }: TreeTask): Candidate {
    const { exports } = this.#kernel;
    const { rows: numRows } = this.#binned;
    this.#layTable(columns);
    this.#kernel.f32(this.#at.pairs, pairs.length).set(pairs);
    if (rows) this.#kernel.i32(this.#at.rows, rows.length).set(rows);
    else exports.allRows(this.#at.rows, numRows);
    const end = rows?.length ?? numRows;
    exports.gatherPairs(this.#at.rows, end, this.#at.pairs, this.#at.gathered, this.#at.sums);
    const [gradient, hessian] = this.#kernel.f64(this.#at.sums, 2);
    const sums = { gradient: gradient!, hessian: hessian! };
    const root: Placed = { begin: 0, end, depth: 0, sums };
    this.#nodes = [];
    return this.#add(root, this.#canSplit(root) ? this.#count(root) : null);
  }

  /**
   * Splits a node of those returned, by its number; its children get the next two numbers.
   * @param leaves numbers of nodes that will not be split: their memory is used again
   */
  split(index: number, split: Split, leaves: readonly number[]): readonly [Candidate, Candidate] {
    for (const leaf of leaves) {
      const { histogram } = this.#nodes[leaf]!;
      if (histogram !== null) this.#free.push(histogram);
    }
    const { begin, end, depth, sums, histogram } = this.#nodes[index]!;
    if (histogram === null) throw new RangeError(`node ${index} cannot be split`);
    const middle = begin + this.#partition(begin, end, split);
    const left: Placed = { begin, end: middle, depth: depth + 1, sums: split.left };
    const right: Placed = { begin: middle, end, depth: depth + 1, sums: rest(sums, split.left) };
    const leftIsSmall = middle - begin <= end - middle;
    if (leftIsSmall) {
      const [small, large] = this.#countChildren(histogram, left, right);
      return [this.#add(left, small), this.#add(right, large)];
    }
    const [small, large] = this.#countChildren(histogram, right, left);
    return [this.#add(left, large), this.#add(right, small)];
  }

  /** The tree's answer for every row, sampled or not; a copy. */
  answer(tree: BinnedTree): Float32Array<ArrayBuffer> {
    const { exports } = this.#kernel;
    const { rows } = this.#binned;
    exports.allRows(this.#at.rows, rows);
    const visit = (node: number, begin: number, end: number): void => {
      if (tree.column[node]! < 0) {
        const from = this.#at.rows + begin * 4;
        exports.answerRows(from, end - begin, this.#at.answers, tree.value[node]!);
        return;
      }
      const split = {
        column: tree.column[node]!,
        bin: tree.bin[node]!,
        missingLeft: tree.missingLeft[node] === 1,
      };
      const middle = begin + this.#partition(begin, end, split);
      visit(node + 1, begin, middle);
      visit(tree.right[node]!, middle, end);
    };
    visit(0, 0, rows);
    return this.#kernel.f32(this.#at.answers, rows).slice();
  }

  #canSplit({ begin, end, depth, sums }: Placed): boolean {
    const { maxDepth, minChildWeight } = this.#options;
    return depth < maxDepth && end - begin > 1 && sums.hessian >= 2 * minChildWeight;
  }

  #add(node: Placed, histogram: number | null): Candidate {
    this.#nodes.push({ ...node, histogram });
    const split = histogram === null ? null : this.#findBestSplit(histogram, node.sums);
    return { sums: node.sums, split };
  }

  /** Histograms of two children, null for one that stays a leaf; uses up the parent's. */
  #countChildren(
    parent: number,
    small: Placed,
    large: Placed,
  ): readonly [number | null, number | null] {
    if (!this.#canSplit(large)) {
      this.#free.push(parent);
      return [this.#canSplit(small) ? this.#count(small) : null, null];
    }
    const histogram = this.#count(small);
    this.#kernel.exports.subtractHistogram(parent, histogram, this.#histogramBytes);
    if (this.#canSplit(small)) return [histogram, parent];
    this.#free.push(histogram);
    return [null, parent];
  }

  #count({ begin, end }: Placed): number {
    const { exports } = this.#kernel;
    const histogram = this.#free.pop() ?? this.#newHistogram();
    const { rows, pairs, gathered, sums, table } = this.#at;
    const from = rows + begin * 4;
    const count = end - begin;
    exports.gatherPairs(from, count, pairs, gathered, sums);
    const bytes = this.#histogramBytes;
    exports.buildHistogram(table, this.#columns.length, from, gathered, count, histogram, bytes);
    return histogram;
  }

  #newHistogram(): number {
    const address = this.#at.histograms + this.#histograms++ * this.#histogramBytes;
    this.#kernel.reserve(address + this.#histogramBytes);
    return address;
  }

  #findBestSplit(histogram: number, sums: NodeSums): Split | null {
    const { minChildWeight, lambda, alpha } = this.#options;
    this.#kernel.exports.findBestSplit(
      this.#at.table,
      this.#columns.length,
      histogram,
      sums.gradient,
      sums.hessian,
      minChildWeight,
      lambda,
      alpha,
      smallestGain(this.#options),
      this.#at.best,
    );
    const [gain, gradient, hessian] = this.#kernel.f64(this.#at.best, 3);
    const [entry, bin, missingLeft] = this.#kernel.i32(this.#at.best + 24, 3);
    if (entry! < 0) return null;
    return {
      gain: gain!,
      column: this.#columns[entry!]!,
      bin: bin!,
      missingLeft: missingLeft === 1,
      left: { gradient: gradient!, hessian: hessian! },
    };
  }

  /** Number of the rows in [begin, end) that go left: they come first from now on. */
  #partition(
    begin: number,
    end: number,
    { column, bin, missingLeft }: Pick<Split, 'column' | 'bin' | 'missingLeft'>,
  ): number {
    const { rows, bins, spare } = this.#at;
    return this.#kernel.exports.partitionRows(
      rows + begin * 4,
      end - begin,
      bins + column * this.#binned.rows,
      bin,
      this.#binned.hasMissing[column] ? this.#binned.numBins[column]! : -1,
      missingLeft ? 1 : 0,
      spare,
    );
  }

  /** Writes the table of the tree's columns, whose histograms stand one after the other. */
  #layTable(columns: Int32Array): void {
    const { numBins, hasMissing, rows } = this.#binned;
    const table = this.#kernel.i32(this.#at.table, columns.length * 4);
    let slots = 0;
    columns.forEach((column, i) => {
      const bins = this.#at.bins + column * rows;
      table.set([bins, slots * SLOT_BYTES, numBins[column]!, hasMissing[column]!], i * 4);
      slots += numBins[column]! + hasMissing[column]!;
    });
    this.#columns = columns;
    this.#histogramBytes = slots * SLOT_BYTES;
    // Other columns, other sizes: what lies there is nobody's any more.
    this.#free = [];
    this.#histograms = 0;
  }
}
