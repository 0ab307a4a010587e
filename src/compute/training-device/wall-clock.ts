// Phases timed from outside: the clock on the wall, once whatever was given to the device is done.

import type { StepPhase } from '../../core/training-device';
import { noTimes, type PhaseClock, type PhaseTimes } from './phase-meter';

export class WallClock implements PhaseClock {
  readonly #drain: () => Promise<unknown>;
  #times = noTimes();
  #beganAt = 0;

  /** @param drain resolves when the device has nothing left to do; without it, work is done when its call returns */
  constructor(drain: () => Promise<unknown> = () => Promise.resolve()) {
    this.#drain = drain;
  }

  async begin(): Promise<void> {
    await this.#drain();
    this.#beganAt = performance.now();
  }

  async end(phase: StepPhase): Promise<void> {
    await this.#drain();
    this.#times[phase] += performance.now() - this.#beganAt;
  }

  async collect(): Promise<PhaseTimes> {
    const times = this.#times;
    this.#times = noTimes();
    return times;
  }

  dispose(): void {
    this.#times = noTimes();
  }
}
