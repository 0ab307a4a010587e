// Which part of a step takes how long. Measuring costs time, so only a step now and then is measured, the more seldom the
// more it costs: under 1 % of the training.

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
/** Share of the training that measuring may take. */
const LARGEST_COST = 0.01;
/** Weight of a new measurement. */
const SMOOTHING = 0.3;

export class PhaseMeter {
  #clock: PhaseClock;
  #fallback: PhaseClock | null;
  #shares: PhaseShares | null = null;
  #step = 1;
  #nextMeasured = FIRST_MEASURED_STEP;
  /** Of the last step that was not measured. */
  #usualMilliseconds: number | null = null;

  /** @param fallback takes over where `clock` says nothing sensible */
  constructor(clock: PhaseClock, fallback: PhaseClock | null = null) {
    this.#clock = clock;
    this.#fallback = fallback;
  }

  /** Smoothed; null until measured. */
  get shares(): PhaseShares | null {
    return this.#shares;
  }

  get #isMeasuring(): boolean {
    return this.#step === this.#nextMeasured;
  }

  async timed<R>(phase: StepPhase, work: () => R): Promise<R> {
    if (!this.#isMeasuring) return work();
    await this.#clock.begin();
    const result = work();
    await result;
    await this.#clock.end(phase);
    return result;
  }

  /** A step is over; says whether it was a measured one, which takes longer than others. */
  onStep(milliseconds: number): boolean {
    const wasMeasured = this.#isMeasuring;
    if (wasMeasured) {
      this.#nextMeasured = this.#step + intervalAfter(milliseconds, this.#usualMilliseconds);
      // Not waited for: it comes when the device has got there. One that fails is heard of elsewhere.
      void this.#clock.collect().then(
        (times) => this.#add(times),
        () => undefined,
      );
    } else {
      this.#usualMilliseconds = milliseconds;
    }
    this.#step++;
    return wasMeasured;
  }

  /** What was begun is not a step after all: it is repeated. */
  discard(): void {
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

/** Steps until the next measurement, so that what this one cost is at most `LARGEST_COST` of them. */
function intervalAfter(milliseconds: number, usual: number | null): number {
  if (usual === null || usual <= 0) return USUAL_INTERVAL;
  const interval = Math.ceil((milliseconds - usual) / (LARGEST_COST * usual));
  return Math.min(LONGEST_INTERVAL, Math.max(USUAL_INTERVAL, interval));
}

/** All phases at 0. */
export function noTimes(): PhaseTimes {
  return { input: 0, forward: 0, backward: 0, optimiser: 0 };
}
