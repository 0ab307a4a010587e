// Work that gets the device ready for a training to come: one at a time, the newest alone, and never beside a training.
// What the work is, it does not know.

export interface WarmUp {
  /** The same for work that would get nothing ready that is not. */
  readonly key: string;
  readonly signal: AbortSignal;
  /** Must end, if only with a failure, once its signal is aborted or the device is lost. */
  work(signal: AbortSignal): Promise<void>;
}

interface Begun {
  readonly key: string;
  readonly controller: AbortController;
  /** Never rejects. */
  readonly over: Promise<void>;
}

export class WarmUps {
  /** Keys of what came to its end. */
  readonly #ready = new Set<string>();
  /** In progress; one that is stopped already stays here until it is over. */
  #current: Begun | null = null;
  #trainings = 0;

  /**
   * Stops what is in progress and, once that is over, does the work; not twice, and not while something trains. Resolves
   * when it is over, however it ended: what failed is met again by the training, and told there.
   */
  start({ key, signal, work }: WarmUp): Promise<void> {
    const current = this.#current;
    if (this.#trainings > 0) return Promise.resolve();
    if (current?.key === key && !current.controller.signal.aborted) return current.over;
    current?.controller.abort();
    if (this.#ready.has(key)) return Promise.resolve();
    const controller = new AbortController();
    const run = async (): Promise<void> => {
      await current?.over;
      await this.#run({ key, work, signal: controller.signal });
    };
    const over = abortWith(signal, controller, run()).finally(() => {
      if (this.#current?.controller === controller) this.#current = null;
    });
    this.#current = { key, controller, over };
    return over;
  }

  /** Trains with nothing beside it: what is in progress is stopped and waited for, though no longer than `signal` says. */
  async keepOut<Result>(signal: AbortSignal, train: () => Promise<Result>): Promise<Result> {
    this.#trainings++;
    this.#current?.controller.abort();
    try {
      await unlessAborted(signal, this.#current?.over ?? Promise.resolve());
      return await train();
    } finally {
      this.#trainings--;
    }
  }

  async #run({ key, signal, work }: WarmUp): Promise<void> {
    try {
      signal.throwIfAborted();
      await work(signal);
      if (!signal.aborted) this.#ready.add(key);
    } catch {
      // The next one of the same key tries again.
    }
  }
}

/** Settles with the work, and has the controller abort when the signal does until then. */
async function abortWith(
  signal: AbortSignal,
  controller: AbortController,
  work: Promise<void>,
): Promise<void> {
  const abort = (): void => controller.abort(signal.reason);
  if (signal.aborted) abort();
  signal.addEventListener('abort', abort);
  await work.finally(() => signal.removeEventListener('abort', abort));
}

async function unlessAborted(signal: AbortSignal, work: Promise<void>): Promise<void> {
  signal.throwIfAborted();
  let stop = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason as Error);
    signal.addEventListener('abort', stop);
  });
  try {
    await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
