// How long a call across to a worker may take before the worker is held to be lost. A worker in an endless loop hears
// nothing, not even a stop: ending it from outside is all that helps.

/** Once the caller has stopped it, a call has this long to end by itself. */
const STOP_GRACE_SECONDS = 5;

export interface TimeLimitOptions {
  /** Infinity for none. */
  readonly seconds: number;
  /** Stops the call. */
  readonly signal?: AbortSignal;
  /** A stopped call has this long to end by itself; 5 without it. */
  readonly stopGraceSeconds?: number;
}

/** What a call may do about its limit. */
export interface Patience {
  /** There was progress: the time counts from now on. */
  restart(): void;
  /** What takes long now is not the worker: no time counts until `restart`. */
  suspend(): void;
}

export class TimeLimit implements Patience {
  readonly #options: TimeLimitOptions;
  readonly #onPassed: () => void;
  readonly #onStopIgnored: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #stopTimer: ReturnType<typeof setTimeout> | undefined;
  #released = false;

  constructor(options: TimeLimitOptions, onPassed: () => void, onStopIgnored: () => void) {
    this.#options = options;
    this.#onPassed = onPassed;
    this.#onStopIgnored = onStopIgnored;
    const { signal } = options;
    if (signal?.aborted) this.#onStop();
    else signal?.addEventListener('abort', this.#onStop, { once: true });
    this.restart();
  }

  restart(): void {
    clearTimeout(this.#timer);
    if (this.#released) return; // news of progress that comes late
    const { seconds } = this.#options;
    if (Number.isFinite(seconds)) this.#timer = setTimeout(this.#onPassed, seconds * 1000);
  }

  suspend(): void {
    clearTimeout(this.#timer);
  }

  /** The call has ended. */
  release(): void {
    this.#released = true;
    clearTimeout(this.#timer);
    clearTimeout(this.#stopTimer);
    this.#options.signal?.removeEventListener('abort', this.#onStop);
  }

  readonly #onStop = (): void => {
    const { stopGraceSeconds = STOP_GRACE_SECONDS } = this.#options;
    this.#stopTimer = setTimeout(this.#onStopIgnored, stopGraceSeconds * 1000);
  };
}
