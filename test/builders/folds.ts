// All folds of a cross-validation at once, for small datasets.

import type { Clip } from '../../src/core/dataset-types';
import { foldDealer, type FoldOptions, type FoldSplit } from '../../src/datasets/folds';

/** Repeat by repeat. @throws EarmarkError as `foldDealer` */
export function foldSplits(
  clips: readonly Clip[],
  options: FoldOptions,
  seed: number,
): FoldSplit[] {
  const deal = foldDealer(clips, options, seed);
  return Array.from({ length: options.repeats }, (_, i) => deal(i + 1)).flat();
}
