// Spreads the trees of a round over threads: trees of different classes are independent and go to one thread each; where
// there are fewer trees than threads, several threads share a tree, each with columns of its own.

import type { Matrix } from '../../core/matrix';
import { fillBins, layOutBins, type BinLayout } from './binning';
import { align, engineBytes } from './engine-memory';
import { growTree } from './grow-tree';
import type { GrowOptions, SharedMemory, TreeTask } from './tree-task';
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

/** The trees of one round. */
export interface RoundOfTrees {
  readonly count: number;
  /** What a tree learns from; asked for when its turn has come. */
  taskOf(index: number): TreeTask;
  /** Called for each tree as it is done, in any order. */
  onTree(index: number, tree: AnsweredTree): void | Promise<void>;
}

export interface TreeTeam {
  readonly size: number;
  grow(round: RoundOfTrees): Promise<void>;
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
  /** Most columns that a tree asks. */
  readonly columnsPerTree: number;
  /** Awaited often; throws when the work was stopped. */
  breathe(): Promise<void>;
  /** Called where threads could not be used; the work goes on in this one. */
  onAlone?(error: unknown): void;
}

/** Values visited (rows × columns × levels × trees) from which more threads are worth their start; about half a second of work. */
const WORTH_THREADS = 5e8;
const PAGE_BYTES = 65536;

interface Binned {
  readonly matrix: Matrix;
  readonly layout: BinLayout;
  readonly options: TreeTeamOptions;
}

/** Rejects with what `breathe` throws. */
export async function createTreeTeam(matrix: Matrix, options: TreeTeamOptions): Promise<TreeTeam> {
  const { maxBins, grow, threads, numTrees, columnsPerTree, breathe } = options;
  const layout = await layOutBins(matrix, maxBins, breathe);
  const binned: Binned = { matrix, layout, options };
  const work = matrix.rows * columnsPerTree * grow.maxDepth * numTrees;
  if (threads && threads.count > 1 && work >= WORTH_THREADS) {
    const team = await teamOf(threads, binned);
    if (team) return team;
  }
  const alone = createTreeThread();
  await loadCopies([alone], binned);
  return {
    size: 1,
    grow: (round) => growWhole([alone], round),
    memoryBytes: () => alone.memoryBytes(),
    dispose: () => undefined,
  };
}

/** Null where the threads cannot be started, or there is no memory for them. */
async function teamOf(threads: TreeThreads, binned: Binned): Promise<TreeTeam | null> {
  const { layout, options } = binned;
  const { canShareMemory } = threads;
  try {
    const members = Array.from({ length: threads.count }, () => threads.start());
    await (canShareMemory ? loadShared(members, binned) : loadCopies(members, binned));
    return {
      size: members.length,
      grow: (round) =>
        round.count >= members.length
          ? growWhole(members, round)
          : growTogether(members, round, { layout, grow: options.grow }),
      memoryBytes: async () => {
        const bytes = await Promise.all(members.map((member) => member.memoryBytes()));
        return canShareMemory ? bytes[0]! : bytes.reduce((sum, each) => sum + each, 0);
      },
      dispose: () => threads.end(),
    };
  } catch (error) {
    threads.end();
    await options.breathe(); // a stop looks like a failure, and goes on as one
    options.onAlone?.(error);
    return null;
  }
}

async function loadCopies(
  members: readonly TreeThread[],
  { matrix, layout, options }: Binned,
): Promise<void> {
  const bins = new Uint8Array(matrix.rows * matrix.columns);
  await fillBins(matrix, { layout, bins, breathe: options.breathe });
  await Promise.all(members.map((member) => member.load({ layout, bins, options: options.grow })));
}

/** One copy of the bins for all. */
async function loadShared(
  members: readonly TreeThread[],
  { matrix, layout, options }: Binned,
): Promise<void> {
  const { grow, columnsPerTree, breathe } = options;
  const numBins = matrix.rows * matrix.columns;
  const own = engineBytes(layout, { maxDepth: grow.maxDepth, columnsPerTree });
  // Each stretch begins at the next multiple of a slot.
  const bytes = align(numBins) + members.length * own;
  const pages = Math.ceil(bytes / PAGE_BYTES);
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
  const bins = new Uint8Array(memory.buffer, 0, numBins);
  await fillBins(matrix, { layout, bins, breathe });
  await Promise.all(
    members.map((member, i) => {
      const stretch: SharedMemory = { memory, binsAt: 0, ownAt: align(numBins) + i * own };
      return member.load({ layout, bins: stretch, options: grow });
    }),
  );
}

async function growWhole(
  members: readonly TreeThread[],
  { count, taskOf, onTree }: RoundOfTrees,
): Promise<void> {
  let next = 0;
  await Promise.all(
    members.map(async (member) => {
      for (let i = next++; i < count; i = next++) await onTree(i, await member.grow(taskOf(i)));
    }),
  );
}

async function growTogether(
  members: readonly TreeThread[],
  { count, taskOf, onTree }: RoundOfTrees,
  { layout, grow }: { layout: BinLayout; grow: GrowOptions },
): Promise<void> {
  const share = Math.floor(members.length / count);
  await Promise.all(
    Array.from({ length: count }, async (_, i) => {
      const growers = members.slice(i * share, (i + 1) * share);
      const task = taskOf(i);
      const tasks = growers.map((_grower, part) => ({
        ...task,
        columns: task.columns.filter((_column, at) => at % growers.length === part),
      }));
      const { tree, binned } = await growTree(growers, tasks, { layout, options: grow });
      await onTree(i, { tree, answers: await growers[0]!.answer(binned) });
    }),
  );
}
