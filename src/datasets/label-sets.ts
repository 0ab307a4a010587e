// Datasets whose clips have several labels each: whether one is that, and which of its labels can be learned.

import type { Clip } from '../core/dataset-types';

type Labelled = Pick<Clip, 'genre' | 'labels'>;

/** With fewer clips than this to learn from, trees at their default settings cannot tell a label from noise. */
export const MIN_LABEL_CLIPS = 4;

export interface LearnableLabels {
  /** Sorted. */
  readonly labels: readonly string[];
  /** Labels with too few clips, the commonest first. */
  readonly rare: readonly { readonly label: string; readonly clips: number }[];
}

export function hasSeveralLabels(clips: readonly Labelled[]): boolean {
  return clips.some(({ labels }) => labels !== undefined);
}

/** All labels of a clip; its genre where it has no others. */
export function labelsOfClip({ genre, labels }: Labelled): readonly string[] {
  return labels ?? [genre];
}

/**
 * @param clips to learn from
 * @param others whose labels count as too rare unless `clips` have them often enough
 */
export function learnableLabels(
  clips: readonly Labelled[],
  others: readonly Labelled[] = [],
): LearnableLabels {
  const counts = new Map<string, number>();
  for (const clip of others) for (const label of labelsOfClip(clip)) counts.set(label, 0);
  for (const clip of clips) {
    for (const label of new Set(labelsOfClip(clip)))
      counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  const sorted = [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    labels: sorted.flatMap(([label, count]) => (count >= MIN_LABEL_CLIPS ? label : [])),
    rare: sorted
      .filter(([, count]) => count < MIN_LABEL_CLIPS)
      .map(([label, count]) => ({ label, clips: count }))
      .sort((a, b) => b.clips - a.clips),
  };
}
