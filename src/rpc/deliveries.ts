// Callbacks that cross to another realm travel on ports of their own, so a call's result can overtake
// them. A worker that reports events waits for their delivery before it answers.

export class Deliveries {
  readonly #open = new Set<Promise<unknown>>();

  /** @param sent what the remote callback returned (typed void, in truth a promise) */
  add(sent: unknown): void {
    const delivery = Promise.resolve(sent).catch(() => undefined); // the page is gone: nobody to tell
    this.#open.add(delivery);
    void delivery.then(() => this.#open.delete(delivery));
  }

  /** Resolves when everything added so far has arrived. */
  async all(): Promise<void> {
    await Promise.all(this.#open);
  }
}
