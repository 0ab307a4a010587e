// Saves something again and again without holding up whoever makes it: one save at a time, and of those that wait only
// the newest. Knows nothing of what is saved.

export interface LatestSaveOptions<Value> {
  write(value: Value): Promise<void>;
  /** A value that comes while another one waits takes its place: what of the older must be kept is put into the newer. */
  merge(waiting: Value, newer: Value): Value;
  /** A save failed; the next one is tried all the same, also where this throws. */
  onError(error: unknown): void;
}

export class LatestSave<Value> {
  readonly #options: LatestSaveOptions<Value>;
  #waiting: { readonly value: Value } | null = null;
  #work: Promise<void> | null = null;

  constructor(options: LatestSaveOptions<Value>) {
    this.#options = options;
  }

  /** Returns at once. The value must not change any more. */
  put(value: Value): void {
    const { merge } = this.#options;
    this.#waiting = { value: this.#waiting ? merge(this.#waiting.value, value) : value };
    this.#work ??= this.#writeAll();
  }

  /** Resolves when nothing waits any more; never rejects. */
  async settle(): Promise<void> {
    await this.#work;
  }

  async #writeAll(): Promise<void> {
    while (this.#waiting) {
      const { value } = this.#waiting;
      this.#waiting = null;
      try {
        await this.#options.write(value);
      } catch (error) {
        this.#tell(error);
      }
    }
    this.#work = null;
  }

  #tell(error: unknown): void {
    try {
      this.#options.onError(error);
    } catch {
      // Whoever is told may be gone: no reason to save nothing any more.
    }
  }
}
