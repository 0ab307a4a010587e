// The device that a network trains on, as far as its trainer has to know it, and what is told of it. Types alone:
// `src/compute/training-device` implements them, trainers use them, the page shows them.

/** Parts of a step, in order. */
export const STEP_PHASES = ['input', 'forward', 'backward', 'optimiser'] as const;
export type StepPhase = (typeof STEP_PHASES)[number];

/** Share of a step's time a phase takes, 0…1, sum 1. */
export type PhaseShares = Readonly<Record<StepPhase, number>>;

/** What its owner knows of the device while something trains on it. */
export interface DeviceStats {
  /** Most bytes held at a time (in use and pooled) since the run began here; null where the backend does not tell. */
  readonly bytesPeak: number | null;
  /** Null until measured. */
  readonly shares: PhaseShares | null;
  /** Why as many examples are worked on at once as are, in words; null where there is no choice. */
  readonly batchReason: string | null;
  /** What a person could do to train faster or more safely, in words. */
  readonly suggestions: readonly string[];
}

/** What is read of the device after a step; null where the backend does not tell. */
export interface DeviceReadings {
  /** In use, at most, during the step. */
  readonly gpuBytesUsed: number | null;
  /** In use and kept for later, at most. */
  readonly gpuBytesAllocated: number | null;
  /** Told by whoever owns the device. */
  readonly device?: DeviceStats;
}

/** Bytes that a step holds on the device. */
export interface MemoryNeeds {
  /** Weights, optimiser state: whatever does not grow with the examples. */
  readonly fixedBytes: number;
  readonly bytesPerExample: number;
  /** Of the largest single tensor. */
  readonly largestBytesPerExample: number;
}

export interface BatchRequest {
  readonly needs: MemoryNeeds;
  /** Examples that are always worked on together. */
  readonly group: number;
  /** Examples a step learns from. */
  readonly batchSize: number;
}

export interface StepTiming {
  /** Examples the step learned from. */
  readonly examples: number;
  /** As it was when the step began. */
  readonly examplesAtOnce: number;
  readonly milliseconds: number;
}

/** How many examples are worked on at once. */
export interface BatchSizer {
  /** For the next step; a multiple of the group, or the whole batch. */
  readonly size: number;
  /** A step is over. */
  onStep(step: StepTiming): void;
  /**
   * Takes a size smaller than the step had that failed and says true, if the error means that memory ran out and a smaller
   * size is left.
   */
  stepDown(error: unknown, examplesAtOnce: number): boolean;
}

export interface TrainingDevice {
  /** Steps worth sending before the first of them is done: 1 where nothing is computed meanwhile. */
  readonly stepsAhead: number;
  /** @throws EarmarkError `device-memory-full` where the device can never hold one group */
  planBatches(request: BatchRequest): BatchSizer;
  /**
   * Runs `enqueue` and returns its result; `verdict` rejects (`device-memory-full` or `compute-failed`) once the device says
   * that something enqueued failed. What `enqueue` itself throws is rejected with, under the same names where the device is
   * to blame. `enqueue` may be async, but must enqueue nothing after it has settled.
   */
  guard<R>(enqueue: () => Promise<R>): Promise<{ result: R; verdict: Promise<void> }>;
  /** Runs `work`, and now and then measures it as that phase of a step, of which the optimiser's is the last. */
  timed<R>(phase: StepPhase, work: () => R): Promise<R>;
}
