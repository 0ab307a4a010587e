// One pass over the training clips: batches made ahead, steps sent ahead of the device, what they cost. A step for which
// memory ran out is taken back and repeated with fewer examples at once.

import { EarmarkError } from '../../core/errors';
import type { Random } from '../../core/random';
import type { BatchSizer, FitContext, SpectrogramInput } from '../trainer';
import { classWeightsOf, epochOrder, makeBatch, type Batch, type BatchSource } from './batches';
import { pauseForMessages } from '../../core/pause';
import { learningRateAt } from './schedule';
import { scoreLogits } from './score-logits';
import type { CnnTrainingState, EpochCursor } from './state';
import type { CnnDeviceState, PendingStep } from './step';

/** Steps that are sent before the first of them is done, where a device works by itself. */
const STEPS_AHEAD = 2;

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

function stepsAnEpoch({ x, params, batchSize }: BatchSource): number {
  return Math.ceil((x.length * params.cropsPerEpoch) / batchSize);
}

/** Learns from every excerpt that is left of epoch `state.epoch + 1`; returns the cursor at its end. */
export async function runEpoch(options: EpochOptions): Promise<EpochCursor> {
  const { device, sizer, source, state, random, context } = options;
  const { signal, onProgress, onStats } = context;
  const { params, batchSize, y } = source;
  const order = epochOrder(source, random);
  const classWeights = classWeightsOf(y, params.classWeights);
  const steps = stepsAnEpoch(source);
  const startedAt = performance.now();
  const stepsBefore = state.step - state.cursor.steps;

  const batchAt = (step: number): Promise<Batch> => {
    const batch = makeBatch(source, { order, step, classWeights, random });
    batch.catch(() => undefined); // a failure is heard when it is awaited
    return batch;
  };
  const send = async (index: number, batch: Batch): Promise<SentStep> => {
    const step = stepsBefore + index + 1;
    const examplesAtOnce = sizer.size;
    const pending = await device.enqueue(batch, {
      learningRate: learningRateAt(params, {
        step,
        totalSteps: steps * params.epochs,
        plateau: state.plateau,
      }),
      ...{ params, step, examplesAtOnce },
      averagedSteps: state.averagedSteps - state.cursor.steps + index,
    });
    return { batch, pending, examplesAtOnce };
  };

  let cursor = state.cursor;
  let sent: SentStep[] = [];
  let upcoming = batchAt(cursor.steps);
  let lastDone = startedAt;
  while (cursor.steps < steps) {
    signal?.throwIfAborted();
    try {
      const next = cursor.steps + sent.length;
      if (next < steps && sent.length < (context.device ? STEPS_AHEAD : 1)) {
        const made = () => upcoming;
        const batch = await (context.device ? context.device.timed('input', made) : made());
        sent.push(await send(next, batch));
        if (next + 1 < steps) upcoming = batchAt(next + 1);
        continue;
      }
      const { batch, pending, examplesAtOnce } = sent[0]!;
      const logits = await pending.logits;
      const classes = y.classes.length;
      const score = scoreLogits(
        logits.subarray(0, batchSize * classes),
        batch.targets.subarray(0, batchSize * classes),
        classes,
      );
      if (!Number.isFinite(score.loss)) {
        const where = `epoch ${state.epoch + 1}, step ${cursor.steps + 1} of ${steps}`;
        throw new EarmarkError('training-diverged', `a loss of ${score.loss} in ${where}`);
      }
      device.confirm();
      sent.shift();
      const now = performance.now();
      const milliseconds = now - lastDone;
      lastDone = now;
      cursor = {
        steps: cursor.steps + 1,
        loss: cursor.loss + score.loss,
        accuracy: cursor.accuracy + score.accuracy,
        seconds: state.cursor.seconds + (now - startedAt) / 1000,
      };
      sizer.onStep({ examples: batchSize, examplesAtOnce, milliseconds });
      onStats?.({
        batchSize,
        examplesAtOnce: Math.min(batchSize, sizer.size),
        stepMilliseconds: milliseconds,
        examplesPerSecond: (1000 * batchSize) / milliseconds,
        ...{ gpuBytesUsed: null, gpuBytesAllocated: null },
      });
    } catch (error) {
      if (!sizer.stepDown(error)) throw error;
      device.takeBack();
      sent = [];
      upcoming = batchAt(cursor.steps);
      continue;
    }
    onProgress?.((state.epoch + cursor.steps / steps) / params.epochs);
    await options.afterStep(cursor);
    await pauseForMessages();
  }
  return cursor;
}
