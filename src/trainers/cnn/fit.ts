// Training from start to end: epochs, validation, the best state so far, early stopping, checkpoints.

import { createRandom, type Random } from '../../core/random';
import { EarmarkError } from '../../core/errors';
import type { CnnParams } from '../cnn-params';
import { epochRecord } from '../epoch-record';
import type { Score } from '../score';
import { meanAveragePrecision } from '../ranking';
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
import { FIRST_PLATEAU, watchPlateau } from '../schedule';
import {
  EPOCH_START,
  type CnnModelState,
  type CnnTrainingState,
  type EpochCursor,
  type LowestLoss,
} from './state';
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
  const batchSize = Math.min(params.batchSize, x.length * params.cropsPerEpoch);
  const state = await startingState(x, y, params, context);
  const { config: shape, normalisation } = state;
  const source = { x, y, params, shape, normalisation, batchSize };
  const sizer = planBatches(shape, batchSize, context);
  const device = new CnnDeviceState(state, context.device);
  const training = new Training({ source, sizer, device, context }, state);
  try {
    return await training.run();
  } catch (error) {
    if (context.signal?.aborted) await training.saveReached();
    throw error;
  } finally {
    device.dispose();
  }
}

interface TrainingParts {
  readonly source: BatchSource;
  readonly sizer: BatchSizer;
  readonly device: CnnDeviceState;
  readonly context: Context;
}

class Training {
  readonly #parts: TrainingParts;
  readonly #pace = createSavePace();
  /** Between two epochs, or where a resume began. */
  #state: CnnTrainingState;
  /** Where the device is. */
  #reached: EpochCursor;

  constructor(parts: TrainingParts, state: CnnTrainingState) {
    this.#parts = parts;
    this.#state = state;
    this.#reached = state.cursor;
  }

