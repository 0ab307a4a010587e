// News of a training run on its way to the page. Small networks finish hundreds of steps a second: what
// happens between two reports is put into one, and no report is sent before the last one has arrived, so
// that the page stays free to hear a click on "stop".

import type { EpochRecord, FoldScore } from '../core/run-types';
import type { TrainingStats } from '../trainers/trainer';

export interface TrainingReport {
  /** Epochs finished since the last report, in order; of a cross-validation those of the fold in progress. */
  readonly epochs: readonly EpochRecord[];
  /** Of a cross-validation: folds finished since the last report, in order; `epochs` came after them. */
  readonly folds: readonly FoldScore[];
  /** Share of the work that is done, 0…1; null while unknown. */
  readonly fraction: number | null;
  readonly stats: TrainingStats | null;
}

const INTERVAL_MILLISECONDS = 100;

export class TrainingReporter {
  readonly #send: (report: TrainingReport) => unknown;
  #epochs: EpochRecord[] = [];
  #folds: FoldScore[] = [];
  #fraction: number | null = null;
  #stats: TrainingStats | null = null;
  #delivery: Promise<void> | null = null;
  #sentAt = -Infinity;

  /** @param send the page's callback (typed void by comlink's rules, in truth a promise) */
  constructor(send: (report: TrainingReport) => unknown) {
    this.#send = send;
  }

  addEpoch(record: EpochRecord): void {
    this.#epochs.push(record);
    this.#sendIfDue();
  }

  addFold(score: FoldScore): void {
    this.#folds.push(score);
    this.#epochs = [];
    this.#sendIfDue();
  }

  setFraction(fraction: number): void {
    this.#fraction = fraction;
    this.#sendIfDue();
  }

  setStats(stats: TrainingStats): void {
    this.#stats = stats;
    this.#sendIfDue();
  }

  /** Sends what is left; resolves when all of it has arrived. */
  async flush(): Promise<void> {
    await this.#delivery;
    await this.#deliver();
  }

  #sendIfDue(): void {
    if (this.#delivery || performance.now() - this.#sentAt < INTERVAL_MILLISECONDS) return;
    this.#delivery = this.#deliver().finally(() => {
      this.#delivery = null;
    });
  }

  async #deliver(): Promise<void> {
    const report = {
      epochs: this.#epochs,
      folds: this.#folds,
      fraction: this.#fraction,
      stats: this.#stats,
    };
    this.#epochs = [];
    this.#folds = [];
    this.#sentAt = performance.now();
    try {
      await this.#send(report);
    } catch {
      // The page is gone: there is nobody to tell.
    }
  }
}
