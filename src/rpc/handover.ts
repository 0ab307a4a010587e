// Passes values one at a time from one side to another that asks for them: whoever is faster waits.

type Resolve<Value> = (value: Value | null) => void;

export class Handover<Value> {
  #offered: { readonly value: Value; readonly taken: () => void } | null = null;
  #asking: Resolve<Value> | null = null;
  #ended = false;
  readonly #broken = new AbortController();

  /** Resolves when the other side has taken the value; rejects with AbortError after `breakOff`. */
  give(value: Value): Promise<void> {
    return this.#unlessBroken(
      new Promise((taken) => {
        this.#offered = { value, taken };
        this.#match();
      }),
    );
  }

  /** The next value, or null after the last one; rejects with AbortError after `breakOff`. */
  next(): Promise<Value | null> {
    return this.#unlessBroken(
      new Promise<Value | null>((resolve) => {
        this.#asking = resolve;
        this.#match();
      }),
    );
  }

  /** There is nothing more to come. */
  end(): void {
    this.#ended = true;
    this.#match();
  }

  /** One side has failed: the other one need not go on. */
  breakOff(): void {
    this.#broken.abort();
  }

  #match(): void {
    const asking = this.#asking;
    const offered = this.#offered;
    if (!asking || (!offered && !this.#ended)) return;
    this.#asking = null;
    this.#offered = null;
    asking(offered ? offered.value : null);
    offered?.taken();
  }

  async #unlessBroken<Result>(work: Promise<Result>): Promise<Result> {
    const { signal } = this.#broken;
    signal.throwIfAborted();
    let onAbort: () => void = () => undefined;
    const broken = new Promise<never>((_, reject) => {
      onAbort = () => reject(new DOMException('The other side has failed.', 'AbortError'));
      signal.addEventListener('abort', onAbort);
    });
    try {
      return await Promise.race([work, broken]);
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  }
}
