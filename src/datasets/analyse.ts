// What can be said about a dataset before training: how many clips a genre, how even, and what to do about it.

import type { Clip } from '../core/dataset-types';
import { artistKey } from './artist-split';
import { groupBy } from './group-by';
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
  /** Clips of the largest genre over clips of the smallest, from 1; 1 without clips. */
  readonly imbalanceRatio: number;
  /** Entropy of the genre shares over its maximum, 0…1; 1 when all genres are equally large. */
  readonly normalisedEntropy: number;
  readonly recommendations: readonly Recommendation[];
}

export function analyseDataset(clips: readonly Clip[]): DatasetAnalysis {
  const genres = [...groupBy(clips, (clip) => clip.genre)]
    .map(([genre, members]) => summarise(genre, members))
    .sort((a, b) => b.clips - a.clips || (a.genre < b.genre ? -1 : 1));
  const largest = genres[0]?.clips ?? 1;
  const smallest = genres.at(-1)?.clips ?? 1;
  const imbalanceRatio = largest / smallest;
  return {
    genres,
    imbalanceRatio,
    normalisedEntropy: normalisedEntropy(genres.map((genre) => genre.clips)),
    recommendations: recommend(clips, genres, imbalanceRatio),
  };
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
