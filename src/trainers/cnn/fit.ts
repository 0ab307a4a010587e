// Training from start to end: epochs, validation, the best state so far, early stopping, checkpoints.

import { createRandom, type Random } from '../../core/random';
import { EarmarkError } from '../../core/errors';
import type { EpochRecord } from '../../core/run-types';
import type { CnnParams } from '../cnn-params';
import type { Score } from '../score';
import { scoreValidation } from '../score-labels';
import type { BatchSizer, FitContext, Labels, ModelJson, SpectrogramInput } from '../trainer';
import { groupsOf, type BatchSource } from './batches';
import { fromCheckpoint, toCheckpoint } from './checkpoint';
import { framesOf } from './crops';
import { runEpoch } from './epoch';
import { startingFrom } from './fine-tune';
import { initialWeights, type CnnConfig } from './layout';
import { memoryNeeds } from './memory-needs';
import { modelToJson } from './model-json';
import { measureBands } from './normalisation';
import { predictClips } from './predict';
import { createSavePace } from './save-pace';
import { FIRST_PLATEAU, watchPlateau } from './schedule';
import { EPOCH_START, type CnnModelState, type CnnTrainingState, type EpochCursor } from './state';
import { CnnDeviceState, freshOptimiser, freshStatistics } from './step';

/** Fewer than for the final score: validation runs after every epoch. */
const VALIDATION_CROPS = 3;

type Context = FitContext<SpectrogramInput>;

export async function fitCnn(
  x: SpectrogramInput,
  y: Labels,
  params: CnnParams,
  context: Context,
): Promise<CnnModelState> {
  const random = createRandom(context.seed);
  const earlier = context.startFrom && startingFrom(context.startFrom, x);
  const config: CnnConfig = {
    numFrames: framesOf(params.cropSeconds, x.frameSeconds),
    numMels: x.numMels,
    width: earlier?.model.config.width ?? params.width,
    numClasses: y.classes.length,
  };
  let state = context.resumeFrom
    ? fromCheckpoint(context.resumeFrom, config, context.fingerprint)
    : {
        ...newRun(config, x),
        ...(earlier
          ? earlier.weightsFor(config, y.classes, random)
          : await chanceWeights(config, x, random, context)),
      };
  const batchSize = Math.min(params.batchSize, x.length * params.cropsPerEpoch);
  const source: BatchSource = {
    ...{ x, y, params, batchSize },
    shape: config,
    normalisation: state.normalisation,
  };
  const sizer = planBatches(config, batchSize, context);
  const device = new CnnDeviceState(state, context.device);
  const pace = createSavePace();
  /** The state on the device, at the cursor. */
  const current = async (cursor: EpochCursor): Promise<CnnTrainingState> => {
    const steps = cursor.steps - state.cursor.steps;
    return {
      ...state,
      ...(await device.read()),
      ...{ cursor, step: state.step + steps, averagedSteps: state.averagedSteps + steps },
    };
  };
  const save = async (saved: CnnTrainingState, model: ModelJson | null): Promise<void> =>
    context.onCheckpoint?.(toCheckpoint(saved, context.fingerprint), model);
  let reached = state.cursor;
  try {
    while (!isFinished(state, params)) {
      const epoch = state.epoch + 1;
      const finished = await runEpoch({
        ...{ device, sizer, source, state, context },
        random: random.fork(`epoch-${epoch}`),
        async afterStep(cursor) {
          reached = cursor;
          if (pace.isDue()) await pace.during(async () => save(await current(cursor), null));
        },
      });
      const startedAt = performance.now();
      const trained = await current(finished);
      const validation = await validate(trained, context);
      const seconds = finished.seconds + (performance.now() - startedAt) / 1000;
      const train = {
        loss: finished.loss / finished.steps,
        accuracy: finished.accuracy / finished.steps,
      };
      const isBest = beats(validation, state.best);
      state = {
        ...trained,
        epoch,
        cursor: EPOCH_START,
        plateau: watchPlateau(state.plateau, validation?.loss ?? train.loss),
        best: isBest ? bestOf(trained, epoch, validation) : state.best,
      };
      reached = EPOCH_START;
      context.onEpoch?.(epochRecord({ epoch, train, validation, seconds }));
      const model = isBest ? modelToJson(modelOf(state), y.classes) : null;
      await pace.during(() => save(state, model));
      context.signal?.throwIfAborted();
    }
  } catch (error) {
    if (context.signal?.aborted && reached.steps > state.cursor.steps) {
      device.takeBack();
      await save(await current(reached), null);
    }
    throw error;
  } finally {
    device.dispose();
  }
  context.onProgress?.(1);
  return modelOf(state);
}

