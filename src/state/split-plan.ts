// Which clips the next run learns from and is examined on, and how many that is.

import type { Clip, Dataset, Split } from '$lib/core/dataset-types';
import type { CrossValidation, RunConfig } from '$lib/core/run-types';
import { foldDealer } from '$lib/datasets/folds';
import { saysSplit, withSplitOf } from '$lib/datasets/imported-lists';
import { makeLabelSplit, makeSplit } from '$lib/datasets/split';

/** Clips in each part. */
export interface SplitSizes extends Record<keyof Split, number> {
  /** The folds that have these sizes, to a few clips; null for one split. */
  readonly crossValidation: CrossValidation | null;
  /** In none of the parts, as an imported split may have it. */
  readonly none: number;
}

interface SplitPlan {
  readonly split: Split;
  readonly sizes: SplitSizes;
}

/** The clips as an imported split marks them. @param list its name; null for the split that they carry */
export function clipsUnder({ clips, lists, splitName }: Dataset, list: string | null) {
  if (list === null || list === splitName) return clips;
  return withSplitOf(
    clips,
    lists?.find(({ name }) => name === list),
  );
}

/** Names of the lists with a split that the clips do not carry. */
export function otherSplits({ lists = [], splitName }: Dataset): string[] {
  const names = lists.filter(saysSplit).map(({ name }) => name);
  return names.filter((name) => name !== (splitName ?? ''));
}

/** One of the splits that lists (or a table's column) brought along. */
export interface ImportedSplit {
  readonly strategy: 'imported';
  /** Its list's name; null for the split that the clips carry. */
  readonly list: string | null;
}

/** The newest imported split with training and test clips; null without one. */
export function splitItCameWith(dataset: Dataset): ImportedSplit | null {
  const lists = [null, ...otherSplits(dataset).toReversed()];
  const list = lists.find((name) => {
    const clips = clipsUnder(dataset, name);
    return (
      clips.some(({ split }) => split === 'train') && clips.some(({ split }) => split === 'test')
    );
  });
  return list === undefined ? null : { strategy: 'imported', list };
}

/** @throws EarmarkError as `makeSplit` and `foldDealer` */
export function planSplit(
  clips: readonly Clip[],
  config: Pick<RunConfig, 'split' | 'seed' | 'crossValidation'>,
  { severalLabels }: { severalLabels: boolean },
): SplitPlan {
  const { seed, crossValidation } = config;
  if (crossValidation) {
    const { strategy, validationFraction } = config.split;
    foldDealer(clips, { ...crossValidation, strategy, validationFraction, severalLabels }, seed);
    return planFolds(clips, crossValidation, validationFraction);
  }
  const split = (severalLabels ? makeLabelSplit : makeSplit)(clips, config.split, seed);
  const sizes = {
    train: split.train.length,
    validation: split.validation.length,
    test: split.test.length,
    crossValidation: null,
    none: clips.length - split.train.length - split.validation.length - split.test.length,
  };
  return { split, sizes };
}

/** Every clip is learned from, in some fold; in which is dealt when the run begins. */
function planFolds(
  clips: readonly Clip[],
  crossValidation: CrossValidation,
  validationFraction: number,
): SplitPlan {
  const test = Math.round(clips.length / crossValidation.folds);
  const validation = Math.round(clips.length * validationFraction);
  const train = clips.length - validation - test;
  return {
    split: { train: clips.map(({ id }) => id).sort(), validation: [], test: [] },
    sizes: { train, validation, test, crossValidation, none: 0 },
  };
}
