// Workers that grow trees, as the trainer wants to see them. They are started by the worker that trains, and end with it.

import type { TreeThread } from '../trainers/trees/tree-thread';
import type { TreeThreads } from '../trainers/trees/tree-team';
import { WorkerClient } from './worker-client';
import { defaultPoolSize } from './worker-pool';

export interface TreeThreadsOptions {
  /** Makes the worker with the given `name` option. */
  readonly create: (name: string) => Worker;
  /** Processor cores of the machine. */
  readonly cores: number;
  /** The page is cross-origin isolated. */
  readonly isolated: boolean;
}

export function createTreeThreads({ create, cores, isolated }: TreeThreadsOptions): TreeThreads {
  const clients: WorkerClient<TreeThread>[] = [];
  const start = (): TreeThread => {
    const client = new WorkerClient<TreeThread>(create);
    clients.push(client);
    return {
      load: (load) => client.call((api) => api.load(load)),
      grow: (task) => client.call((api) => api.grow(task)),
      begin: (task) => client.call((api) => api.begin(task)),
      split: (index, split, leaves) => client.call((api) => api.split(index, split, leaves)),
      answer: (tree) => client.call((api) => api.answer(tree)),
      memoryBytes: () => client.call((api) => api.memoryBytes()),
    };
  };
  return {
    count: defaultPoolSize(cores),
    canShareMemory: isolated,
    start,
    end: () => {
      for (const client of clients.splice(0)) client.dispose();
    },
  };
}
