// Training on a WebGPU device: as many examples at once as go fastest and fit, errors heard, phases measured, the pool
// emptied, peak and reasons told.

import type {
  BatchRequest,
  BatchSizer,
  DeviceReadings,
  StepPhase,
  StepTiming,
} from '../../core/training-device';
import { forgiveMemoryProblem } from '../device-problems';
import { trimPool } from '../memory';
import type { OwnedDevice } from '../own-device';
import { BatchClimber } from './batch-climber';
import { guardWork } from './error-scopes';
import type { OwnTrainingDevice } from './index';
import { fits, memoryBudget, planLadder, type DeviceMemory } from './memory-model';
import { PhaseMeter } from './phase-meter';
import { StepMemory } from './step-memory';
import { submitPending } from './submit-pending';
import { suggestionsFor } from './suggestions';
import { TimestampClock } from './timestamp-clock';
import { WallClock } from './wall-clock';

const STEPS_BETWEEN_TRIMS = 20;

interface Plan {
  readonly request: BatchRequest;
  readonly climber: BatchClimber;
}

export class WebGpuTrainingDevice implements OwnTrainingDevice {
  readonly stepsAhead = 2;
  readonly #owned: OwnedDevice;
  readonly #losses: number;
  readonly #memory: DeviceMemory;
  readonly #meter: PhaseMeter;
  readonly #stepMemory = new StepMemory();
  #plan: Plan | null = null;
  #bytesPeak: number | null = null;
  #stepsSinceTrim = 0;
  /** Memory ran out, and no step has succeeded since. */
  #isRecovering = false;

  /** @param losses how often the device was lost since the page was opened */
  constructor(owned: OwnedDevice, losses: number) {
    this.#owned = owned;
    this.#losses = losses;
    const { device, isSoftware } = owned;
    const { deviceMemory } = navigator as Navigator & { readonly deviceMemory?: number };
    const budgetBytes = memoryBudget(deviceMemory, isSoftware);
    this.#memory = { limits: device.limits, budgetBytes };
    const drained = new WallClock(() => {
      submitPending();
      return device.queue.onSubmittedWorkDone();
    });
    this.#meter = device.features.has('timestamp-query')
      ? new PhaseMeter(new TimestampClock(device, submitPending), drained)
      : new PhaseMeter(drained);
  }

  planBatches(request: BatchRequest): BatchSizer {
    trimPool();
    this.#meter.discard(); // of steps that were sent before, none will be over
    const { climber } = (this.#plan = this.#planFor(request));
    return {
      get size() {
        return climber.size;
      },
      onStep: (step) => this.#onStep(climber, step),
      stepDown: (...failed) => this.#stepDown(climber, ...failed),
    };
  }

  guard<R>(enqueue: () => Promise<R>): Promise<{ result: R; verdict: Promise<void> }> {
    // Buffers that could not be had join the pool like any other once they are freed, and would be used again.
    if (this.#isRecovering) this.#trim();
    return guardWork(this.#owned.device, submitPending, enqueue);
  }

  async timed<R>(phase: StepPhase, work: () => R): Promise<R> {
    const result = await this.#meter.timed(phase, work);
    this.#stepMemory.note();
    return result;
  }

  read(): DeviceReadings {
    const memory = this.#stepMemory.take();
    const { gpuBytesAllocated } = memory;
    if (gpuBytesAllocated !== null) {
      this.#bytesPeak = Math.max(this.#bytesPeak ?? 0, gpuBytesAllocated);
    }
    // After the reading: what the pool holds was needed by the steps before.
    if (++this.#stepsSinceTrim >= STEPS_BETWEEN_TRIMS) this.#trim();
    return {
      ...memory,
      device: {
        bytesPeak: this.#bytesPeak,
        shares: this.#meter.shares,
        batchReason: this.#plan?.climber.reason ?? null,
        suggestions: this.#suggestions(),
      },
    };
  }

  dispose(): void {
    this.#meter.dispose();
  }

  /** The same request, as the next fold makes it, goes on with what was found out. */
  #planFor(request: BatchRequest): Plan {
    if (this.#plan && JSON.stringify(this.#plan.request) === JSON.stringify(request)) {
      return this.#plan;
    }
    const ladder = planLadder(request, this.#memory);
    const climber = new BatchClimber({ ladder, onChange: () => this.#trim() });
    return { request, climber };
  }

  #onStep(climber: BatchClimber, step: StepTiming): void {
    this.#isRecovering = false;
    // A measured step takes longer than others of its size.
    if (!this.#meter.onStep(step.milliseconds)) climber.onStep(step);
  }

  #stepDown(climber: BatchClimber, ...failed: Parameters<BatchSizer['stepDown']>): boolean {
    const isSmaller = climber.stepDown(...failed);
    this.#meter.discard();
    if (!isSmaller) return false;
    forgiveMemoryProblem();
    this.#isRecovering = true;
    return true;
  }

  #trim(): void {
    trimPool();
    this.#stepsSinceTrim = 0;
  }

  #suggestions(): readonly string[] {
    if (!this.#plan) return [];
    const { request, climber } = this.#plan;
    return suggestionsFor({
      isProcessor: this.#owned.isSoftware,
      losses: this.#losses,
      shares: this.#meter.shares,
      batchSize: request.batchSize,
      examplesAtOnce: climber.size,
      stepMilliseconds: climber.measured,
      fits: (batchSize) => fits(request.needs, batchSize, this.#memory),
      ranOutAt: climber.ranOutAt,
    });
  }
}
