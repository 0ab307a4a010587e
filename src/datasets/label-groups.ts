// Clips with several labels each in the groups that no split divides, with how often each has each label.

import type { Clip, SplitStrategy } from '../core/dataset-types';
import { groupByArtist, groupByTrack, type ArtistGroup } from './artist-split';
import { labelsOfClip } from './label-sets';

/** All labels of the clips, sorted. */
export function labelsOf(clips: readonly Clip[]): string[] {
  return [...new Set(clips.flatMap(labelsOfClip))].sort();
}

/**
 * Artists or tracks; `counts` is by place in `labelsOf(clips)`.
 * @throws EarmarkError `split-needs-artists`
 */
export function groupByLabels(
  clips: readonly Clip[],
  strategy: Exclude<SplitStrategy, 'imported'>,
): ArtistGroup[] {
  const group = strategy === 'artist' ? groupByArtist : groupByTrack;
  return group(clips, labelsOf(clips), labelsOfClip);
}