function newRun(config: CnnConfig, { frameSeconds }: SpectrogramInput) {
  return {
    ...{ config, frameSeconds, epoch: 0, step: 0, best: null },
    cursor: EPOCH_START,
    plateau: FIRST_PLATEAU,
    ...freshOptimiser(config),
  };
}

async function chanceWeights(
  config: CnnConfig,
  x: SpectrogramInput,
  random: Random,
  { signal }: Context,
) {
  return {
    normalisation: await measureBands(x, signal),
    weights: initialWeights(config, random.fork('weights')),
    statistics: freshStatistics(config),
    averagedSteps: 0,
  };
}

/** Without a device to ask, one group at a time: then the same run gives the same bits. */
function planBatches(config: CnnConfig, batchSize: number, { device }: Context): BatchSizer {
  const { groups, groupSize } = groupsOf(batchSize);
  const request = { needs: memoryNeeds(config), group: groupSize, batchSize: groups * groupSize };
  return (
    device?.planBatches(request) ?? {
      size: groupSize,
      onStep: () => undefined,
      stepDown: () => false,
    }
  );
}

function isFinished({ epoch, best }: CnnTrainingState, { epochs, patience }: CnnParams): boolean {
  return epoch >= epochs || (best !== null && epoch - best.epoch >= patience);
}

async function validate(state: CnnTrainingState, context: Context): Promise<Score | null> {
  const { validation, signal } = context;
  if (!validation || validation.x.length === 0) return null;
  const options = { cropsPerClip: VALIDATION_CROPS, signal };
  const probabilities = await predictClips(state, validation.x, options);
  return scoreValidation(probabilities, validation.y);
}

type BestSoFar = NonNullable<CnnTrainingState['best']>;

/** Higher accuracy first, lower loss among equals; without validation the latest epoch is the best. */
function beats(score: Score | null, best: BestSoFar | null): boolean {
  if (!score || !best || best.accuracy === null || best.loss === null) return true;
  if (score.accuracy !== best.accuracy) return score.accuracy > best.accuracy;
  return score.loss < best.loss;
}

function bestOf(
  { weights, statistics }: CnnTrainingState,
  epoch: number,
  validation: Score | null,
): BestSoFar {
  const { accuracy = null, loss = null } = validation ?? {};
  return { epoch, weights, statistics, accuracy, loss };
}

function modelOf(state: CnnTrainingState): CnnModelState {
  const best = state.best;
  if (!best) throw new EarmarkError('run-not-resumable', 'a run without a finished epoch');
  const { config, frameSeconds, normalisation } = state;
  const { weights, statistics, epoch } = best;
  return { config, frameSeconds, normalisation, weights, statistics, bestEpoch: epoch };
}

interface FinishedEpoch {
  readonly epoch: number;
  readonly train: Score;
  readonly validation: Score | null;
  readonly seconds: number;
}

function epochRecord({ epoch, train, validation, seconds }: FinishedEpoch): EpochRecord {
  return {
    epoch,
    trainLoss: train.loss,
    trainAccuracy: train.accuracy,
    validationLoss: validation?.loss ?? null,
    validationAccuracy: validation?.accuracy ?? null,
    ...(validation?.genres && { validationGenres: validation.genres }),
    seconds,
  };
}
