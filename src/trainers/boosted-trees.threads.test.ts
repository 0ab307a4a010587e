// Stops, losses and resuming while trees grow in several threads (played here by this one).

import { describe, expect, it } from 'vitest';
import { createMatrix } from '../core/matrix';
import { createRandom } from '../core/random';
import { boostedTreesTrainer } from './boosted-trees';
import type { Checkpoint, FitContext, Labels, TableInput } from './trainer';
import type { TreeThreads } from './trees/tree-team';
import { createTreeThread, type TreeThread } from './trees/tree-thread';

const ROWS = 700;
const COLUMNS = 21;
/** So many that threads are worth their start; each test stops long before. */
const PARAMS = {
  rounds: 2000,
  max_depth: 6,
  eta: 0.1,
  subsample: 0.8,
  colsample_bytree: 1,
  early_stopping_rounds: 0,
};

function table(): { x: TableInput; y: Labels } {
  const random = createRandom(2);
  const indices = Int32Array.from({ length: ROWS }, () => random.integer(3));
  const data = Float32Array.from({ length: ROWS * COLUMNS }, (_, i) => {
    const label = indices[Math.floor(i / COLUMNS)]!;
    return random.normal() + (i % 3 === label ? 0.7 : 0);
  });
  const columnNames = Array.from({ length: COLUMNS }, (_, i) => `c${i}`);
  const x: TableInput = {
    kind: 'table',
    matrix: createMatrix(ROWS, COLUMNS, data),
    columnNames,
  };
  return { x, y: { indices, classes: ['a', 'b', 'c'] } };
}

function threadsOf(start: () => TreeThread): TreeThreads & { ended: number } {
  const threads = {
    count: 2,
    canShareMemory: true,
    start,
    ended: 0,
    end: () => void threads.ended++,
  };
  return threads;
}

/** Trains until `stopAt`, inside the round after it; what it left to go on from. */
async function stopInside(stopAt: number, resumeFrom?: Checkpoint): Promise<Checkpoint> {
  const { x, y } = table();
  const controller = new AbortController();
  let finished = resumeFrom?.epoch ?? 0;
  let kept: Checkpoint | null = null;
  const treeThreads = threadsOf(() => {
    const thread = createTreeThread();
    return {
      ...thread,
      grow: async (task) => {
        const grown = await thread.grow(task);
        if (finished >= stopAt) controller.abort();
        return grown;
      },
    };
  });
  const context: FitContext<TableInput> = {
    seed: 7,
    signal: controller.signal,
    treeThreads,
    onEpoch: ({ epoch }) => (finished = epoch),
    onCheckpoint: (checkpoint) => {
      kept = checkpoint;
      return Promise.resolve();
    },
    ...(resumeFrom && { resumeFrom }),
  };
  const fit = boostedTreesTrainer.fit(x, y, PARAMS, context);
  await expect(fit).rejects.toMatchObject({ name: 'AbortError' });
  expect(treeThreads.ended).toBe(1);
  return kept!;
}

describe('boosted trees in several threads', () => {
  it('stop inside a round, and go on exactly', async () => {
    const whole = await stopInside(13);
    expect(whole.epoch).toBe(13);
    const resumed = await stopInside(13, await stopInside(5));
    expect(resumed).toEqual(whole);
  });

  it('keep what is finished when a thread is lost', async () => {
    const { x, y } = table();
    let grown = 0;
    let kept: Checkpoint | null = null;
    const treeThreads = threadsOf(() => {
      const thread = createTreeThread();
      return {
        ...thread,
        grow: (task) => {
          if (++grown > 3 * 7 + 1) return Promise.reject(new Error('the thread is gone'));
          return thread.grow(task);
        },
      };
    });
    const onCheckpoint = (checkpoint: Checkpoint): Promise<void> => {
      kept = checkpoint;
      return Promise.resolve();
    };
    const fit = boostedTreesTrainer.fit(x, y, PARAMS, { seed: 7, treeThreads, onCheckpoint });
    await expect(fit).rejects.toThrow('the thread is gone');
    expect(kept).toMatchObject({ epoch: 7 });
  });
});

it('trees without any penalty can be saved and read', async () => {
  const { x, y } = table();
  const params = { rounds: 8, max_depth: 12, eta: 1, lambda: 0, min_child_weight: 0 };
  const model = await boostedTreesTrainer.fit(x, y, params, { seed: 1 });
  const json: unknown = JSON.parse(JSON.stringify(model.toJSON()));
  const read = boostedTreesTrainer.fromJSON(json as ReturnType<typeof model.toJSON>);
  expect(await read.predictProba(x)).toEqual(await model.predictProba(x));
});
