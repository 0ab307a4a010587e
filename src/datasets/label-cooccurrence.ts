// Which labels come together: how many clips with one label have another too.

import type { Clip } from '../core/dataset-types';
import { labelsOfClip } from './label-sets';

export interface LabelCooccurrence {
  /** The commonest first, then by name. */
  readonly labels: readonly string[];
  /** Clips that have both, [label][label]; on the diagonal those that have the label. */
  readonly counts: readonly Uint32Array[];
  /** Labels of the dataset that are left out: rarer than these. */
  readonly leftOut: number;
}

/** @param maxLabels of which the commonest are taken */
export function labelCooccurrence(
  clips: readonly Pick<Clip, 'genre' | 'labels'>[],
  maxLabels: number,
): LabelCooccurrence {
  const sets = clips.map((clip) => [...new Set(labelsOfClip(clip))]);
  const totals = new Map<string, number>();
  for (const set of sets) for (const label of set) totals.set(label, (totals.get(label) ?? 0) + 1);
  const all = [...totals.keys()].sort(
    (a, b) => totals.get(b)! - totals.get(a)! || (a < b ? -1 : 1),
  );
  const labels = all.slice(0, maxLabels);
  const indexOf = new Map(labels.map((label, i) => [label, i]));
  const counts = labels.map(() => new Uint32Array(labels.length));
  for (const set of sets) {
    const known = set.flatMap((label) => indexOf.get(label) ?? []);
    for (const one of known) for (const other of known) counts[one]![other]!++;
  }
  return { labels, counts, leftOut: all.length - labels.length };
}
