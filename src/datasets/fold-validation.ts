// Takes the validation clips of a fold out of the clips that it learns from: all clips of an artist or none, and each genre
// as many as it would give where there is one split.

import type { Random } from '../core/random';
import type { ArtistGroup } from './artist-split';

/** Fewer clips than this and a genre gives none to validation: as where there is one split. */
const MIN_CLIPS_FOR_VALIDATION = 4;

/**
 * Clips that each genre should give to validation.
 * @param clipsByGenre of the whole dataset
 * @param fraction of the whole dataset, 0…1
 */
export function validationTargets(clipsByGenre: Float64Array, fraction: number): Float64Array {
  return clipsByGenre.map((count) =>
    count < MIN_CLIPS_FOR_VALIDATION || fraction <= 0
      ? 0
      : Math.max(1, Math.round(count * fraction)),
  );
}

/**
 * Groups in chance order, each taken where that brings its genres nearer to their targets and empties none of them. A
 * genre that would have none gives its smallest group, however far that is past the target: without validation clips
 * there is nothing to pick the best epoch by.
 */
export function takeValidation(
  learned: readonly ArtistGroup[],
  targets: Float64Array,
  random: Random,
): ReadonlySet<ArtistGroup> {
  const groupsLeft = new Float64Array(targets.length);
  for (const { counts } of learned) for (const genre of counts.keys()) groupsLeft[genre]! += 1;
  const taken = new Float64Array(targets.length);
  const validation = new Set<ArtistGroup>();
  const emptiesNone = ({ counts }: ArtistGroup): boolean => {
    for (const genre of counts.keys()) if (groupsLeft[genre] === 1) return false;
    return true;
  };
  const take = (group: ArtistGroup): void => {
    validation.add(group);
    for (const [genre, n] of group.counts) {
      taken[genre]! += n;
      groupsLeft[genre]! -= 1;
    }
  };
  const shuffled = random.shuffle([...learned]);
  for (const group of shuffled) {
    let cost = 0;
    for (const [genre, n] of group.counts) {
      const target = targets[genre]!;
      // (taken + n − target)² − (taken − target)², as a share of the target
      cost += (n * (2 * (taken[genre]! - target) + n)) / Math.max(1, target) ** 2;
    }
    if (cost < 0 && emptiesNone(group)) take(group);
  }
  for (const [genre, target] of targets.entries()) {
    if (target === 0 || taken[genre]! > 0) continue;
    const able = shuffled.filter((group) => group.counts.has(genre) && emptiesNone(group));
    const [smallest] = able.toSorted((a, b) => a.clips.length - b.clips.length);
    if (smallest) take(smallest);
  }
  return validation;
}
