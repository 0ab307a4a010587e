// Threads of Node that grow trees, as the trainer wants to see them, and what memory they held.

import { Worker } from 'node:worker_threads';
import { wrap } from 'comlink';
import nodeEndpoint from 'comlink/dist/esm/node-adapter.mjs';
import type { TreeThread } from '../src/trainers/trees/tree-thread';
import type { TreeThreads } from '../src/trainers/trees/tree-team';

/** A thread loads TypeScript only after it has been told how. */
const START = `
  import('tsx/esm/api').then(({ register }) => {
    register();
    return import(${JSON.stringify(new URL('./tree-thread.ts', import.meta.url).href)});
  });
`;

export interface WatchedThreads extends TreeThreads {
  /** Wasm memory of all threads after the last tree, bytes. */
  wasmBytes(): Promise<number>;
  /** Resolves when the threads run, so that their start is not measured. */
  ready(): Promise<void>;
  terminate(): Promise<void>;
}

/** The same threads serve fit after fit. */
export function nodeTreeThreads(count: number, canShareMemory: boolean): WatchedThreads {
  const workers = Array.from({ length: count }, () => new Worker(START, { eval: true }));
  const threads = workers.map((worker) => wrap<TreeThread>(nodeEndpoint(worker)));
  let started = 0;
  return {
    count,
    canShareMemory,
    start() {
      const thread = threads[started++ % count]!;
      return {
        load: (load) => thread.load(load),
        grow: (task) => thread.grow(task),
        begin: (task) => thread.begin(task),
        split: (index, split, leaves) => thread.split(index, split, leaves),
        answer: (tree) => thread.answer(tree),
        memoryBytes: () => thread.memoryBytes(),
      };
    },
    end: () => undefined,
    async wasmBytes() {
      const bytes = await Promise.all(threads.map((thread) => thread.memoryBytes()));
      return canShareMemory ? bytes[0]! : bytes.reduce((sum, each) => sum + each, 0);
    },
    async ready() {
      await Promise.all(threads.map((thread) => thread.memoryBytes().catch(() => 0)));
    },
    async terminate() {
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}
