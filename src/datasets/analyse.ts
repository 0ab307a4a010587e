// What can be said about a dataset before training: how many clips a genre, how even, and what to do about it.

import type { Clip } from '../core/dataset-types';
import { artistKey } from './artist-split';
import { groupBy } from './group-by';
import { hasSeveralLabels, labelsOfClip } from './label-sets';
import { recommend, type Recommendation } from './recommendations';

export interface GenreSummary {
  readonly genre: string;
  readonly clips: number;
  readonly minutes: number;
  /** Different artists known; clips without one do not count. */
  readonly artists: number;
}

export interface DatasetAnalysis {
  /** Most clips first, then by name. */
  readonly genres: readonly GenreSummary[];
  /** The same of all labels, where clips have several each; else null. Balance and advice then speak of these. */
  readonly labels: readonly GenreSummary[] | null;
  /** Clips of the largest genre over clips of the smallest, from 1; 1 without clips. */
  readonly imbalanceRatio: number;
  /** Entropy of the genre shares over its maximum, 0…1; 1 when all genres are equally large. */
  readonly normalisedEntropy: number;
  readonly recommendations: readonly Recommendation[];
}

export function analyseDataset(clips: readonly Clip[]): DatasetAnalysis {
  const genres = summariesOf(groupBy(clips, (clip) => clip.genre));
  const labels = hasSeveralLabels(clips) ? summariesOf(groupByLabel(clips)) : null;
  const counted = labels ?? genres;
  const largest = counted[0]?.clips ?? 1;
  const smallest = counted.at(-1)?.clips ?? 1;
  const imbalanceRatio = largest / smallest;
  return {
    genres,
    labels,
    imbalanceRatio,
    normalisedEntropy: normalisedEntropy(counted.map((genre) => genre.clips)),
    recommendations: recommend(clips, counted, labels !== null),
  };
}

function groupByLabel(clips: readonly Clip[]): Map<string, Clip[]> {
  const pairs = clips.flatMap((clip) =>
    [...new Set(labelsOfClip(clip))].map((label) => ({ label, clip })),
  );
  const groups = groupBy(pairs, ({ label }) => label);
  return new Map([...groups].map(([label, members]) => [label, members.map(({ clip }) => clip)]));
}

function summariesOf(groups: ReadonlyMap<string, readonly Clip[]>): GenreSummary[] {
  return [...groups]
    .map(([genre, members]) => summarise(genre, members))
    .sort((a, b) => b.clips - a.clips || (a.genre < b.genre ? -1 : 1));
}

function summarise(genre: string, clips: readonly Clip[]): GenreSummary {
  const artists = new Set(clips.map(artistKey).filter((artist) => artist !== null));
  const seconds = clips.reduce((sum, clip) => sum + (clip.audio?.durationSeconds ?? 0), 0);
  return { genre, clips: clips.length, minutes: seconds / 60, artists: artists.size };
}

function normalisedEntropy(counts: readonly number[]): number {
  if (counts.length < 2) return 1;
  const total = counts.reduce((sum, count) => sum + count, 0);
  const entropy = counts.reduce((sum, n) => sum - (n / total) * Math.log(n / total), 0);
  return Math.min(1, entropy / Math.log(counts.length));
}
