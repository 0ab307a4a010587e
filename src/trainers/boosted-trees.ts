// Gradient-boosted decision trees over feature vectors: XGBoost's algorithm (Chen & Guestrin 2016, `hist`; multi:softprob,
// or binary:logistic where a clip can have several labels). One tree a class or label a round.

import { EarmarkError } from '../core/errors';
import type { ParamValues } from '../core/run-types';
import { checkTable } from './check-table';
import { scoreValidation } from './score-labels';
import { tellEpoch } from './tell-epoch';
import type { FitContext, FittedModel, Labels, TableInput, Trainer } from './trainer';
import { createBreather } from './trees/breathe';
import { fromCheckpoint, toCheckpoint, type BoostingState } from './trees/checkpoint';
import { createFittedTrees } from './trees/fitted-trees';
import {
  ensembleFromJson,
  ensembleToJson,
  regularGroups,
  TRAINER_ID,
  type Ensemble,
} from './trees/model-json';
import { scoreRows } from './trees/scored-rows';
import { readSettings, type BoostingSettings } from './trees/settings';
import type { Tree } from './trees/tree';
import { columnsPerTree, createTaskMaker } from './trees/tree-tasks';
import { createTreeTeam, type TreeTeam } from './trees/tree-team';

/** Rounds are short; a stop is saved at whatever round it comes. */
const ROUNDS_PER_CHECKPOINT = 10;
/** Saving takes one part in so many of the time, at most. */
const SAVING_SHARE = 20;

export const boostedTreesTrainer: Trainer<TableInput> = {
  id: TRAINER_ID,
  inputKind: 'table',
  usesTensors: false,
  fitsMultiLabel: true,
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
  checkTable(x, y);
  const { scalePosWeight } = settings;
  const state = fromCheckpoint(context.resumeFrom, { x, y, scalePosWeight });
  const team = await createTreeTeam(x.matrix, {
    maxBins: settings.maxBins,
    grow: settings.tree,
    threads: context.treeThreads ?? null,
    numTrees: settings.rounds * y.classes.length,
    columnsPerTree: columnsPerTree(settings, x.matrix.columns),
    breathe: createBreather(context.signal),
    onAlone: (error) =>
      context.onNotice?.(new EarmarkError('tree-threads-missing', String(error), { cause: error })),
  });
  try {
    return await boost({ x, y, settings, context, state, team });
  } finally {
    team.dispose();
  }
}

interface Boosting {
  readonly x: TableInput;
  readonly y: Labels;
  readonly settings: BoostingSettings;
  readonly context: FitContext<TableInput>;
  readonly state: BoostingState;
  readonly team: TreeTeam;
}

async function boost(boosting: Boosting): Promise<FittedModel<TableInput>> {
  const { x, y, settings, context, state, team } = boosting;
  const numGroups = y.classes.length;
  const { baseMargins } = state;
  const { scalePosWeight } = settings;
  const start = { baseMargins, scalePosWeight, trees: state.trees };
  const train = scoreRows(x.matrix, y, start);
  const validation = context.validation?.x.matrix.rows
    ? scoreRows(context.validation.x.matrix, context.validation.y, {
        ...start,
        score: scoreValidation,
      })
    : null;
  const taskOf = createTaskMaker(x.matrix, { train, settings, seed: context.seed });

  const finishedRounds = (): number => state.trees.length / numGroups;
  let grown = state.trees.length;
  const breathe = createBreather(context.signal, () =>
    context.onProgress?.(grown / (settings.rounds * numGroups)),
  );

  const best = (): Ensemble => ({
    classes: y.classes,
    columnNames: x.columnNames,
    objective: y.memberships ? 'binary:logistic' : 'multi:softprob',
    baseMargins,
    trees: state.trees.slice(0, state.bestRound * numGroups),
    treeGroups: regularGroups(state.bestRound * numGroups, numGroups),
    rounds: state.bestRound,
  });
  let savedRound = finishedRounds();
  let savedBestRound = state.bestRound;
  let savedAt = performance.now();
  let savingMilliseconds = 0;
  const save = async (): Promise<void> => {
    const round = finishedRounds();
    if (!context.onCheckpoint || round === savedRound) return;
    const improved = state.bestRound > savedBestRound;
    savedRound = round;
    savedBestRound = state.bestRound;
    const began = performance.now();
    const checkpoint = toCheckpoint(state, { round, columnNames: x.columnNames });
    await context.onCheckpoint(checkpoint, improved ? ensembleToJson(best()) : null);
    savedAt = performance.now();
    savingMilliseconds = savedAt - began;
  };
  /** A checkpoint holds all trees: the more there are, the more rounds pass until the next. */
  const isTimeToSave = (round: number): boolean =>
    round % ROUNDS_PER_CHECKPOINT === 0 &&
    performance.now() - savedAt >= SAVING_SHARE * savingMilliseconds;
  const isFinished = (): boolean =>
    finishedRounds() >= settings.rounds || hasStalled(state, finishedRounds(), settings.patience);

  const boostOnce = async (): Promise<void> => {
    const round = finishedRounds() + 1;
    const started = performance.now();
    const trees: Tree[] = [];
    await breathe();
    await team.grow({
      count: numGroups,
      taskOf: (group) => taskOf(round, group),
      onTree: async (group, { tree, answers }) => {
        trees[group] = tree;
        train.addAnswers(answers, group);
        validation?.add(tree, group);
        grown++;
        await breathe();
      },
    });
    state.trees.push(...trees);
    const trainScore = train.score();
    const validationScore = validation?.score() ?? null;
    keepBest(state, round, settings.patience > 0 ? (validationScore?.loss ?? null) : null);
    tellEpoch(context, {
      epoch: round,
      train: trainScore,
      validation: validationScore,
      started,
      examples: x.matrix.rows,
    });
    if (isFinished() || isTimeToSave(round)) await save();
  };

  try {
    while (!isFinished()) await boostOnce();
  } catch (error) {
    // Stopped, or a thread was lost: what is finished can be gone on with either way.
    await save();
    throw error;
  }
  context.onProgress?.(1);
  return createFittedTrees(best());
}

/** Without early stopping, or without validation clips, the last round is the best: as XGBoost does. */
function keepBest(state: BoostingState, round: number, validationLoss: number | null): void {
  if (validationLoss !== null && validationLoss >= state.bestLoss) return;
  state.bestRound = round;
  state.bestLoss = validationLoss ?? Infinity;
}

function hasStalled({ bestRound }: BoostingState, round: number, patience: number): boolean {
  return patience > 0 && round - bestRound >= patience;
}
