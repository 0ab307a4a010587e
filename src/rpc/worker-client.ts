// The page's end of a typed interface. Starts the worker when it is first needed, and settles every
// call: with its result, its error, `worker-died` when the worker is gone, or `analysis-timeout` when it takes too long.

import { wrap, type Remote } from 'comlink';
import { EarmarkError } from '../core/errors';
import { CallScope } from './call-scope';
import { READY_MESSAGE, livenessLock } from './liveness';
import { TimeLimit, type Patience, type TimeLimitOptions } from './time-limit';
import { installTransferHandlers } from './transfer';

interface LiveWorker<Api> {
  readonly api: Promise<Remote<Api>>;
  /** How to reject each open call. */
  readonly calls: Set<(error: Error) => void>;
  /** Ends the worker and its open calls. */
  end(error: Error): void;
}

let workerCount = 0;

const NO_LIMIT: TimeLimitOptions = { seconds: Infinity };

export class WorkerClient<Api> {
  readonly #create: (name: string) => Worker;
  #live: LiveWorker<Api> | null = null;

  /** @param create makes the worker with the given `name` option */
  constructor(create: (name: string) => Worker) {
    this.#create = create;
  }

  /** True while a worker is running (its memory is in use). */
  get running(): boolean {
    return this.#live !== null;
  }

  /**
   * Runs one call against the worker's interface; a dead worker is replaced at the next call. A limit ends the worker,
   * and with it its other open calls.
   */
  async call<Result>(
    task: (api: Remote<Api>, patience: Patience) => Promise<Result>,
    limit: TimeLimitOptions = NO_LIMIT,
  ): Promise<Result> {
    const live = (this.#live ??= this.#start());
    const scope = new CallScope();
    let end: (error: Error) => void = () => undefined;
    // Not a race against one promise of the worker's death: that would keep every result until the worker ends.
    const death = new Promise<never>((_, reject) => {
      end = reject;
    });
    live.calls.add(end);
    const timeLimit = new TimeLimit(
      limit,
      () => live.end(new EarmarkError('analysis-timeout', `none after ${limit.seconds} seconds`)),
      () => live.end(new DOMException('The call was stopped.', 'AbortError')),
    );
    const run = async (): Promise<Result> => task(scope.watch(await live.api), timeLimit);
    try {
      return await Promise.race([run(), death]);
    } finally {
      timeLimit.release();
      live.calls.delete(end);
      scope.release();
    }
  }

  /** Ends the worker now and frees its memory; open calls reject with AbortError. */
  dispose(): void {
    this.#live?.end(new DOMException('The worker was ended.', 'AbortError'));
  }

  #start(): LiveWorker<Api> {
    installTransferHandlers();
    const name = `${workerCount++}-${crypto.randomUUID()}`;
    const worker = this.#create(name);
    const waiting = new AbortController();
    const calls: LiveWorker<Api>['calls'] = new Set();
    const end = (error: Error): void => {
      worker.terminate();
      waiting.abort();
      if (this.#live === live) this.#live = null;
      for (const reject of calls) reject(error);
    };
    const died = (how: string): void => end(new EarmarkError('worker-died', how));
    worker.addEventListener('error', (event) => died(event.message || 'it could not be started'));
    worker.addEventListener('messageerror', () => died('a message could not be read'));
    const api = new Promise<Remote<Api>>((resolve) => {
      const onReady = (event: MessageEvent): void => {
        if (event.data !== READY_MESSAGE) return;
        worker.removeEventListener('message', onReady);
        watch(name, waiting.signal, () => died('it was ended from outside'));
        resolve(wrap<Api>(worker));
      };
      worker.addEventListener('message', onReady);
    });
    const live: LiveWorker<Api> = { api, calls, end };
    return live;
  }
}

function watch(name: string, signal: AbortSignal, onDeath: () => void): void {
  if (!('locks' in navigator)) return;
  navigator.locks.request(livenessLock(name), { signal }, onDeath).catch(() => undefined); // aborted: the worker was ended by the page
}
