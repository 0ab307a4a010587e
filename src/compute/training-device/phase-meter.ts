// Which part of a step takes how long. Measuring costs time, so only a step now and then is measured, the more seldom the
// more it costs: under 1 % of the training. Steps may be sent before those ahead of them are over.

import { STEP_PHASES, type PhaseShares, type StepPhase } from '../../core/training-device';

/** Milliseconds by phase. */
export type PhaseTimes = Record<StepPhase, number>;

/** How time is taken: on the device's own clock, or from outside. */
export interface PhaseClock {
  /** A stretch of work begins. */
  begin(): Promise<void>;
  /** The stretch that began last is over. */
  end(phase: StepPhase): Promise<void>;
  /** What the stretches since the last call took; null where the clock says nothing sensible. */
  collect(): Promise<PhaseTimes | null>;
  dispose(): void;
}

/** The first step compiles shaders. */
const FIRST_MEASURED_STEP = 3;
const USUAL_INTERVAL = 20;
const LONGEST_INTERVAL = 500;
/** The one that a step ends with. */
const LAST_PHASE: StepPhase = 'optimiser';
/** Share of the training that measuring may take. */
const LARGEST_COST = 0.01;
/** Weight of a new measurement. */
const SMOOTHING = 0.3;

export class PhaseMeter {
  #clock: PhaseClock;
  #fallback: PhaseClock | null;
  #shares: PhaseShares | null = null;
  /** Steps that were sent to the last phase, and those that are over. */
  #sent = 0;
  #done = 0;
  /** Number of the step, counted from 1. */
  #nextMeasured = FIRST_MEASURED_STEP;
  #hasBegun = false;
  /** Of the last step that measuring did not slow down. */
  #usualMilliseconds: number | null = null;
  /** What steps took longer than usual since measuring began. */
  #cost = 0;

  /** @param fallback takes over where `clock` says nothing sensible */
  constructor(clock: PhaseClock, fallback: PhaseClock | null = null) {
    this.#clock = clock;
    this.#fallback = fallback;
  }

  /** Smoothed; null until measured. */
  get shares(): PhaseShares | null {
    return this.#shares;
  }

  async timed<R>(phase: StepPhase, work: () => R): Promise<R> {
    const isMeasured = this.#sent + 1 === this.#nextMeasured;
    if (isMeasured) {
      this.#hasBegun = true;
      await this.#clock.begin();
    }
    const result = work();
    await result;
    if (isMeasured) await this.#clock.end(phase);
    if (phase === LAST_PHASE) this.#sent++;
    return result;
  }

  /**
   * The oldest step that is not over yet is; says whether measuring slowed it down: the measured step, and those that were
   * waited for while it was sent.
   */
  onStep(milliseconds: number): boolean {
    this.#done++;
    this.#sent = Math.max(this.#sent, this.#done);
    const wasSlowed = this.#hasBegun;
    if (wasSlowed) this.#cost += milliseconds - (this.#usualMilliseconds ?? milliseconds);
    else this.#usualMilliseconds = milliseconds;
    if (this.#done < this.#nextMeasured) return wasSlowed;
    this.#nextMeasured = this.#done + intervalAfter(this.#cost, this.#usualMilliseconds);
    this.#cost = 0;
    if (!this.#hasBegun) return false; // nothing of it was timed
    this.#hasBegun = false;
    // Not waited for: it comes when the device has got there. One that fails is heard of elsewhere.
    void this.#clock.collect().then(
      (times) => this.#add(times),
      () => undefined,
    );
    return true;
  }

  /** Whatever was sent and is not over is no step after all: it is repeated, or given up. */
  discard(): void {
    this.#sent = this.#done;
    this.#hasBegun = false;
    void this.#clock.collect().catch(() => undefined);
  }

  dispose(): void {
    this.#clock.dispose();
    this.#fallback?.dispose();
  }

  #add(times: PhaseTimes | null): void {
    const total = times ? STEP_PHASES.reduce((sum, phase) => sum + times[phase], 0) : 0;
    if (!times || total <= 0) {
      this.#fallBack();
      return;
    }
    const before = this.#shares;
    const mixed = STEP_PHASES.map((phase): [StepPhase, number] => {
      const share = times[phase] / total;
      return [phase, before ? before[phase] + SMOOTHING * (share - before[phase]) : share];
    });
    this.#shares = Object.fromEntries(mixed) as PhaseTimes;
  }

  #fallBack(): void {
    if (!this.#fallback) return;
    this.#clock.dispose();
    this.#clock = this.#fallback;
    this.#fallback = null;
  }
}

/** Steps until the next measurement, so that what this one cost, in milliseconds, is at most `LARGEST_COST` of them. */
function intervalAfter(cost: number, usual: number | null): number {
  if (usual === null || usual <= 0) return USUAL_INTERVAL;
  const interval = Math.ceil(cost / (LARGEST_COST * usual));
  return Math.min(LONGEST_INTERVAL, Math.max(USUAL_INTERVAL, interval));
}

/** All phases at 0. */
export function noTimes(): PhaseTimes {
  return { input: 0, forward: 0, backward: 0, optimiser: 0 };
}
