// Training on the processor (wasm, plain JavaScript), or on WebGL, which tells nothing of its memory: one group at a time, so
// that a run is the same to the last bit wherever it is computed, and nothing to guard.

import type { BatchRequest, BatchSizer, StepPhase } from '../../core/training-device';
import type { OwnTrainingDevice } from './index';
import { PhaseMeter } from './phase-meter';
import { StepMemory } from './step-memory';
import { suggestionsFor } from './suggestions';
import { WallClock } from './wall-clock';

export class PlainTrainingDevice implements OwnTrainingDevice {
  readonly stepsAhead = 1;
  readonly #isProcessor: boolean;
  readonly #meter: PhaseMeter;
  readonly #stepMemory = new StepMemory();
  #batchSize = 0;
  #size = 0;

  constructor({ isProcessor }: { isProcessor: boolean }) {
    this.#isProcessor = isProcessor;
    this.#meter = new PhaseMeter(new WallClock());
  }

  planBatches({ group, batchSize }: BatchRequest): BatchSizer {
    this.#batchSize = batchSize;
    this.#size = Math.min(group, batchSize);
    return {
      size: this.#size,
      onStep: ({ milliseconds }) => this.#meter.onStep(milliseconds),
      stepDown: () => false,
    };
  }

  async guard<R>(enqueue: () => Promise<R>): Promise<{ result: R; verdict: Promise<void> }> {
    return { result: await enqueue(), verdict: Promise.resolve() };
  }

  async timed<R>(phase: StepPhase, work: () => R): Promise<R> {
    const result = await this.#meter.timed(phase, work);
    this.#stepMemory.note();
    return result;
  }

  read() {
    const shares = this.#isProcessor ? this.#meter.shares : null;
    const suggestions = suggestionsFor({
      isProcessor: this.#isProcessor,
      losses: 0,
      shares,
      batchSize: this.#batchSize,
      examplesAtOnce: this.#size,
      stepMilliseconds: new Map(),
      fits: () => false,
      ranOutAt: null,
    });
    return {
      ...this.#stepMemory.take(),
      device: { bytesPeak: null, shares, batchReason: null, suggestions },
    };
  }

  dispose(): void {
    this.#meter.dispose();
  }
}
