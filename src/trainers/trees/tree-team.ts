// Spreads the trees of a round over threads: trees of different classes are independent and go to one thread each; where
// there are fewer trees than threads, several threads share a tree, each with columns of its own.

import type { Matrix } from '../../core/matrix';
import { fillBins, layOutBins, type BinLayout } from './binning';
import { growTree } from './grow-tree';
import { engineBytes } from './engine-memory';
import type { GrowOptions, SharedMemory, TreeTask } from './node-engine';
import { createTreeThread, type AnsweredTree, type TreeThread } from './tree-thread';

/** Threads beside this one, where the environment has them. */
export interface TreeThreads {
  /** How many may be started. */
  readonly count: number;
  /** Memory can be shared with them. */
  readonly canShareMemory: boolean;
  start(): TreeThread;
  /** Ends all that were started. */
  end(): void;
}

export interface TreeTeam {
  readonly size: number;
  /** Grows a tree a task; `onTree` is called for each as it is done, in any order. */
  grow(
    tasks: readonly TreeTask[],
    onTree: (index: number, tree: AnsweredTree) => void | Promise<void>,
  ): Promise<void>;
  /** Wasm memory in use by all threads together, bytes. */
  memoryBytes(): Promise<number>;
  dispose(): void;
}

export interface TreeTeamOptions {
  readonly maxBins: number;
  readonly grow: GrowOptions;
  readonly threads: TreeThreads | null;
  /** Trees in all: starting threads for little work takes longer than the work. */
  readonly numTrees: number;
}

/** Values visited (rows × columns × levels × trees) from which more threads are worth their start; about a second of work. */
const WORTH_THREADS = 5e8;
const PAGE_BYTES = 65536;

export async function createTreeTeam(matrix: Matrix, options: TreeTeamOptions): Promise<TreeTeam> {
  const { maxBins, grow, threads, numTrees } = options;
  const layout = layOutBins(matrix, maxBins);
  const work = matrix.rows * matrix.columns * grow.maxDepth * numTrees;
  const outside = threads && threads.count > 1 && work >= WORTH_THREADS ? threads : null;
  const size = outside?.count ?? 1;
  const members = Array.from({ length: size }, () => outside?.start() ?? createTreeThread());
  try {
    if (outside?.canShareMemory) await loadShared(members, matrix, layout, grow);
    else await loadCopies(members, matrix, layout, grow);
  } catch (error) {
    outside?.end();
    throw error;
  }
  return {
    size,
    grow: (tasks, onTree) =>
      tasks.length >= size
        ? growWhole(members, tasks, onTree)
        : growTogether(members, tasks, { layout, grow, onTree }),
    memoryBytes: async () => {
      const bytes = await Promise.all(members.map((member) => member.memoryBytes()));
      return outside?.canShareMemory ? bytes[0]! : bytes.reduce((sum, each) => sum + each, 0);
    },
    dispose: () => outside?.end(),
  };
}

async function loadCopies(
  members: readonly TreeThread[],
  matrix: Matrix,
  layout: BinLayout,
  options: GrowOptions,
): Promise<void> {
  const bins = new Uint8Array(matrix.rows * matrix.columns);
  fillBins(matrix, layout, bins);
  await Promise.all(members.map((member) => member.load({ layout, bins, options })));
}

/** One copy of the bins for all. */
async function loadShared(
  members: readonly TreeThread[],
  matrix: Matrix,
  layout: BinLayout,
  options: GrowOptions,
): Promise<void> {
  const numBins = matrix.rows * matrix.columns;
  const own = engineBytes(layout, options);
  const pages = Math.ceil((numBins + (members.length + 1) * own) / PAGE_BYTES);
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
  fillBins(matrix, layout, new Uint8Array(memory.buffer, 0, numBins));
  await Promise.all(
    members.map((member, i) => {
      const bins: SharedMemory = { memory, binsAt: 0, ownAt: numBins + i * own };
      return member.load({ layout, bins, options });
    }),
  );
}

type OnTree = Parameters<TreeTeam['grow']>[1];

async function growWhole(
  members: readonly TreeThread[],
  tasks: readonly TreeTask[],
  onTree: OnTree,
): Promise<void> {
  let next = 0;
  await Promise.all(
    members.map(async (member) => {
      for (let i = next++; i < tasks.length; i = next++) {
        await onTree(i, await member.grow(tasks[i]!));
      }
    }),
  );
}

async function growTogether(
  members: readonly TreeThread[],
  tasks: readonly TreeTask[],
  { layout, grow, onTree }: { layout: BinLayout; grow: GrowOptions; onTree: OnTree },
): Promise<void> {
  const share = Math.floor(members.length / tasks.length);
  await Promise.all(
    tasks.map(async (task, i) => {
      const growers = members.slice(i * share, (i + 1) * share);
      const parts = growers.map((_, part) => ({
        ...task,
        columns: task.columns.filter((_, at) => at % growers.length === part),
      }));
      const { tree, binned } = await growTree(growers, parts, layout, grow);
      await onTree(i, { tree, answers: await growers[0]!.answer(binned) });
    }),
  );
}
