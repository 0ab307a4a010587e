// What one thread does for boosting: it holds the binned table and grows trees, whole ones or its columns' part of one.
// It is called directly, or from another thread.

import type { BinLayout } from './binning';
import { growTree } from './grow-tree';
import { NodeEngine } from './node-engine';
import type { BinnedTree, Candidate, GrowOptions, SharedMemory, TreeTask } from './tree-task';
import type { Split } from './split';
import type { Tree } from './tree';

export interface ThreadLoad {
  readonly layout: BinLayout;
  /** Column-major [columns, rows], or where they lie in shared memory. */
  readonly bins: Uint8Array | SharedMemory;
  readonly options: GrowOptions;
}

export interface AnsweredTree {
  readonly tree: Tree;
  /** The tree's answer for every training row, sampled or not, shape [rows]. */
  readonly answers: Float32Array<ArrayBuffer>;
}

/** Calls come one after another; all of them may come from another thread. */
export interface TreeThread {
  load(load: ThreadLoad): Promise<void>;
  grow(task: TreeTask): Promise<AnsweredTree>;
  begin(task: TreeTask): Promise<Candidate>;
  split(
    index: number,
    split: Split,
    leaves: readonly number[],
  ): Promise<readonly [Candidate, Candidate]>;
  answer(tree: BinnedTree): Promise<Float32Array<ArrayBuffer>>;
  /** Wasm memory of its own and shared, bytes. */
  memoryBytes(): Promise<number>;
}

export function createTreeThread(): TreeThread {
  let loaded: { readonly engine: NodeEngine; readonly load: ThreadLoad } | null = null;
  const own = (): { readonly engine: NodeEngine; readonly load: ThreadLoad } => {
    if (!loaded) throw new RangeError('no table was loaded');
    return loaded;
  };
  return {
    load: async (load) => {
      loaded = { engine: new NodeEngine(load.layout, load.bins, load.options), load };
      return Promise.resolve();
    },
    grow: async (task) => {
      const { engine, load } = own();
      const { tree, binned } = await growTree([engine], [task], load);
      return { tree, answers: engine.answer(binned) };
    },
    begin: async (task) => Promise.resolve(own().engine.begin(task)),
    split: async (index, split, leaves) =>
      Promise.resolve(own().engine.split(index, split, leaves)),
    answer: async (tree) => Promise.resolve(own().engine.answer(tree)),
    memoryBytes: async () => Promise.resolve(own().engine.bytes),
  };
}
