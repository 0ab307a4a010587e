// What a click on "start" would do: the run's config and split, or the reason why it cannot start.

import type { Clip, Dataset, DatasetTable, Split, SplitStrategy } from '$lib/core/dataset-types';
import { EarmarkError, toEarmarkError, type ErrorRecord } from '$lib/core/errors';
import { formatCount } from '$lib/core/format';
import type { BackboneUse, ParamValues, Run, RunConfig } from '$lib/core/run-types';
import { heardAmong, heldOutClips, learnedFrom } from '$lib/datasets/heard-before';
import type { LearnableLabels } from '$lib/datasets/label-sets';
import { checkTrainable, genresToLeaveOut } from '$lib/datasets/split';
import { readCrossValidation } from '$lib/evaluation/fold-params';
import { memberOf, type CommonGround } from '$lib/evaluation/ensemble-members';
import { classesToLearn, labelsToLearn, learnsLabels } from '$lib/evaluation/labels';
import { backboneParam } from '$lib/trainers/backbone-params';
import { resolveParams } from '$lib/trainers/params';
import { findApproach, type Approach } from '$lib/trainers/registry';
import { learnsFromTables, withTable } from '$lib/trainers/table-params';
import { expectedSecondsOf } from './expected-seconds';
import type { SmallGenre } from './set-aside';
import { planSplit, type SplitSizes } from './split-plan';
import { paramsOfStart } from './start-model';

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
      /** The run that it starts from, which has `heard` these of the clips that are held out; null for chance. */
      readonly start: { readonly run: Run; readonly heard: readonly string[] } | null;
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
  /** The run to start from, null if it is gone; without it from chance. */
  readonly startFrom?: { readonly run: Run | null } | null;
  /** The pretrained networks that there are. */
  readonly backbones?: readonly BackboneUse[];
  /** Of an approach that joins runs: those that are to answer together. */
  readonly members?: readonly Run[];
}

export function planTraining(choices: TrainingChoices): TrainingPlan {
  try {
    return { phase: 'ready', ...makePlan(choices) };
  } catch (error) {
    return { phase: 'blocked', problem: toEarmarkError(error).record };
  }
}

/** Genres with too few clips, where training could start without them. */
export function strayGenresOf(
  problems: readonly ErrorRecord[],
  dataset: Pick<Dataset, 'clips'> | null,
): readonly SmallGenre[] {
  const isTooFew = problems.some(({ code }) => code === 'dataset-too-few-clips');
  return isTooFew ? genresToLeaveOut(dataset?.clips ?? []) : [];
}

/** 32-bit unsigned. */
export function isSeed(seed: number): boolean {
  return Number.isInteger(seed) && seed >= 0 && seed <= MAX_SEED;
}

function makePlan(choices: TrainingChoices) {
  const { clips, table, approach, seed, strategy, list, folds, startFrom } = choices;
  const several = learnsLabels(approach.id, clips);
  if (!several) checkTrainable(clips);
  if (table && !learnsFromTables(approach.params) && !approach.joinsRuns) {
    throw new EarmarkError(
      'approach-needs-audio',
      `a table of features for ${approach.shortTitle}`,
    );
  }
  if (!isSeed(seed)) {
    throw new EarmarkError(
      'param-invalid',
      `${Number.isNaN(seed) ? 'nothing' : seed} for “Seed” (whole number, 0 to ${MAX_SEED})`,
    );
  }
  const startRun = startFrom?.run ?? null;
  if (startFrom && !startRun) {
    throw new EarmarkError('start-model-unusable', 'a run that was deleted');
  }
  const params = { ...choices.params, ...(startRun && paramsOfStart(approach, startRun)) };
  const config: RunConfig = {
    version: 1,
    approach: approach.id,
    seed,
    params: resolveParams(approach.params, withTable(params, table)),
    split: { strategy, ...SHARES, ...(strategy === 'imported' && list && { list }) },
    ...(folds && { crossValidation: readCrossValidation(folds) }),
    ...backboneOf(approach, params, choices.backbones ?? []),
    ...ensembleOf(choices),
  };
  const { split, sizes } = planSplit(clips, config, { severalLabels: several });
  const labels = labelsToLearn({ config, clips, split });
  if (labels && labels.labels.length < MIN_LABELS) {
    const all = labels.labels.length + labels.rare.length;
    throw new EarmarkError('labels-too-rare', `${labels.labels.length} of ${all}`);
  }
  return {
    ...{ config, split, sizes, labels },
    start: startRun && {
      run: startRun,
      heard: heardAmong(heldOutClips({ config, split }), learnedFrom(startRun)),
    },
    expectedSeconds: expectedSecondsOf({ approach, config, sizes, table }),
  };
}

/** The network that the run hears clips with, where its approach asks for one. */
function backboneOf(
  { params: specs }: Approach,
  params: ParamValues,
  backbones: readonly BackboneUse[],
): Pick<RunConfig, 'backbone'> {
  if (!specs.some(({ name }) => name === backboneParam.name)) return {};
  const chosen = params[backboneParam.name];
  const backbone = backbones.find(({ id }) => id === chosen);
  if (!backbone) throw new EarmarkError('backbone-missing', `no ${String(chosen)}`);
  const { id, title, key, embeddingSize } = backbone;
  return { backbone: { id, title, key, embeddingSize } };
}

/** What the runs of an ensemble must have in common with it; null where the clips cannot be divided. */
export function commonGround(choices: TrainingChoices, fingerprint: string): CommonGround | null {
  const { approach, clips, seed, strategy, list } = choices;
  const config = {
    approach: approach.id,
    seed,
    split: { strategy, ...SHARES, ...(strategy === 'imported' && list && { list }) },
  };
  try {
    const { split } = planSplit(clips, config, {
      severalLabels: learnsLabels(approach.id, clips),
    });
    return { dataset: fingerprint, classes: classesToLearn({ config, clips, split }), split };
  } catch (error) {
    if (error instanceof EarmarkError) return null; // the plan says what is wrong
    throw error;
  }
}

/** The runs that answer together, where the approach asks for some. */
function ensembleOf({
  approach,
  members = [],
  params,
  folds,
}: TrainingChoices): Pick<RunConfig, 'ensemble'> {
  if (!approach.joinsRuns) return {};
  if (folds) throw new EarmarkError('ensemble-not-cross-validated', 'a cross-validation');
  if (members.length < 2) {
    throw new EarmarkError('ensemble-too-few-members', formatCount(members.length));
  }
  const tuned = members.find(({ config }) => config.startFrom);
  if (tuned && params['method'] === 'stacking') {
    const title = findApproach(tuned.config.approach)?.shortTitle ?? tuned.config.approach;
    throw new EarmarkError(
      'ensemble-member-not-refittable',
      `a run (${title}, seed ${tuned.config.seed}) that started from another run’s model`,
    );
  }
  return { ensemble: { members: members.map(memberOf) } };
}
