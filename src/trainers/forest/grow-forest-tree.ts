// Grows one tree of a forest: draws its rows (bootstrap), splits until the groups are pure.

import type { Random } from '../../core/random';
import type { BinnedTable } from '../trees/binning';
import type { ForestTree } from './forest-tree';
import { SplitFinder, type Classes, type NodeSplit, type SplitRules } from './node-split';

export interface TreeRules extends SplitRules {
  readonly maxDepth: number;
}

interface OpenNode {
  readonly begin: number;
  readonly end: number;
  readonly depth: number;
  /** Index of the node whose right child it is, or −1. */
  readonly rightOf: number;
}

/** Values looked at between two pauses: a few milliseconds. */
const WORK_PER_PAUSE = 400_000;

export interface TreeGrower {
  /** `random` is the tree's own stream; `breathe` is awaited every few milliseconds. */
  grow(random: Random, breathe: () => Promise<void>): Promise<ForestTree>;
}

export function createForestGrower(
  table: BinnedTable,
  { labels, numClasses, rules }: Classes & { readonly rules: TreeRules },
): TreeGrower {
  const { layout, bins } = table;
  const finder = new SplitFinder(table, { labels, numClasses, rules });
  const rows = new Int32Array(layout.rows);
  const spare = new Int32Array(layout.rows);
  const counts = new Int32Array(numClasses);

  const countClasses = ({ begin, end }: OpenNode): boolean => {
    counts.fill(0);
    for (let i = begin; i < end; i++) counts[labels[rows[i]!]!]!++;
    return counts.includes(end - begin);
  };

  const findSplit = (node: OpenNode, random: Random): NodeSplit | null => {
    const { begin, end, depth } = node;
    const isPure = countClasses(node);
    if (isPure || depth >= rules.maxDepth || end - begin < 2 * rules.minSamplesLeaf) return null;
    return finder.find({ rows, begin, end, counts }, random);
  };

  /** Those going left come first; returns where the right side begins. */
  const partition = ({ begin, end }: OpenNode, split: NodeSplit): number => {
    const start = split.column * layout.rows;
    const missing = layout.numBins[split.column]!;
    let left = begin;
    let held = 0;
    for (let i = begin; i < end; i++) {
      const bin = bins[start + rows[i]!]!;
      const goesLeft = bin === missing ? split.missingLeft : bin <= split.bin;
      if (goesLeft) rows[left++] = rows[i]!;
      else spare[held++] = rows[i]!;
    }
    rows.set(spare.subarray(0, held), left);
    return left;
  };

  return {
    grow: async (random, breathe) => {
      const [column, threshold, right, missingLeft]: [number[], number[], number[], number[]] = [
        [],
        [],
        [],
        [],
      ];
      const firstEntry = [0];
      const entryClass: number[] = [];
      const entryShare: number[] = [];
      finder.reset();
      for (let i = 0; i < rows.length; i++) rows[i] = random.integer(rows.length);

      const open: OpenNode[] = [{ begin: 0, end: rows.length, depth: 0, rightOf: -1 }];
      for (let node = open.pop(); node; node = open.pop()) {
        const { begin, end, depth, rightOf } = node;
        const index = column.length;
        if (rightOf >= 0) right[rightOf] = index;
        const split = findSplit(node, random);
        column.push(split?.column ?? -1);
        threshold.push(split?.threshold ?? 0);
        missingLeft.push(split?.missingLeft ? 1 : 0);
        right.push(0);
        if (split) {
          const middle = partition(node, split);
          open.push({ begin: middle, end, depth: depth + 1, rightOf: index });
          open.push({ begin, end: middle, depth: depth + 1, rightOf: -1 });
        } else {
          counts.forEach((count, k) => {
            if (count === 0) return;
            entryClass.push(k);
            entryShare.push(count / (end - begin));
          });
        }
        firstEntry.push(entryClass.length);
        if (finder.work > WORK_PER_PAUSE) {
          finder.work = 0;
          await breathe();
        }
      }
      return {
        column: Int32Array.from(column),
        threshold: Float32Array.from(threshold),
        right: Int32Array.from(right),
        missingLeft: Uint8Array.from(missingLeft),
        firstEntry: Int32Array.from(firstEntry),
        entryClass: Int32Array.from(entryClass),
        entryShare: Float32Array.from(entryShare),
      };
    },
  };
}
