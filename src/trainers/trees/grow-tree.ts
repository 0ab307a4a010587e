// Grows one regression tree on gradients and hessians, depth first: by one engine over all its columns, or by several that
// each know some of them and split every node alike.

import type { BinLayout } from './binning';
import type { BinnedTree, Candidate, GrowOptions, TreeTask } from './tree-task';
import { bestOf, leafWeight, type Split } from './split';
import type { Tree } from './tree';

/** An engine, here or in another thread. */
export interface Grower {
  begin(task: TreeTask): Candidate | Promise<Candidate>;
  split(
    index: number,
    split: Split,
    leaves: readonly number[],
  ): readonly [Candidate, Candidate] | Promise<readonly [Candidate, Candidate]>;
}

export interface GrownTree {
  readonly tree: Tree;
  /** For `NodeEngine.answer`. */
  readonly binned: BinnedTree;
}

/** @param tasks one a grower: the same rows, and columns of its own */
export async function growTree(
  growers: readonly Grower[],
  tasks: readonly TreeTask[],
  { layout, options }: { layout: Pick<BinLayout, 'edges' | 'offsets'>; options: GrowOptions },
): Promise<GrownTree> {
  const { edges, offsets } = layout;
  const column: number[] = [];
  const bin: number[] = [];
  const value: number[] = [];
  const right: number[] = [];
  const missingLeft: number[] = [];
  const gain: number[] = [];
  const cover: number[] = [];
  /** Number of the next node that the growers will make; the root is 0. */
  let next = 1;
  /** Nodes that turned out to be leaves since the last split. */
  let leaves: number[] = [];

  const add = async (number: number, candidates: readonly Candidate[]): Promise<void> => {
    const index = column.length;
    const { sums } = candidates[0]!;
    const split = bestOf(candidates.map((candidate) => candidate.split));
    cover.push(sums.hessian);
    right.push(0);
    column.push(split?.column ?? -1);
    bin.push(split?.bin ?? 0);
    missingLeft.push(split?.missingLeft ? 1 : 0);
    gain.push(split?.gain ?? 0);
    if (!split) {
      value.push(options.eta * leafWeight(sums, options));
      leaves.push(number);
      return;
    }
    value.push(edges[offsets[split.column]! + split.bin]!);
    const asked = growers.map(async (grower) => grower.split(number, split, leaves));
    leaves = [];
    const children = await Promise.all(asked);
    const leftNumber = next;
    next += 2;
    await add(
      leftNumber,
      children.map(([left]) => left),
    );
    right[index] = column.length;
    await add(
      leftNumber + 1,
      children.map(([, other]) => other),
    );
  };

  const roots = await Promise.all(growers.map(async (grower, i) => grower.begin(tasks[i]!)));
  await add(0, roots);

  const binned = {
    column: Int32Array.from(column),
    bin: Int32Array.from(bin),
    missingLeft: Uint8Array.from(missingLeft),
    value: Float32Array.from(value),
    right: Int32Array.from(right),
  };
  const tree: Tree = {
    column: binned.column,
    value: binned.value,
    right: binned.right,
    missingLeft: binned.missingLeft,
    gain: Float32Array.from(gain),
    cover: Float32Array.from(cover),
  };
  return { tree, binned };
}
