// Which clips a model from elsewhere cannot be tested on, because none of its classes is called what they are.

import type { Clip } from '$lib/core/dataset-types';
import { formatCount, formatCounted } from '$lib/core/format';
import { groupBy } from '$lib/datasets/group-by';
import { labelsOfClip } from '$lib/datasets/label-sets';

/** Genres named one by one; of more only the number is told. */
const MOST_NAMED = 5;

export function isKnown(clip: Clip, classes: readonly string[]): boolean {
  return labelsOfClip(clip).some((label) => classes.includes(label));
}

/** "100 clips of blues are left out: no class of the model is called so."; "" where none are. */
export function leftOutText(clips: readonly Clip[], classes: readonly string[]): string {
  const unknown = clips.filter((clip) => !isKnown(clip, classes));
  if (unknown.length === 0) return '';
  const genres = [...groupBy(unknown, ({ genre }) => genre).keys()].sort();
  const named = genres.slice(0, MOST_NAMED);
  const more = genres.length - named.length;
  const list = more > 0 ? [...named, `${formatCount(more)} more`] : named;
  const of = list.length > 1 ? `${list.slice(0, -1).join(', ')} and ${list.at(-1)}` : list[0];
  return `${formatCounted(unknown.length, 'clip')} of ${of} ${unknown.length === 1 ? 'is' : 'are'} left out: no class of the model is called so.`;
}
