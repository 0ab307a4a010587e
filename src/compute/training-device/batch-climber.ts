// Finds out how many examples a device is best given at once: starts where the memory model says, times a few steps at each
// size, goes up while that pays, and never tries again what did not. Knows no device, only times and refusals.

import { median } from '../../core/median';
import type { BatchSizer, StepTiming } from '../../core/training-device';
import { isMemoryError } from './memory-error';
import { climbWords, type ClimbOutcome } from './batch-words';
import type { Ladder } from './memory-model';

/** Timed steps a size is judged by, after the first, which pays for the shaders. */
const TIMED_STEPS = 5;
/** A larger size has to be this much faster: less is within the noise, and not worth the memory. */
const WORTHWHILE_GAIN = 1.05;

export interface ClimberOptions {
  readonly ladder: Ladder;
  /** Called when the size has changed. */
  onChange?(): void;
}

export class BatchClimber implements BatchSizer {
  readonly #options: ClimberOptions;
  /** Sizes that may still be used, ascending. */
  #sizes: readonly number[];
  #index: number;
  #outcome: ClimbOutcome;
  /** Index of the size that a larger one is being compared with; null when nothing is tried. */
  #from: number | null = null;
  #isSettled: boolean;
  #stepsHere = 0;
  #times: number[] = [];
  /** Median milliseconds of a whole step, by examples at once. */
  readonly #stepMilliseconds = new Map<number, number>();
  #ranOutAt: number | null = null;
  /** Examples a whole step learns from, as far as seen: fewer than was planned with, where groups are filled up. */
  #batchSize = 0;

  constructor(options: ClimberOptions) {
    const { sizes, first, ceiling } = options.ladder;
    this.#options = options;
    this.#sizes = sizes;
    this.#index = first;
    this.#isSettled = sizes.length === 1;
    this.#outcome = { kind: this.#isSettled ? 'only' : 'start', ceiling };
  }

  get size(): number {
    return this.#sizes[this.#index]!;
  }

  /** Why that size, in words. */
  get reason(): string {
    return climbWords(Math.min(this.size, this.#batchSize || this.size), this.#outcome);
  }

  /** Median milliseconds of a step at the size in use; null until it was timed. */
  get stepMilliseconds(): number | null {
    return this.#stepMilliseconds.get(this.size) ?? null;
  }

  /** Median milliseconds of a step by examples at once, as far as timed. */
  get measured(): ReadonlyMap<number, number> {
    return this.#stepMilliseconds;
  }

  /** Smallest size that memory did not suffice for; null where it always did. */
  get ranOutAt(): number | null {
    return this.#ranOutAt;
  }

  onStep({ examples, examplesAtOnce, milliseconds }: StepTiming): void {
    // The rest of an epoch costs less than a batch does, and a late report says nothing of the size in use.
    if (examples < this.#batchSize || examplesAtOnce !== this.size) return;
    this.#batchSize = examples;
    if (this.#stepMilliseconds.has(this.size)) return;
    this.#stepsHere++;
    if (this.#stepsHere === 1) return;
    this.#times.push(milliseconds);
    if (this.#times.length < TIMED_STEPS) return;
    this.#stepMilliseconds.set(this.size, median(this.#times));
    this.#decide();
  }

  stepDown(error: unknown, tooMuch: number): boolean {
    if (!isMemoryError(error)) return false;
    this.#ranOutAt = Math.min(tooMuch, this.#ranOutAt ?? Infinity);
    const left = this.#sizes.filter((size) => size < tooMuch);
    if (left.length === 0) return false;
    this.#sizes = left;
    this.#isSettled = true;
    this.#from = null;
    // A step sent before the size changed may have been larger than what is in use by now.
    this.#moveTo(Math.min(this.#index, left.length - 1), { kind: 'memory', tooMuch });
    return true;
  }

  #decide(): void {
    const from = this.#from;
    this.#from = null;
    if (from !== null) {
      const other = this.#sizes[from]!;
      const gain = this.#stepMilliseconds.get(other)! / this.#stepMilliseconds.get(this.size)!;
      if (gain < WORTHWHILE_GAIN) {
        this.#isSettled = true;
        this.#moveTo(from, { kind: 'not-faster', other: this.size, gain });
        return;
      }
      this.#outcome = { kind: 'faster', other, gain };
    }
    if (this.#isSettled) return;
    if (this.#index + 1 === this.#sizes.length) {
      this.#isSettled = true;
      if (from === null) this.#outcome = { kind: 'only', ceiling: this.#options.ladder.ceiling };
      return;
    }
    this.#from = this.#index;
    this.#moveTo(this.#index + 1, { kind: 'trying', other: this.size });
  }

  #moveTo(index: number, outcome: ClimbOutcome): void {
    this.#index = index;
    this.#outcome = outcome;
    this.#stepsHere = 0;
    this.#times = [];
    this.#options.onChange?.();
  }
}
