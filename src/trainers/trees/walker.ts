// Adds what trees answer to margins, block of rows by block of rows, in the memory of a kernel. The same walk as `addTree`,
// which is for one tree at a time.

import type { Matrix } from '../../core/matrix';
import { kernelFactory, type WasmKernel } from '../../core/wasm-kernel';
import { BYTES } from '../kernels/walk-wasm';
import type { Tree } from './tree';

interface WalkExports {
  walkTrees(
    trees: number,
    numTrees: number,
    nodes: number,
    values: number,
    rows: number,
    numRows: number,
    rowBytes: number,
    margins: number,
    numGroups: number,
  ): void;
}

const newWalkKernel = kernelFactory<WalkExports>(BYTES);
/** One serves all ensembles: every new memory would set aside gigabytes of address space. */
let kernel: WasmKernel<WalkExports> | null = null;
/** Whose trees lie in it. */
let occupant: TreesToWalk | null = null;

const NODE_BYTES = 16;
const TREE_BYTES = 16;
const F32 = 4;
/** So many bytes of rows stay in the processor's cache from tree to tree. */
const BLOCK_BYTES = 131_072;
const ROWS_AT_A_TIME = 4;

export interface TreesToWalk {
  readonly trees: readonly Tree[];
  /** Group of each tree. */
  readonly groups: readonly number[];
  readonly numGroups: number;
  /** Columns of the tables to come. */
  readonly columns: number;
}

export class TreeWalker {
  readonly #walk: TreesToWalk;
  readonly #blockRows: number;
  /** Addresses. */
  readonly #at: Readonly<Record<'nodes' | 'values' | 'rows' | 'margins' | 'end', number>>;

  constructor(walk: TreesToWalk) {
    const { trees, numGroups, columns } = walk;
    this.#walk = walk;
    const fitting = Math.floor(BLOCK_BYTES / (columns * F32) / ROWS_AT_A_TIME) * ROWS_AT_A_TIME;
    this.#blockRows = Math.max(ROWS_AT_A_TIME, fitting);
    const numNodes = trees.reduce((sum, tree) => sum + tree.column.length, 0);
    const nodes = trees.length * TREE_BYTES;
    const values = nodes + numNodes * NODE_BYTES;
    const rows = values + numNodes * F32;
    const margins = rows + this.#blockRows * columns * F32;
    const end = margins + this.#blockRows * numGroups * F32;
    this.#at = { nodes, values, rows, margins, end };
  }

  /** Adds all answers to `margins`, shape [rows, numGroups]. Values that are not finite are missing. */
  async add(
    { data, rows, columns }: Matrix,
    margins: Float32Array,
    breathe: Breathe,
  ): Promise<void> {
    const { numGroups } = this.#walk;
    for (let begin = 0; begin < rows; begin += this.#blockRows) {
      await breathe(begin / rows);
      const end = Math.min(begin + this.#blockRows, rows);
      const own = margins.subarray(begin * numGroups, end * numGroups);
      this.#addBlock(data.subarray(begin * columns, end * columns), own);
    }
  }

  #addBlock(block: Float32Array, margins: Float32Array): void {
    const { trees, numGroups, columns } = this.#walk;
    const at = this.#at;
    const { exports, memory } = this.#occupy();
    const values = memory.f32(at.rows, block.length);
    for (let i = 0; i < block.length; i++) values[i] = Number.isFinite(block[i]) ? block[i]! : NaN;
    const sums = memory.f32(at.margins, margins.length);
    sums.set(margins);
    const numRows = Math.ceil(block.length / columns / ROWS_AT_A_TIME) * ROWS_AT_A_TIME;
    exports.walkTrees(
      0,
      trees.length,
      at.nodes,
      at.values,
      at.rows,
      numRows,
      columns * F32,
      at.margins,
      numGroups,
    );
    margins.set(sums);
  }

  /** The kernel with this walker's trees in it. */
  #occupy(): { exports: WalkExports; memory: WasmKernel<WalkExports> } {
    const memory = (kernel ??= newWalkKernel());
    if (occupant !== this.#walk) {
      memory.reserve(this.#at.end);
      this.#layTrees(memory);
      occupant = this.#walk;
    }
    return { exports: memory.exports, memory };
  }

  #layTrees(memory: WasmKernel<WalkExports>): void {
    const { trees, groups } = this.#walk;
    const numNodes = (this.#at.values - this.#at.nodes) / NODE_BYTES;
    const table = memory.i32(0, trees.length * 4);
    const nodes = memory.i32(this.#at.nodes, numNodes * 4);
    const thresholds = memory.f32(this.#at.nodes, numNodes * 4);
    const values = memory.f32(this.#at.values, numNodes);
    let first = 0;
    trees.forEach((tree, i) => {
      const depth = layTree(tree, { nodes, thresholds, values, first });
      table.set([first * NODE_BYTES, depth, groups[i]!], i * 4);
      first += tree.column.length;
    });
  }
}

/** Awaited between blocks of rows, with the finished share of them. */
type Breathe = (share: number) => Promise<void>;

interface NodeMemory {
  /** Four fields a node, as whole numbers and, for the threshold, as f32. */
  readonly nodes: Int32Array;
  readonly thresholds: Float32Array;
  readonly values: Float32Array;
  /** Number of the tree's first node. */
  readonly first: number;
}

/** Writes a tree's nodes so that siblings lie side by side; returns its depth. */
function layTree(tree: Tree, { nodes, thresholds, values, first }: NodeMemory): number {
  /** Where each node of a level goes, by its number in the tree. */
  let level: (readonly [number, number])[] = [[0, first]];
  let free = first + 1;
  let depth = -1;
  for (; level.length > 0; depth++) {
    const below: (readonly [number, number])[] = [];
    for (const [node, place] of level) {
      const column = tree.column[node]!;
      const isLeaf = column < 0;
      nodes[place * 4] = isLeaf ? 0 : column * F32;
      thresholds[place * 4 + 1] = isLeaf ? Infinity : tree.value[node]!;
      nodes[place * 4 + 2] = (isLeaf ? place : free) * NODE_BYTES;
      nodes[place * 4 + 3] = isLeaf || tree.missingLeft[node] === 1 ? 0 : 1;
      values[place] = isLeaf ? tree.value[node]! : 0;
      if (isLeaf) continue;
      below.push([node + 1, free], [tree.right[node]!, free + 1]);
      free += 2;
    }
    level = below;
  }
  return depth;
}
