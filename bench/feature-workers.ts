// What a second worker brings, and whether one that has analysed a thousand clips holds more than after the first hundred.
// Threads of Node run what feature workers run, without a browser, a store or a page beside them.

import os from 'node:os';
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { ThreadResult, ThreadTask } from './feature-thread';
import type { ExtractorId } from '../src/features/registry';
import { benchRow, type BenchRow } from './row';

const SPEED_CLIPS = 40;
const SPEED_CLIP_SECONDS = 30;
const MEMORY_CLIP_SECONDS = 5;
const FEW = 100;
const MANY = 1000;
/** What is held after MANY clips over that after FEW, at most. */
const MAX_MEMORY_GROWTH = 1.2;
const MEMORIES = [
  ['JavaScript heap', 'heapBytes'],
  ['WebAssembly memory', 'wasmBytes'],
] as const;
/** Two threads over one, at least. */
const MIN_SPEED_UP = 1.7;
/** What imports and the baseline with rhythm ask for. */
const USUAL: readonly ExtractorId[] = ['log-mel', 'timbre', 'essentia-descriptors'];
/** One of every way to hold memory: kernels of our own, C++ objects. */
const ALL_KINDS: readonly ExtractorId[] = [...USUAL, 'fma-518', 'kaggle-57'];
const WARM_UP: ThreadTask = { extractors: USUAL, clips: 2, clipSeconds: SPEED_CLIP_SECONDS };

/** A thread loads TypeScript only after it has been told how. */
const START = `
  import('tsx/esm/api').then(({ register }) => {
    register();
    return import(${JSON.stringify(new URL('./feature-thread.ts', import.meta.url).href)});
  });
`;

class FeatureThread {
  readonly #worker = new Worker(START, { eval: true });

  async run(task: ThreadTask): Promise<ThreadResult> {
    this.#worker.postMessage(task);
    const [result] = (await once(this.#worker, 'message')) as [ThreadResult];
    return result;
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }
}

async function withThreads<Result>(
  count: number,
  use: (threads: readonly FeatureThread[]) => Promise<Result>,
): Promise<Result> {
  const threads = Array.from({ length: count }, () => new FeatureThread());
  try {
    await Promise.all(threads.map((thread) => thread.run(WARM_UP)));
    return await use(threads);
  } finally {
    await Promise.all(threads.map((thread) => thread.end()));
  }
}

function clipsPerSecond(count: number): Promise<number> {
  return withThreads(count, async (threads) => {
    const clips = SPEED_CLIPS / count;
    const task = { extractors: USUAL, clips, clipSeconds: SPEED_CLIP_SECONDS };
    const startedAt = performance.now();
    await Promise.all(threads.map((thread) => thread.run(task)));
    return SPEED_CLIPS / ((performance.now() - startedAt) / 1000);
  });
}

function heldAfter(): Promise<{ few: ThreadResult; many: ThreadResult }> {
  return withThreads(1, async ([thread]) => {
    const task = (clips: number): ThreadTask => ({
      extractors: ALL_KINDS,
      clips,
      clipSeconds: MEMORY_CLIP_SECONDS,
    });
    const few = await thread!.run(task(FEW));
    const many = await thread!.run(task(MANY - FEW));
    return { few, many };
  });
}

export async function workerRows() {
  const rows: BenchRow[] = [];
  const one = await clipsPerSecond(1);
  const two = await clipsPerSecond(2);
  rows.push(
    benchRow({
      metric: `analysis of ${SPEED_CLIPS} clips of ${SPEED_CLIP_SECONDS} s in two threads on ${os.cpus().length} cores`,
      unit: 'clips/s',
      better: 'more',
      ours: two,
      peer: one,
      peerName: 'the same in one thread',
    }),
  );
  const { few, many } = await heldAfter();
  const problems: string[] = [];
  if (os.cpus().length > 1 && two / one < MIN_SPEED_UP) {
    problems.push(`Two threads do ${(two / one).toFixed(2)} times the work of one.`);
  }
  for (const [what, key] of MEMORIES) {
    const metric = `${what} held by a worker after ${MANY} clips`;
    rows.push(
      benchRow({
        ...{ metric, unit: 'MB', better: 'less', peerName: `the same after ${FEW} clips` },
        ours: many[key] / 1e6,
        peer: few[key] / 1e6,
      }),
    );
    const growth = many[key] / few[key];
    if (growth > MAX_MEMORY_GROWTH) {
      problems.push(`${metric}: ${growth.toFixed(2)} times that after ${FEW}.`);
    }
  }
  return { rows, problems };
}
