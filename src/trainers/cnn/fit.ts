// The training loop: epochs, validation, the best epoch, early stopping, checkpoints.

import { EarmarkError } from '../../core/errors';
import { createRandom, type Random } from '../../core/random';
import type { EpochRecord } from '../../core/run-types';
import type { CnnParams } from '../cnn-params';
import { scoreProbabilities, type Score } from '../score';
import type { FitContext, Labels, SpectrogramInput } from '../trainer';
import type { BatchSource } from './batches';
import { fromCheckpoint, toCheckpoint } from './checkpoint';
import { framesOf } from './crops';
import { runEpoch } from './epoch';
import { blockChannels, initialWeights, NUM_BLOCKS, type CnnConfig } from './layout';
import { modelToJson } from './model-json';
import { measureBands } from './normalisation';
import { predictClips } from './predict';
import type { BestSoFar, CnnModelState, CnnTrainingState } from './state';
import { CnnDeviceState, freshOptimiser } from './step';

/** Fewer than for the final score: validation runs after every epoch. */
const VALIDATION_CROPS = 3;

type Context = FitContext<SpectrogramInput>;

export async function fitCnn(
  x: SpectrogramInput,
  y: Labels,
  params: CnnParams,
  context: Context,
): Promise<CnnModelState> {
  const config: CnnConfig = {
    numFrames: framesOf(params.cropSeconds, x.frameSeconds),
    numMels: x.numMels,
    width: params.width,
    numClasses: y.classes.length,
  };
  const random = createRandom(context.seed);
  let state = context.resumeFrom
    ? fromCheckpoint(context.resumeFrom, config)
    : await firstState(config, x, random, context);
  const source: BatchSource = {
    x,
    y,
    params,
    shape: config,
    normalisation: state.normalisation,
    batchSize: Math.min(params.batchSize, x.length * params.cropsPerEpoch),
    summarySize: 2 * blockChannels(config, NUM_BLOCKS - 1),
  };
  const device = new CnnDeviceState(state);
  try {
    while (!isFinished(state, params)) {
      const startedAt = performance.now();
      const epoch = state.epoch + 1;
      const epochRandom = random.fork(`epoch-${epoch}`);
      const train = await runEpoch({ device, source, state, random: epochRandom, context });
      const current = { ...state, ...(await device.read()) };
      const validation = await validate(current, context);
      const isBest = beats(validation, state.best);
      const best: BestSoFar | null = isBest
        ? {
            epoch,
            weights: current.weights,
            statistics: current.statistics,
            accuracy: validation?.accuracy ?? null,
            loss: validation?.loss ?? null,
          }
        : state.best;
      state = { ...current, epoch, step: state.step + train.steps, best };
      context.onEpoch?.(epochRecord(epoch, train, validation, startedAt));
      const model = isBest ? modelToJson(modelOf(state), y.classes) : null;
      await context.onCheckpoint?.(toCheckpoint(state), model);
      context.signal?.throwIfAborted();
    }
  } finally {
    device.dispose();
  }
  context.onProgress?.(1);
  return modelOf(state);
}

async function firstState(
  config: CnnConfig,
  x: SpectrogramInput,
  random: Random,
  { signal }: Context,
): Promise<CnnTrainingState> {
  return {
    config,
    frameSeconds: x.frameSeconds,
    normalisation: await measureBands(x, signal),
    epoch: 0,
    step: 0,
    best: null,
    weights: initialWeights(config, random.fork('weights')),
    ...freshOptimiser(config),
  };
}

function isFinished({ epoch, best }: CnnTrainingState, { epochs, patience }: CnnParams): boolean {
  return epoch >= epochs || (best !== null && epoch - best.epoch >= patience);
}

async function validate(state: CnnTrainingState, context: Context): Promise<Score | null> {
  const { validation, signal } = context;
  if (!validation || validation.x.length === 0) return null;
  const options = { cropsPerClip: VALIDATION_CROPS, signal };
  const probabilities = await predictClips(state, validation.x, options);
  return scoreProbabilities(probabilities, validation.y.indices);
}

/** Higher accuracy first, lower loss among equals; without validation the latest epoch is the best. */
function beats(score: Score | null, best: BestSoFar | null): boolean {
  if (!score || !best || best.accuracy === null || best.loss === null) return true;
  if (score.accuracy !== best.accuracy) return score.accuracy > best.accuracy;
  return score.loss < best.loss;
}

function modelOf(state: CnnTrainingState): CnnModelState {
  const best = state.best;
  if (!best) throw new EarmarkError('run-not-resumable', 'a run without a finished epoch');
  const { config, frameSeconds, normalisation } = state;
  const { weights, statistics, epoch } = best;
  return { config, frameSeconds, normalisation, weights, statistics, bestEpoch: epoch };
}

function epochRecord(
  epoch: number,
  train: Score,
  validation: Score | null,
  startedAt: number,
): EpochRecord {
  return {
    epoch,
    trainLoss: train.loss,
    trainAccuracy: train.accuracy,
    validationLoss: validation?.loss ?? null,
    validationAccuracy: validation?.accuracy ?? null,
    seconds: (performance.now() - startedAt) / 1000,
  };
}
