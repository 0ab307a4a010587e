// Turns counts into a rate and an estimate of the time left.

export interface Pace {
  readonly perSecond: number;
  /** Null until there is something to go by. */
  readonly secondsLeft: number | null;
}

export class ProgressClock {
  readonly #startedAt = performance.now();

  /** @param done units finished so far, of `total` */
  tick(done: number, total: number): Pace {
    const seconds = (performance.now() - this.#startedAt) / 1000;
    if (done <= 0 || seconds <= 0) return { perSecond: 0, secondsLeft: null };
    const perSecond = done / seconds;
    return { perSecond, secondsLeft: (total - done) / perSecond };
  }
}
