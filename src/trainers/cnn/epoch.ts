// One pass over the training clips: batches made ahead, steps on the device, what they cost.

import { EarmarkError } from '../../core/errors';
import type { Random } from '../../core/random';
import type { FitContext, SpectrogramInput, TrainingStats } from '../trainer';
import { scheduledLearningRate } from './adam';
import { balancedClassWeights, epochOrder, makeBatch, type BatchSource } from './batches';
import { pauseForMessages } from '../../core/pause';
import { readGpuMemory } from './gpu-memory';
import type { Score } from '../score';
import { scoreLogits } from './score-logits';
import type { CnnTrainingState } from './state';
import type { CnnDeviceState } from './step';

export interface EpochOptions {
  readonly device: CnnDeviceState;
  readonly source: BatchSource;
  /** Where training stands before the epoch. */
  readonly state: CnnTrainingState;
  /** The epoch's own. */
  readonly random: Random;
  readonly context: FitContext<SpectrogramInput>;
}

/** Learns from every excerpt of epoch `state.epoch + 1` and says how well it went, and in how many steps. */
export async function runEpoch({
  device,
  source,
  state,
  random,
  context: { signal, onProgress, onStats },
}: EpochOptions): Promise<Score & { steps: number }> {
  const { params, batchSize, y } = source;
  const order = epochOrder(source, random);
  const classWeights = balancedClassWeights(y);
  const steps = order.length / batchSize;
  const batchAt = (step: number) => makeBatch(source, { order, step, classWeights, random });
  let loss = 0;
  let accuracy = 0;
  let upcoming = batchAt(0);
  for (let i = 0; i < steps; i++) {
    signal?.throwIfAborted();
    const batch = await upcoming;
    if (i + 1 < steps) {
      // Made while the device works; a failure is heard when it is awaited.
      upcoming = batchAt(i + 1);
      upcoming.catch(() => undefined);
    }
    const startedAt = performance.now();
    const step = state.step + i + 1;
    const learningRate = scheduledLearningRate(params.learningRate, step, steps * params.epochs);
    const logits = await device.step(batch, {
      learningRate,
      weightDecay: params.weightDecay,
      step,
    });
    const score = scoreLogits(logits, batch.targets, y.classes.length);
    if (!Number.isFinite(score.loss)) {
      throw new EarmarkError('training-diverged', `a loss of ${score.loss} at step ${step}`);
    }
    loss += score.loss / steps;
    accuracy += score.accuracy / steps;
    onStats?.(measureStep(batchSize, performance.now() - startedAt));
    onProgress?.((state.epoch + (i + 1) / steps) / params.epochs);
    await pauseForMessages();
  }
  return { loss, accuracy, steps };
}

function measureStep(batchSize: number, stepMilliseconds: number): TrainingStats {
  return {
    batchSize,
    stepMilliseconds,
    examplesPerSecond: (1000 * batchSize) / stepMilliseconds,
    ...readGpuMemory(),
  };
}
