// What a click on "start" would do: the run's config and split, or the reason why it cannot start.

import type { Clip, DatasetTable, Split, SplitStrategy } from '$lib/core/dataset-types';
import { EarmarkError, toEarmarkError, type ErrorRecord } from '$lib/core/errors';
import type { ParamValues, RunConfig } from '$lib/core/run-types';
import type { LearnableLabels } from '$lib/datasets/label-sets';
import { checkTrainable } from '$lib/datasets/split';
import { readCrossValidation } from '$lib/evaluation/fold-params';
import { labelsToLearn, learnsLabels } from '$lib/evaluation/labels';
import { resolveParams } from '$lib/trainers/params';
import type { Approach } from '$lib/trainers/registry';
import { learnsFromTables, withTable } from '$lib/trainers/table-params';
import { expectedSecondsOf } from './expected-seconds';
import { planSplit, type SplitSizes } from './split-plan';

const SHARES = { testFraction: 0.2, validationFraction: 0.15 };
/** Fewer labels than this and there is nothing to tell apart. */
const MIN_LABELS = 2;
const MAX_SEED = 0xffffffff;

export type TrainingPlan =
  | {
      readonly phase: 'ready';
      readonly config: RunConfig;
      readonly split: Split;
      readonly sizes: SplitSizes;
      /** Null where nobody knows. */
      readonly expectedSeconds: number | null;
      /** Null where one genre a clip is learned. */
      readonly labels: LearnableLabels | null;
    }
  | { readonly phase: 'blocked'; readonly problem: ErrorRecord };

export interface TrainingChoices {
  readonly clips: readonly Clip[];
  /** The table that the clips are rows of. */
  readonly table?: DatasetTable | undefined;
  readonly approach: Approach;
  readonly seed: number;
  readonly params: ParamValues;
  readonly strategy: SplitStrategy;
  /** What the imported split that the clips carry is called. */
  readonly list?: string | undefined;
  /** Settings of a cross-validation; none for one split. */
  readonly folds?: ParamValues | null;
}

export function planTraining(choices: TrainingChoices): TrainingPlan {
  try {
    return { phase: 'ready', ...makePlan(choices) };
  } catch (error) {
    return { phase: 'blocked', problem: toEarmarkError(error).record };
  }
}

function makePlan(choices: TrainingChoices) {
  const { clips, table, approach, seed, params, strategy, list, folds } = choices;
  const several = learnsLabels(approach.id, clips);
  if (!several) checkTrainable(clips);
  if (table && !learnsFromTables(approach.params)) {
    throw new EarmarkError(
      'approach-needs-audio',
      `a table of features for ${approach.shortTitle}`,
    );
  }
  if (!Number.isInteger(seed) || seed < 0 || seed > MAX_SEED) {
    throw new EarmarkError(
      'param-invalid',
      `${Number.isNaN(seed) ? 'nothing' : seed} for “Seed” (whole number, 0 to ${MAX_SEED})`,
    );
  }
  const config: RunConfig = {
    version: 1,
    approach: approach.id,
    seed,
    params: resolveParams(approach.params, withTable(params, table)),
    split: { strategy, ...SHARES, ...(strategy === 'imported' && list && { list }) },
    ...(folds && { crossValidation: readCrossValidation(folds) }),
  };
  const { split, sizes } = planSplit(clips, config, { severalLabels: several });
  const labels = labelsToLearn({ config, clips, split });
  if (labels && labels.labels.length < MIN_LABELS) {
    const all = labels.labels.length + labels.rare.length;
    throw new EarmarkError('labels-too-rare', `${labels.labels.length} of ${all}`);
  }
  return {
    ...{ config, split, sizes, labels },
    expectedSeconds: expectedSecondsOf({ approach, config, sizes, table }),
  };
}
