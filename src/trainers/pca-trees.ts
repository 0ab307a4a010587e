// Boosted trees on principal components: standardised columns, near-copies dropped, condensed by PCA, then XGBoost's
// algorithm. All steps are fitted on the training rows alone; the trees are the boosted-trees trainer's.

import * as v from 'valibot';
import { EarmarkError } from '../core/errors';
import type { ParamValues } from '../core/run-types';
import { boostedTreesTrainer } from './boosted-trees';
import { readCondenserOptions } from './pca-trees-params';
import { condenserFromJson, fitCondenser, type Condenser } from './pipeline/condenser';
import { modelFromJson, modelToJson, TRAINER_ID } from './pipeline/model-json';
import type { Checkpoint, FitContext, FittedModel, Labels, TableInput, Trainer } from './trainer';
import { createBreather } from './trees/breathe';

/** Share of the progress bar for the steps before the trees. */
const CONDENSING_SHARE = 0.05;

export const pcaTreesTrainer: Trainer<TableInput> = {
  id: TRAINER_ID,
  inputKind: 'table',
  usesTensors: false,
  fitsMultiLabel: true,
  fit,
  fromJSON: (json) => {
    const { condenser, trees } = modelFromJson(json);
    return createFitted(condenser, boostedTreesTrainer.fromJSON(trees));
  },
};

async function fit(
  x: TableInput,
  y: Labels,
  values: ParamValues,
  context: FitContext<TableInput>,
): Promise<FittedModel<TableInput>> {
  const { validation, resumeFrom, onProgress, onCheckpoint, ...rest } = context;
  const options = readCondenserOptions(values);
  if (x.matrix.rows === 0) throw new EarmarkError('features-missing', 'no training clips');
  const breathe = createBreather(context.signal, () => onProgress?.(0));
  const saved = resumeFrom && fromCheckpoint(resumeFrom, x);
  const condenser = saved?.condenser ?? (await fitCondenser(x, options, breathe));
  const trees = await boostedTreesTrainer.fit(await condenser.transform(x, breathe), y, values, {
    ...rest,
    ...(validation && {
      validation: { x: await condenser.transform(validation.x, breathe), y: validation.y },
    }),
    ...(saved && { resumeFrom: saved.trees }),
    ...(onProgress && {
      onProgress: (share) => onProgress(CONDENSING_SHARE + (1 - CONDENSING_SHARE) * share),
    }),
    ...(onCheckpoint && {
      onCheckpoint: (checkpoint, best) =>
        onCheckpoint(toCheckpoint(condenser, checkpoint), best && modelToJson(condenser, best)),
    }),
  });
  return createFitted(condenser, trees);
}

function createFitted(
  condenser: Condenser,
  trees: FittedModel<TableInput>,
): FittedModel<TableInput> {
  const condense = (x: TableInput, signal?: AbortSignal): Promise<TableInput> =>
    condenser.transform(x, createBreather(signal));
  return {
    classes: trees.classes,
    bestEpoch: trees.bestEpoch,
    predictProba: async (x, signal, onProgress) =>
      trees.predictProba(await condense(x, signal), signal, onProgress),
    ...(trees.trees && {
      trees: {
        ensemble: trees.trees.ensemble,
        inputOf: async (x, signal) => (await condense(x, signal)).matrix,
      },
    }),
    toJSON: () => modelToJson(condenser, trees.toJSON()),
    dispose: () => trees.dispose(),
  };
}

const CheckpointSchema = v.object({
  version: v.literal(1),
  trainer: v.literal(TRAINER_ID),
  state: v.object({
    steps: v.unknown(),
    trees: v.object({
      version: v.literal(1),
      trainer: v.string(),
      epoch: v.number(),
      state: v.unknown(),
    }),
  }),
});

/** The steps are saved with it: going on does not depend on fitting them to the same numbers again. */
function toCheckpoint(condenser: Condenser, trees: Checkpoint): Checkpoint {
  const state = { steps: condenser.toJSON(), trees };
  return { version: 1, trainer: TRAINER_ID, epoch: trees.epoch, state };
}

/** Throws `run-not-resumable` if the checkpoint is damaged or of other columns. */
function fromCheckpoint(
  checkpoint: Checkpoint,
  x: TableInput,
): { condenser: Condenser; trees: Checkpoint } {
  try {
    const { steps, trees } = v.parse(CheckpointSchema, checkpoint).state;
    const condenser = condenserFromJson(steps);
    condenser.checkColumns(x);
    return { condenser, trees };
  } catch (error) {
    const got = error instanceof EarmarkError ? error.got : String(error);
    throw new EarmarkError('run-not-resumable', got, { cause: error });
  }
}
