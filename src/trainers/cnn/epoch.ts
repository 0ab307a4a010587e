// One pass over the training clips: batches made ahead, steps sent ahead of the device, what they cost. A step for which
// memory ran out is taken back and repeated with fewer examples at once.

import { EarmarkError } from '../../core/errors';
import { pauseForMessages } from '../../core/pause';
import type { Random } from '../../core/random';
import type { Score } from '../score';
import type { BatchSizer, FitContext, SpectrogramInput } from '../trainer';
import { learningRateAt } from '../schedule';
import { createAnswers, type Answers } from './answers';
import { epochOrder, makeBatch, type Batch, type BatchSource } from './batches';
import { scoreBatch } from './score-batch';
import type { CnnTrainingState, EpochCursor } from './state';
import type { CnnDeviceState, PendingStep } from './step';

export interface EpochOptions {
  readonly device: CnnDeviceState;
  readonly sizer: BatchSizer;
  readonly source: BatchSource;
  /** Where training stands before the epoch, or inside it. */
  readonly state: CnnTrainingState;
  /** The epoch's own. */
  readonly random: Random;
  readonly context: FitContext<SpectrogramInput>;
  /** Awaited after each step, when the device's state is the one that belongs to the cursor. */
  afterStep(cursor: EpochCursor): Promise<void>;
}

interface SentStep {
  readonly batch: Batch;
  readonly pending: PendingStep;
  readonly examplesAtOnce: number;
}

/** Learns from every excerpt that is left of epoch `state.epoch + 1`; returns the cursor at its end. */
export async function runEpoch(options: EpochOptions): Promise<EpochCursor> {
  const epoch = new Epoch(options);
  const { signal } = options.context;
  while (!epoch.isOver) {
    signal?.throwIfAborted();
    const confirmed = await epoch.advance();
    if (!confirmed) continue;
    await options.afterStep(epoch.cursor);
    await pauseForMessages();
  }
  return epoch.cursor;
}

class Epoch {
  readonly #options: EpochOptions;
  readonly #order: Int32Array;
  readonly #answers: Answers;
  readonly #steps: number;
  readonly #startedAt = performance.now();
  #lastDoneAt = this.#startedAt;
  #cursor: EpochCursor;
  /** Those that are not confirmed, in order. */
  #sent: SentStep[] = [];
  #upcoming: Promise<Batch>;

  constructor(options: EpochOptions) {
    const { source, state, random } = options;
    this.#options = options;
    this.#order = epochOrder(source, random);
    this.#answers = createAnswers(source.y, source.params);
    this.#steps = this.#order.length / source.batchSize;
    this.#cursor = state.cursor;
    this.#upcoming = this.#batchAt(this.#cursor.steps);
  }

  get cursor(): EpochCursor {
    return this.#cursor;
  }

  get isOver(): boolean {
    return this.#cursor.steps >= this.#steps;
  }

  /** Sends a step, or waits for the oldest one that was sent; true if one is confirmed. */
  async advance(): Promise<boolean> {
    const { device, sizer, context } = this.#options;
    const next = this.#cursor.steps + this.#sent.length;
    const ahead = context.device?.stepsAhead ?? 1;
    const examplesAtOnce = this.#sent[0]?.examplesAtOnce ?? sizer.size;
    try {
      if (next < this.#steps && this.#sent.length < ahead) {
        await this.#send(next);
        return false;
      }
      await this.#confirm(this.#sent[0]!);
      return true;
    } catch (error) {
      if (!sizer.stepDown(error, examplesAtOnce)) throw error;
      device.takeBack();
      this.#sent = [];
      this.#upcoming = this.#batchAt(this.#cursor.steps);
      return false;
    }
  }

  async #send(index: number): Promise<void> {
    const { device, sizer, source, state, context } = this.#options;
    const made = () => this.#upcoming;
    const batch = await (context.device ? context.device.timed('input', made) : made());
    const step = state.step - state.cursor.steps + index + 1;
    const examplesAtOnce = sizer.size;
    const pending = await device.enqueue(batch, {
      learningRate: learningRateAt(source.params, {
        step,
        totalSteps: this.#steps * source.params.epochs,
        plateau: state.plateau,
      }),
      ...{ params: source.params, step, examplesAtOnce },
      averagedSteps: state.averagedSteps - state.cursor.steps + index,
    });
    this.#sent.push({ batch, pending, examplesAtOnce });
    if (index + 1 < this.#steps) this.#upcoming = this.#batchAt(index + 1);
  }

  async #confirm({ batch, pending, examplesAtOnce }: SentStep): Promise<void> {
    const { device, sizer, source, state, context } = this.#options;
    const score = this.#score(batch, await pending.logits);
    device.confirm();
    this.#sent.shift();
    const now = performance.now();
    const milliseconds = now - this.#lastDoneAt;
    this.#lastDoneAt = now;
    const { steps, loss, accuracy } = this.#cursor;
    this.#cursor = {
      steps: steps + 1,
      loss: loss + score.loss,
      accuracy: accuracy + score.accuracy,
      seconds: state.cursor.seconds + (now - this.#startedAt) / 1000,
    };
    const { batchSize, params } = source;
    sizer.onStep({ examples: batchSize, examplesAtOnce, milliseconds });
    context.onStats?.({
      batchSize,
      examplesAtOnce: Math.min(batchSize, sizer.size),
      stepMilliseconds: milliseconds,
      examplesPerSecond: (1000 * batchSize) / milliseconds,
      ...{ gpuBytesUsed: null, gpuBytesAllocated: null },
    });
    context.onProgress?.((state.epoch + (steps + 1) / this.#steps) / params.epochs);
  }

  #score(batch: Batch, logits: Float32Array): Score {
    const { source, state } = this.#options;
    const { classes } = source.y;
    const size = source.batchSize * classes.length;
    const score = scoreBatch(logits.subarray(0, size), batch, classes.length);
    if (Number.isFinite(score.loss)) return score;
    const where = `epoch ${state.epoch + 1}, step ${this.#cursor.steps + 1} of ${this.#steps}`;
    throw new EarmarkError('training-diverged', `a loss of ${score.loss} in ${where}`);
  }

  /** A failure is heard when it is awaited. */
  #batchAt(step: number): Promise<Batch> {
    const { source, random } = this.#options;
    const place = { order: this.#order, step, answers: this.#answers, random };
    const batch = makeBatch(source, place);
    batch.catch(() => undefined);
    return batch;
  }
}