  async run(): Promise<CnnModelState> {
    const { source, context } = this.#parts;
    while (!isFinished(this.#state, source.params)) {
      await this.#epoch();
      context.signal?.throwIfAborted();
    }
    context.onProgress?.(1);
    return modelOf(this.#state);
  }

  /** Saves the last confirmed step, if it is not saved. */
  async saveReached(): Promise<void> {
    if (this.#reached.steps <= this.#state.cursor.steps) return;
    this.#parts.device.takeBack();
    await this.#save(await this.#current(), null);
  }

  async #epoch(): Promise<void> {
    const { source, context, ...rest } = this.#parts;
    const state = this.#state;
    const epoch = state.epoch + 1;
    const { steps, loss, accuracy, seconds } = await runEpoch({
      ...{ ...rest, source, state, context },
      random: createRandom(context.seed).fork(`epoch-${epoch}`),
      afterStep: (cursor) => this.#afterStep(cursor),
    });
    const startedAt = performance.now();
    const trained = await this.#current();
    const validation = await validate(trained, context);
    const train = { loss: loss / steps, accuracy: accuracy / steps };
    const isBest = beats(validation, state.best);
    this.#state = {
      ...trained,
      epoch,
      cursor: EPOCH_START,
      plateau: watchPlateau(state.plateau, validation?.loss ?? train.loss),
      best: isBest ? bestOf(trained, epoch, validation) : state.best,
      lowest: lowestOf(epoch, validation, state.lowest),
    };
    this.#reached = EPOCH_START;
    const scoring = (performance.now() - startedAt) / 1000;
    context.onEpoch?.(epochRecord({ epoch, train, validation, seconds: seconds + scoring }));
    const model = isBest ? modelToJson(modelOf(this.#state), source.y.classes) : null;
    await this.#pace.during(() => this.#save(this.#state, model));
  }

  async #afterStep(cursor: EpochCursor): Promise<void> {
    this.#reached = cursor;
    if (!this.#pace.isDue()) return;
    await this.#pace.during(async () => this.#save(await this.#current(), null));
  }

  /** The state on the device, at the cursor that it has reached. */
  async #current(): Promise<CnnTrainingState> {
    const state = this.#state;
    const cursor = this.#reached;
    const steps = cursor.steps - state.cursor.steps;
    return {
      ...state,
      ...(await this.#parts.device.read()),
      ...{ cursor, step: state.step + steps, averagedSteps: state.averagedSteps + steps },
    };
  }

  async #save(state: CnnTrainingState, model: ModelJson | null): Promise<void> {
    const { context } = this.#parts;
    await context.onCheckpoint?.(toCheckpoint(state, context.fingerprint), model);
  }
}

/** From a checkpoint, from an earlier model, or from chance. */
async function startingState(
  x: SpectrogramInput,
  y: Labels,
  params: CnnParams,
  context: Context,
): Promise<CnnTrainingState> {
  const { seed, resumeFrom, startFrom, fingerprint } = context;
  const config: CnnConfig = {
    numFrames: framesOf(params.cropSeconds, x.frameSeconds),
    numMels: x.numMels,
    width: params.width,
    numClasses: y.classes.length,
    ...(y.memberships && { severalLabels: true }),
  };
  if (resumeFrom) return fromCheckpoint(resumeFrom, config, fingerprint);
  const random = createRandom(seed);
  const weights = startFrom
    ? startingFrom(startFrom, x).weightsFor(config, y.classes, random)
    : await chanceWeights(config, x, random, context);
  return { ...newRun(config, x), ...weights };
}

function newRun(config: CnnConfig, { frameSeconds }: SpectrogramInput) {
  return {
    ...{ config, frameSeconds, epoch: 0, step: 0, best: null, lowest: null },
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

/**
 * Early stopping waits while either measure gets better: few validation clips make the accuracy alone stand still by chance
 * for many epochs in which the loss still falls.
 */
function isFinished(
  { epoch, best, lowest }: CnnTrainingState,
  { epochs, patience }: CnnParams,
): boolean {
  const betterAt = Math.max(best?.epoch ?? epoch, lowest?.epoch ?? 0);
  return epoch >= epochs || epoch - betterAt >= patience;
}

function lowestOf(epoch: number, score: Score | null, lowest: LowestLoss | null) {
  return score && !(lowest && lowest.loss <= score.loss) ? { epoch, loss: score.loss } : lowest;
}

async function validate(
  state: CnnTrainingState,
  context: Context,
): Promise<ValidationScore | null> {
  const { validation, signal } = context;
  if (!validation || validation.x.length === 0) return null;
  const options = { cropsPerClip: VALIDATION_CROPS, signal };
  const probabilities = await predictClips(state, validation.x, options);
  const { memberships } = validation.y;
  return {
    ...scoreValidation(probabilities, validation.y),
    ...(memberships && { ranking: meanAveragePrecision(probabilities, memberships) }),
  };
}

type BestSoFar = NonNullable<CnnTrainingState['best']>;

interface ValidationScore extends Score {
  /** Mean average precision, where clips have several labels: hardly any has all of them right. */
  readonly ranking?: number;
}

/** Higher accuracy (or ranking) first, lower loss among equals; without validation the latest epoch is the best. */
function beats(score: ValidationScore | null, best: BestSoFar | null): boolean {
  if (!score || !best || best.accuracy === null || best.loss === null) return true;
  const accuracy = score.ranking ?? score.accuracy;
  if (accuracy !== best.accuracy) return accuracy > best.accuracy;
  return score.loss < best.loss;
}

function bestOf(
  { weights, statistics }: CnnTrainingState,
  epoch: number,
  validation: ValidationScore | null,
): BestSoFar {
  const { loss = null } = validation ?? {};
  const accuracy = validation?.ranking ?? validation?.accuracy ?? null;
  return { epoch, weights, statistics, accuracy, loss };
}

function modelOf(state: CnnTrainingState): CnnModelState {
  const best = state.best;
  if (!best) throw new EarmarkError('run-not-resumable', 'a run without a finished epoch');
  const { config, frameSeconds, normalisation } = state;
  const { weights, statistics, epoch } = best;
  return { config, frameSeconds, normalisation, weights, statistics, bestEpoch: epoch };
}
