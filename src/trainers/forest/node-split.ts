// The question a node of a classification tree asks: of a few columns drawn by chance the cut that leaves the purest
// two groups (Gini impurity), as scikit-learn's trees choose it.

import type { Random } from '../../core/random';
import { LARGEST_FLOAT32 } from '../../core/matrix';
import type { BinnedTable } from '../trees/binning';

export interface NodeSplit {
  readonly column: number;
  /** Rows whose bin is this one or lower go left. */
  readonly bin: number;
  /** Rows with a value below go left: the middle between the two groups. */
  readonly threshold: number;
  readonly missingLeft: boolean;
}

export interface SplitRules {
  /** Columns to look at before the best is taken. */
  readonly maxFeatures: number;
  readonly minSamplesLeaf: number;
}

/** Rows of a node, those of the bootstrap sample that were drawn twice standing twice. */
export interface NodeRows {
  readonly rows: Int32Array;
  readonly begin: number;
  readonly end: number;
  /** How many of them are of each class. */
  readonly counts: Int32Array;
}

interface Scan {
  readonly node: NodeRows;
  readonly column: number;
  /** Keys and weights to go through. */
  readonly items: number;
  readonly missing: number;
  readonly missingLeft: boolean;
}

interface Best {
  score: number;
  column: number;
  bin: number;
  /** Lowest bin on the right; −1 where there is no value at all. */
  nextBin: number;
  missingLeft: boolean;
}

/** What the rows of the table that was binned are. */
export interface Classes {
  /** Class index a row. */
  readonly labels: Int32Array;
  readonly numClasses: number;
}

/** Finds splits; its working memory serves node after node. */
export class SplitFinder {
  /** Values looked at so far: what the caller measures its pauses by. */
  work = 0;
  readonly #table: BinnedTable;
  readonly #labels: Int32Array;
  readonly #numClasses: number;
  readonly #rules: SplitRules;
  /** Columns; each node draws from it anew. */
  readonly #order: Int32Array;
  /** Rows with a value: bin × classes + class, and how many there are of each, ascending. */
  readonly #keys: Int32Array;
  readonly #weights: Int32Array;
  /** Rows a bin and class. */
  readonly #cells: Int32Array;
  readonly #missing: Int32Array;
  readonly #left: Int32Array;
  readonly #right: Int32Array;

  constructor(
    table: BinnedTable,
    { labels, numClasses, rules }: Classes & { readonly rules: SplitRules },
  ) {
    const { rows, columns, numBins } = table.layout;
    const mostBins = numBins.reduce((a, b) => Math.max(a, b), 0);
    this.#table = table;
    this.#labels = labels;
    this.#numClasses = numClasses;
    this.#rules = rules;
    this.#order = new Int32Array(columns);
    this.#keys = new Int32Array(rows);
    this.#weights = new Int32Array(rows);
    this.#cells = new Int32Array(mostBins * numClasses);
    this.#missing = new Int32Array(numClasses);
    this.#left = new Int32Array(numClasses);
    this.#right = new Int32Array(numClasses);
  }

