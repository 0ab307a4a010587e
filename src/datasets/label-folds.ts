// The folds of clips with several labels each: every fold has its share of every label, and so has what is taken from the
// others for validation.

import type { Clip, SplitPart } from '../core/dataset-types';
import { EarmarkError } from '../core/errors';
import { createRandom } from '../core/random';
import type { FoldOptions, FoldSplit } from './folds';
import { groupByLabels, labelsOf } from './label-groups';
import { dealByLabels } from './label-strata';

/**
 * As `foldDealer`.
 * @throws EarmarkError `folds-of-imported-split`, `folds-too-few-clips`, `folds-too-few-artists` or `split-needs-artists`
 */
export function labelFoldDealer(
  clips: readonly Clip[],
  { strategy, folds: numFolds, validationFraction }: FoldOptions,
  seed: number,
): (repeat: number) => FoldSplit[] {
  if (strategy === 'imported') {
    throw new EarmarkError('folds-of-imported-split', 'the imported split');
  }
  const sorted = clips.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const groups = groupByLabels(sorted, strategy);
  if (groups.length < numFolds) {
    const byArtist = strategy === 'artist' && clips.length >= numFolds;
    const got = `${numFolds} folds, but ${groups.length} ${byArtist ? 'artists' : 'clips'}`;
    throw new EarmarkError(byArtist ? 'folds-too-few-artists' : 'folds-too-few-clips', got);
  }
  const numLabels = labelsOf(sorted).length;
  const random = createRandom(seed).fork('folds');

  return (repeat) => {
    const ofRepeat = random.fork(repeat);
    const shares = Array.from({ length: numFolds }, () => 1 / numFolds);
    const dealt = dealByLabels(groups, { numLabels, shares, random: ofRepeat });
    return Array.from({ length: numFolds }, (_, fold) => {
      const learned = groups.filter((_group, i) => dealt[i] !== fold);
      const learnedClips = learned.reduce((sum, group) => sum + group.clips.length, 0);
      const validation = Math.min(1, (validationFraction * sorted.length) / learnedClips);
      const sides = dealByLabels(learned, {
        ...{ numLabels, shares: [1 - validation, validation] },
        random: ofRepeat.fork('validation').fork(fold),
      });
      const partOf = new Map<Clip, SplitPart>();
      learned.forEach(({ clips: own }, i) => {
        for (const clip of own) partOf.set(clip, sides[i] === 1 ? 'validation' : 'train');
      });
      const idsIn = (part: SplitPart): string[] =>
        sorted.filter((clip) => (partOf.get(clip) ?? 'test') === part).map(({ id }) => id);
      return {
        ...{ repeat, fold: fold + 1, unvalidated: [] },
        ...{ train: idsIn('train'), validation: idsIn('validation'), test: idsIn('test') },
      };
    });
  };
}
