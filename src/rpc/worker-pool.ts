// A few workers behind one queue. Idle workers are ended after a while, so that their memory comes back.

import type { Remote } from 'comlink';
import type { Patience, TimeLimitOptions } from './time-limit';
import { WorkerClient } from './worker-client';

interface Waiting<Api> {
  start(client: WorkerClient<Api>): void;
}

export interface WorkerPoolOptions {
  /** Number of workers at most. */
  readonly size: number;
  /** An idle pool ends its workers after this time. */
  readonly idleSeconds?: number;
}

/** Beyond two cores one is left to the page; more than eight workers only compete for memory bandwidth. */
export function defaultPoolSize(cores: number): number {
  return Math.min(8, Math.max(Math.min(2, cores), cores - 1));
}

export class WorkerPool<Api> {
  readonly size: number;
  readonly #clients: WorkerClient<Api>[];
  readonly #free: WorkerClient<Api>[];
  readonly #queue: Waiting<Api>[] = [];
  readonly #idleMilliseconds: number;
  #idleTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(create: (name: string) => Worker, { size, idleSeconds = 30 }: WorkerPoolOptions) {
    this.size = size;
    this.#idleMilliseconds = idleSeconds * 1000;
    this.#clients = Array.from({ length: size }, () => new WorkerClient<Api>(create));
    this.#free = [...this.#clients];
  }

  /** Runs the task on the next free worker; the limit counts from then on, and only this task is lost to it. */
  async run<Result>(
    task: (api: Remote<Api>, patience: Patience) => Promise<Result>,
    limit?: TimeLimitOptions,
  ): Promise<Result> {
    clearTimeout(this.#idleTimer);
    const client = await this.#take();
    try {
      return await client.call(task, limit);
    } finally {
      this.#release(client);
    }
  }

  /** Ends all workers; open calls reject with AbortError. */
  dispose(): void {
    clearTimeout(this.#idleTimer);
    for (const client of this.#clients) client.dispose();
  }

  #take(): Promise<WorkerClient<Api>> {
    // The last one released is taken first, so that few files start few workers.
    const free = this.#free.pop();
    if (free) return Promise.resolve(free);
    return new Promise((resolve) => this.#queue.push({ start: resolve }));
  }

  #release(client: WorkerClient<Api>): void {
    const next = this.#queue.shift();
    if (next) {
      next.start(client);
      return;
    }
    this.#free.push(client);
    if (this.#free.length === this.size) {
      this.#idleTimer = setTimeout(() => this.dispose(), this.#idleMilliseconds);
    }
  }
}
