import { describe, expect, it } from 'vitest';
import { createMatrix, type Matrix } from '../../core/matrix';
import { createRandom } from '../../core/random';
import type { GrowOptions, TreeTask } from './tree-task';
import type { Tree } from './tree';
import { createTreeTeam, type TreeTeamOptions, type TreeThreads } from './tree-team';
import { createTreeThread } from './tree-thread';

const OPTIONS: GrowOptions = {
  eta: 0.3,
  maxDepth: 6,
  minChildWeight: 1,
  gamma: 0,
  lambda: 1,
  alpha: 0,
};
/** Enough that a team takes threads. */
const MANY_TREES = 1e6;

/** "Threads" in this very one: the same messages, one after the other. */
function threadsHere(count: number, canShareMemory: boolean): TreeThreads & { ended: number } {
  const threads = {
    count,
    canShareMemory,
    start: createTreeThread,
    ended: 0,
    end: () => void threads.ended++,
  };
  return threads;
}

function noise(rows: number, columns: number, missing: number): Matrix {
  const random = createRandom(3);
  const data = Float32Array.from({ length: rows * columns }, () =>
    random.next() < missing ? NaN : random.normal(),
  );
  return createMatrix(rows, columns, data);
}

function tasksFor({ rows, columns }: Matrix, count: number): TreeTask[] {
  const random = createRandom(4);
  const everySecond = Int32Array.from({ length: rows / 2 }, (_, i) => 2 * i);
  return Array.from({ length: count }, (_, i) => ({
    pairs: Float32Array.from({ length: rows * 2 }, (_, at) =>
      at % 2 ? 0.1 + random.next() : random.normal(),
    ),
    rows: i % 2 ? everySecond : null,
    columns: Int32Array.from({ length: columns - i }, (_, column) => column),
  }));
}

function teamOptions({ columns }: Matrix): Omit<TreeTeamOptions, 'threads'> {
  return {
    maxBins: 64,
    grow: OPTIONS,
    numTrees: MANY_TREES,
    columnsPerTree: columns,
    breathe: () => Promise.resolve(),
  };
}

async function growAll(matrix: Matrix, count: number, threads: TreeThreads | null) {
  const team = await createTreeTeam(matrix, { ...teamOptions(matrix), threads });
  const trees: Tree[] = [];
  const answers: Float32Array[] = [];
  const tasks = tasksFor(matrix, count);
  await team.grow({
    count,
    taskOf: (i) => tasks[i]!,
    onTree: (i, grown) => {
      trees[i] = grown.tree;
      answers[i] = grown.answers;
    },
  });
  const bytes = await team.memoryBytes();
  team.dispose();
  return { trees, answers, bytes, size: team.size };
}

describe('a team of threads', () => {
  const matrix = noise(300, 21, 0.1);

  it.each([
    ['a tree each, copies of the table', 5, 2, false],
    ['a tree each, one table for all', 5, 2, true],
    ['one tree among them, copies of the table', 1, 3, false],
    ['one tree among them, one table for all', 1, 3, true],
    ['two trees among five, one table for all', 2, 5, true],
  ])('grows the trees that one thread grows: %s', async (_, count, size, shared) => {
    const threads = threadsHere(size, shared);
    const alone = await growAll(matrix, count, null);
    const together = await growAll(matrix, count, threads);
    expect(together.size).toBe(size);
    expect(together.trees).toEqual(alone.trees);
    expect(together.answers).toEqual(alone.answers);
    expect(alone.trees[0]!.column.length).toBeGreaterThan(20);
    expect(threads.ended).toBe(1);
  });

  it('takes less memory where threads share the table', async () => {
    const wide = noise(20_000, 40, 0);
    const copies = await growAll(wide, 4, threadsHere(4, false));
    const shared = await growAll(wide, 4, threadsHere(4, true));
    expect(shared.bytes).toBeLessThan(copies.bytes);
  });

  it('starts no threads for little work', async () => {
    const threads = threadsHere(4, false);
    const team = await createTreeTeam(matrix, { ...teamOptions(matrix), threads, numTrees: 10 });
    expect(team.size).toBe(1);
  });

  it('goes on alone, and says so, where threads do not start', async () => {
    const threads = threadsHere(3, false);
    const failing: TreeThreads = {
      ...threads,
      start: () => ({ ...createTreeThread(), load: () => Promise.reject(new Error('no worker')) }),
      end: () => threads.end(),
    };
    const reasons: unknown[] = [];
    const onAlone = (error: unknown): void => void reasons.push(error);
    const team = await createTreeTeam(matrix, {
      ...teamOptions(matrix),
      threads: failing,
      onAlone,
    });
    expect(team.size).toBe(1);
    expect(threads.ended).toBe(1);
    expect(reasons).toEqual([new Error('no worker')]);
  });

  it('takes a stop for a stop, not for threads that do not start', async () => {
    const stop = new DOMException('stopped', 'AbortError');
    const breathe = (): Promise<void> => Promise.reject(stop);
    const options = { ...teamOptions(matrix), threads: threadsHere(2, true), breathe };
    await expect(createTreeTeam(matrix, options)).rejects.toBe(stop);
  });

  it('has one failure where several threads of a tree fail', async () => {
    const failing: TreeThreads = {
      ...threadsHere(3, false),
      start: () => ({ ...createTreeThread(), split: () => Promise.reject(new Error('gone')) }),
    };
    await expect(growAll(matrix, 1, failing)).rejects.toThrow('gone');
  });
});
