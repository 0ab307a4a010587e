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
import {
  align,
  chunksOf,
  ENTRY_BYTES,
  layOut,
  SLOT_BYTES,
  type Chunk,
  type Layout,
} from './engine-memory';
import { rest, smallestGain, type NodeSums, type Split } from './split';
import type { BinnedTree, Candidate, GrowOptions, SharedMemory, TreeTask } from './tree-task';

interface Node {
  readonly begin: number;
  readonly end: number;
  readonly depth: number;
  readonly sums: NodeSums;
  /** Address; null where the node's children, if any, are leaves. */
  readonly histogram: number | null;
}

type Placed = Omit<Node, 'histogram'>;

/** What the search through a node's histogram came to. */
interface Found {
  readonly histogram: number | null;
  readonly split: Split | null;
}

const NOTHING_FOUND: Found = { histogram: null, split: null };

export class NodeEngine {
  readonly #binned: BinLayout;
  readonly #options: GrowOptions;
  readonly #kernel: WasmKernel<BoostingExports>;
  readonly #at: Layout;
  /** Nodes in the order they were made; the root is 0. */
  #nodes: Node[] = [];
  #columns: Int32Array = new Int32Array();
  #chunks: readonly Chunk[] = [];
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
    this.#nodes = [];
    const root: Placed = { begin: 0, end, depth: 0, sums };
    return this.#add(root, this.#search(root, null, null).small);
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
    const middle = begin + this.#partition(begin, end, split);
    const left: Placed = { begin, end: middle, depth: depth + 1, sums: split.left };
    const right: Placed = { begin: middle, end, depth: depth + 1, sums: rest(sums, split.left) };
    const leftIsSmall = middle - begin <= end - middle;
    const found = leftIsSmall
      ? this.#search(left, right, histogram)
      : this.#search(right, left, histogram);
    return [
      this.#add(left, leftIsSmall ? found.small : found.large),
      this.#add(right, leftIsSmall ? found.large : found.small),
    ];
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

  /**
   * The best splits of two children, whose parent's histogram is used up: the smaller child is counted, the larger one is
   * what that leaves. Chunk by chunk, so that what is counted is still in the processor's cache when it is searched. The
   * root has neither parent nor sibling.
   */
  #search(
    small: Placed,
    large: Placed | null,
    parent: number | null,
  ): { readonly small: Found; readonly large: Found } {
    const splitsSmall = this.#canSplit(small);
    const splitsLarge = large !== null && parent !== null && this.#canSplit(large);
    if (!splitsSmall && !splitsLarge) {
      if (parent !== null) this.#free.push(parent);
      return { small: NOTHING_FOUND, large: NOTHING_FOUND };
    }
    const histogram = splitsSmall && this.#mustKeep(small) ? this.#takeHistogram() : null;
    this.#gather(small);
    let bestOfSmall: Split | null = null;
    let bestOfLarge: Split | null = null;
    for (const chunk of this.#chunks) {
      const at = histogram ?? this.#scratchFor(chunk);
      this.#build(chunk, small, at);
      if (splitsSmall) {
        bestOfSmall = this.#findBestSplit(chunk, at, { sums: small.sums, best: bestOfSmall });
      }
      if (!splitsLarge) continue;
      const { offset, bytes } = chunk;
      this.#kernel.exports.subtractHistogram(parent + offset, at + offset, bytes);
      bestOfLarge = this.#findBestSplit(chunk, parent, { sums: large.sums, best: bestOfLarge });
    }
    const keepsLarge = splitsLarge && this.#mustKeep(large);
    if (!keepsLarge && parent !== null) this.#free.push(parent);
    return {
      small: { histogram, split: bestOfSmall },
      large: { histogram: keepsLarge ? parent : null, split: bestOfLarge },
    };
  }

  #add(node: Placed, { histogram, split }: Found): Candidate {
    this.#nodes.push({ ...node, histogram });
    return { sums: node.sums, split };
  }

  /** Whether the children of a node that is split may be split in turn. */
  #mustKeep({ depth }: Placed): boolean {
    return depth + 1 < this.#options.maxDepth;
  }

  #gather({ begin, end }: Placed): void {
    const { rows, pairs, gathered, sums } = this.#at;
    this.#kernel.exports.gatherPairs(rows + begin * 4, end - begin, pairs, gathered, sums);
  }

  /** @param at address that the histogram of all columns would have */
  #build({ entry, columns, bytes }: Chunk, { begin, end }: Placed, at: number): void {
    const { rows, gathered, table } = this.#at;
    this.#kernel.exports.buildHistogram(
      table + entry * ENTRY_BYTES,
      columns,
      rows + begin * 4,
      gathered,
      end - begin,
      at,
      bytes,
    );
  }

  /** Where to count a chunk's columns that nobody needs afterwards. */
  #scratchFor({ offset }: Chunk): number {
    return this.#at.scratch - offset;
  }

  #takeHistogram(): number {
    const free = this.#free.pop();
    if (free !== undefined) return free;
    const address = this.#at.histograms + this.#histograms++ * this.#histogramBytes;
    this.#kernel.reserve(address + this.#histogramBytes);
    return address;
  }

  /** The better of `best` and what the chunk's columns offer; the first of equals. */
  #findBestSplit(
    { entry, columns }: Chunk,
    at: number,
    { sums, best }: { sums: NodeSums; best: Split | null },
  ): Split | null {
    const { minChildWeight, lambda, alpha } = this.#options;
    this.#kernel.exports.findBestSplit(
      this.#at.table + entry * ENTRY_BYTES,
      columns,
      at,
      sums.gradient,
      sums.hessian,
      minChildWeight,
      lambda,
      alpha,
      best?.gain ?? smallestGain(this.#options),
      this.#at.best,
    );
    const [found, bin, missingLeft] = this.#kernel.i32(this.#at.best + 24, 3);
    if (found! < 0) return best;
    const [gain, gradient, hessian] = this.#kernel.f64(this.#at.best, 3);
    return {
      gain: gain!,
      column: this.#columns[entry + found!]!,
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
    const offsets = new Int32Array(columns.length + 1);
    columns.forEach((column, i) => {
      const bins = this.#at.bins + column * rows;
      table.set([bins, offsets[i]!, numBins[column]!, hasMissing[column]!], i * 4);
      offsets[i + 1] = offsets[i]! + (numBins[column]! + hasMissing[column]!) * SLOT_BYTES;
    });
    this.#columns = columns;
    this.#chunks = chunksOf(offsets);
    this.#histogramBytes = offsets[columns.length]!;
    // Other columns, other sizes: what lies there is nobody's any more.
    this.#free = [];
    this.#histograms = 0;
  }
}