  /** To be called before each tree: its chance then depends on its own stream alone. */
  reset(): void {
    for (let i = 0; i < this.#order.length; i++) this.#order[i] = i;
  }

  /** The best split, or null if no column tells the rows apart. The column drawn first wins a tie. */
  find(node: NodeRows, random: Random): NodeSplit | null {
    const order = this.#order;
    const best: Best = { score: -Infinity, column: -1, bin: 0, nextBin: 0, missingLeft: false };
    // Looking goes on until there is a column that splits, as in scikit-learn.
    for (let i = 0; i < order.length; i++) {
      if (i >= this.#rules.maxFeatures && best.column >= 0) break;
      const drawn = i + random.integer(order.length - i);
      const column = order[drawn]!;
      order[drawn] = order[i]!;
      order[i] = column;
      this.#look(column, node, best);
    }
    return best.column < 0 ? null : { ...best, threshold: this.#thresholdOf(best) };
  }

  #thresholdOf({ column, bin, nextBin }: Best): number {
    // Above every value: the only rows on the right are those without one.
    if (nextBin < 0) return LARGEST_FLOAT32;
    const { edges, offsets } = this.#table.layout;
    const low = edges[offsets[column]! + bin]!;
    const high = edges[offsets[column]! + nextBin - 1]!;
    return Math.fround(low + (high - low) / 2);
  }

  #look(column: number, node: NodeRows, best: Best): void {
    const { rows, begin, end } = node;
    const { layout, bins } = this.#table;
    const numClasses = this.#numClasses;
    const start = column * layout.rows;
    const missingBin = layout.numBins[column]!;
    const keys = this.#keys;
    let known = 0;
    let lowest = missingBin;
    let highest = -1;
    this.#missing.fill(0);
    for (let i = begin; i < end; i++) {
      const row = rows[i]!;
      const bin = bins[start + row]!;
      const label = this.#labels[row]!;
      if (bin === missingBin) {
        this.#missing[label]!++;
        continue;
      }
      if (bin < lowest) lowest = bin;
      if (bin > highest) highest = bin;
      keys[known++] = bin * numClasses + label;
    }
    const missing = end - begin - known;
    this.work += end - begin;
    if (known === 0 || (lowest === highest && missing === 0)) return;

    const cells = (highest - lowest + 1) * numClasses;
    const items =
      known * known < 4 * cells
        ? sortKeys(keys, known, this.#weights)
        : this.#countKeys(known, lowest * numClasses, cells);
    const scan = { node, column, items, missing };
    this.#scan({ ...scan, missingLeft: false }, best);
    if (missing > 0) this.#scan({ ...scan, missingLeft: true }, best);
  }

  /** Counts equal keys in place; quicker than sorting where there are many. */
  #countKeys(known: number, first: number, cells: number): number {
    const counts = this.#cells;
    for (let i = 0; i < known; i++) counts[this.#keys[i]! - first]!++;
    let items = 0;
    for (let cell = 0; cell < cells; cell++) {
      if (counts[cell] === 0) continue;
      this.#keys[items] = first + cell;
      this.#weights[items++] = counts[cell]!;
      counts[cell] = 0;
    }
    return items;
  }

  /** Tries every cut of a column, rows without a value on one side. */
  #scan({ node, column, items, missing, missingLeft }: Scan, best: Best): void {
    const { minSamplesLeaf } = this.#rules;
    const numClasses = this.#numClasses;
    const [left, right, keys, weights] = [this.#left, this.#right, this.#keys, this.#weights];
    let leftSquares = 0;
    let rightSquares = 0;
    for (let k = 0; k < numClasses; k++) {
      const onLeft = missingLeft ? this.#missing[k]! : 0;
      const onRight = node.counts[k]! - onLeft;
      left[k] = onLeft;
      right[k] = onRight;
      leftSquares += onLeft * onLeft;
      rightSquares += onRight * onRight;
    }
    const total = node.end - node.begin;
    let leftCount = missingLeft ? missing : 0;
    let bin = -1;
    // The cut above the highest bin parts rows with a value from those without.
    const last = missing > 0 && !missingLeft ? items : items - 1;
    for (let i = 0; i <= last; i++) {
      const key = i < items ? keys[i]! : -1;
      const nextBin = key < 0 ? -1 : Math.floor(key / numClasses);
      if (bin >= 0 && nextBin !== bin) {
        const rightCount = total - leftCount;
        if (leftCount >= minSamplesLeaf && rightCount >= minSamplesLeaf) {
          const score = leftSquares / leftCount + rightSquares / rightCount;
          if (score > best.score) {
            best.score = score;
            best.column = column;
            best.bin = bin;
            best.nextBin = nextBin;
            // Where none is missing, unknown values later go where most rows went.
            best.missingLeft = missing > 0 ? missingLeft : leftCount > rightCount;
          }
        }
      }
      if (key < 0) break;
      bin = nextBin;
      const label = key - bin * numClasses;
      const weight = weights[i]!;
      leftSquares += weight * (2 * left[label]! + weight);
      rightSquares -= weight * (2 * right[label]! - weight);
      left[label]! += weight;
      right[label]! -= weight;
      leftCount += weight;
    }
  }
}

/** Insertion sort: the quickest there is for a few keys. Each then stands for one row. */
function sortKeys(keys: Int32Array, count: number, weights: Int32Array): number {
  for (let i = 0; i < count; i++) {
    const key = keys[i]!;
    let j = i - 1;
    for (; j >= 0 && keys[j]! > key; j--) keys[j + 1] = keys[j]!;
    keys[j + 1] = key;
    weights[i] = 1;
  }
  return count;
}
