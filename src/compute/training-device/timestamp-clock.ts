// Phases timed on the device's own clock (timestamp-query): an empty pass before and after each stretch writes down when
// all work before it was done. The queue is never drained for it, unlike with tfjs's own timers, which wait for each kernel.

import type { StepPhase } from '../../core/training-device';
import { noTimes, type PhaseClock, type PhaseTimes } from './phase-meter';

/** For 42 parts of a batch, each with three phases; a step of more parts is not told. */
const MARKS = 256;
const BYTES_PER_MARK = 8;
const NANOSECONDS_PER_MILLISECOND = 1e6;

export class TimestampClock implements PhaseClock {
  readonly #device: GPUDevice;
  readonly #submitPending: () => void;
  readonly #marks: GPUQuerySet;
  readonly #resolved: GPUBuffer;
  /** The phase that ends at each odd mark. */
  #phases: StepPhase[] = [];
  #next = 0;

  /** @param submitPending submits what was recorded so far, so that marks come after it */
  constructor(device: GPUDevice, submitPending: () => void) {
    this.#device = device;
    this.#submitPending = submitPending;
    this.#marks = device.createQuerySet({ type: 'timestamp', count: MARKS });
    this.#resolved = device.createBuffer({
      size: MARKS * BYTES_PER_MARK,
      usage: GPUBufferUsage.QUERY_RESOLVE | GPUBufferUsage.COPY_SRC,
    });
  }

  async begin(): Promise<void> {
    this.#mark();
  }

  async end(phase: StepPhase): Promise<void> {
    this.#mark();
    this.#phases.push(phase);
  }

  async collect(): Promise<PhaseTimes | null> {
    const phases = this.#phases;
    const isWhole = this.#next <= MARKS && this.#next === 2 * phases.length;
    this.#phases = [];
    this.#next = 0;
    if (!isWhole || phases.length === 0) return null;
    const marks = await this.#read(2 * phases.length);
    const times = noTimes();
    for (const [i, phase] of phases.entries()) {
      const nanoseconds = Number((marks[2 * i + 1] ?? 0n) - (marks[2 * i] ?? 0n));
      // Drivers are allowed to start counting anew.
      if (nanoseconds < 0) return null;
      times[phase] += nanoseconds / NANOSECONDS_PER_MILLISECOND;
    }
    return times;
  }

  dispose(): void {
    this.#marks.destroy();
    this.#resolved.destroy();
  }

  #mark(): void {
    const index = this.#next++;
    if (index >= MARKS) return;
    this.#submitPending();
    const encoder = this.#device.createCommandEncoder();
    // The end of a pass: when everything before it is done, not when it could have begun.
    const timestampWrites = { querySet: this.#marks, endOfPassWriteIndex: index };
    encoder.beginComputePass({ timestampWrites }).end();
    this.#device.queue.submit([encoder.finish()]);
  }

  async #read(count: number): Promise<BigUint64Array> {
    const size = count * BYTES_PER_MARK;
    const staging = this.#device.createBuffer({
      size,
      usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST,
    });
    const encoder = this.#device.createCommandEncoder();
    encoder.resolveQuerySet(this.#marks, 0, count, this.#resolved, 0);
    encoder.copyBufferToBuffer(this.#resolved, 0, staging, 0, size);
    this.#device.queue.submit([encoder.finish()]);
    try {
      await staging.mapAsync(GPUMapMode.READ);
      return new BigUint64Array(staging.getMappedRange().slice(0));
    } finally {
      staging.destroy();
    }
  }
}
