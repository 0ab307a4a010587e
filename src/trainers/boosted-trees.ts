// Gradient-boosted decision trees over feature vectors: XGBoost's algorithm (Chen & Guestrin 2016,
// `hist`, multi:softprob) in plain TypeScript. One tree a class a round.

import { EarmarkError } from '../core/errors';
import type { ParamValues } from '../core/run-types';
import type { FitContext, FittedModel, Labels, TableInput, Trainer } from './trainer';
import { createBreather } from './trees/breathe';
import { fromCheckpoint, toCheckpoint, type BoostingState } from './trees/checkpoint';
import { createClassTreeGrower } from './trees/class-tree';
import { checkColumns, createFittedTrees } from './trees/fitted-trees';
import {
  BASE_MARGIN,
  ensembleFromJson,
  ensembleToJson,
  regularGroups,
  TRAINER_ID,
  type Ensemble,
} from './trees/model-json';
import { scoreRows } from './trees/scored-rows';
import { readSettings } from './trees/settings';

/** Browsers tell the time no finer than this; a round that fits between two ticks took no less than nothing. */
const CLOCK_STEP_MILLISECONDS = 0.1;
/** Rounds are short and a checkpoint holds all trees; a stop is saved at whatever round it comes. */
const ROUNDS_PER_CHECKPOINT = 10;

export const boostedTreesTrainer: Trainer<TableInput> = {
  id: TRAINER_ID,
  inputKind: 'table',
  usesTensors: false,
  fit,
  fromJSON: (json) => createFittedTrees(ensembleFromJson(json)),
};

async function fit(
  x: TableInput,
  y: Labels,
  values: ParamValues,
  context: FitContext<TableInput>,
): Promise<FittedModel<TableInput>> {
  const settings = readSettings(values);
  checkInput(x, y);
  const numClasses = y.classes.length;
  const state = fromCheckpoint(context.resumeFrom, { x, numClasses });
  const finishedRounds = (): number => Math.floor(state.trees.length / numClasses);

  const train = scoreRows(x.matrix, y, state.trees);
  const validation = context.validation?.x.matrix.rows
    ? scoreRows(context.validation.x.matrix, context.validation.y, state.trees)
    : null;
  const growTree = createClassTreeGrower(x, train, settings, context.seed);
  const breathe = createBreather(context.signal, () =>
    context.onProgress?.(state.trees.length / (settings.rounds * numClasses)),
  );

  const best = (): Ensemble => ({
    classes: y.classes,
    columnNames: x.columnNames,
    objective: 'multi:softprob',
    baseMargins: y.classes.map(() => BASE_MARGIN),
    trees: state.trees.slice(0, state.bestRound * numClasses),
    treeGroups: regularGroups(state.bestRound * numClasses, numClasses),
    rounds: state.bestRound,
  });
  let savedRound = finishedRounds();
  let savedBestRound = state.bestRound;
  const save = async (): Promise<void> => {
    const round = finishedRounds();
    if (!context.onCheckpoint || round === savedRound) return;
    const improved = state.bestRound > savedBestRound;
    savedRound = round;
    savedBestRound = state.bestRound;
    // A stop leaves trees of a round that is not finished.
    const checkpoint = toCheckpoint(
      { ...state, trees: state.trees.slice(0, round * numClasses) },
      { round, columnNames: x.columnNames },
    );
    await context.onCheckpoint(checkpoint, improved ? ensembleToJson(best()) : null);
  };
  const isFinished = (): boolean =>
    finishedRounds() >= settings.rounds || hasStalled(state, finishedRounds(), settings.patience);

  const boost = async (): Promise<void> => {
    const round = finishedRounds() + 1;
    const started = performance.now();
    for (let classIndex = 0; classIndex < numClasses; classIndex++) {
      await breathe();
      const tree = growTree(round, classIndex);
      state.trees.push(tree);
      train.add(tree, classIndex);
      validation?.add(tree, classIndex);
    }
    const trainScore = train.score();
    const validationScore = validation?.score() ?? null;
    keepBest(state, round, validationScore?.loss ?? null);

    const milliseconds = Math.max(performance.now() - started, CLOCK_STEP_MILLISECONDS);
    context.onEpoch?.({
      epoch: round,
      trainLoss: trainScore.loss,
      trainAccuracy: trainScore.accuracy,
      validationLoss: validationScore?.loss ?? null,
      validationAccuracy: validationScore?.accuracy ?? null,
      seconds: milliseconds / 1000,
    });
    context.onStats?.({
      batchSize: x.matrix.rows,
      stepMilliseconds: milliseconds,
      examplesPerSecond: (x.matrix.rows / milliseconds) * 1000,
      gpuBytesUsed: null,
      gpuBytesAllocated: null,
    });
    if (round % ROUNDS_PER_CHECKPOINT === 0 || isFinished()) await save();
  };

  try {
    while (!isFinished()) await boost();
  } catch (error) {
    if (context.signal?.aborted) await save();
    throw error;
  }
  context.onProgress?.(1);
  return createFittedTrees(best());
}

function checkInput(x: TableInput, { indices, classes }: Labels): void {
  if (classes.length < 2) {
    throw new EarmarkError('dataset-too-few-genres', `${classes.length} in the training clips`);
  }
  const { rows } = x.matrix;
  if (rows !== indices.length || rows === 0) {
    throw new EarmarkError('features-missing', `${rows} for ${indices.length} clips`);
  }
  checkColumns(x, x.columnNames);
}

/** Without validation clips the last round is the best. */
function keepBest(state: BoostingState, round: number, validationLoss: number | null): void {
  if (validationLoss !== null && validationLoss >= state.bestLoss) return;
  state.bestRound = round;
  state.bestLoss = validationLoss ?? Infinity;
}

function hasStalled({ bestRound }: BoostingState, round: number, patience: number): boolean {
  return patience > 0 && round - bestRound >= patience;
}
