// Advice that follows from a dataset's numbers, in words; every rule gives one piece of advice or none.

import type { Clip } from '../core/dataset-types';
import type { GenreSummary } from './analyse';

export interface Recommendation {
  /** Stable; one a rule. */
  readonly code: string;
  readonly level: 'info' | 'warning';
  readonly text: string;
}

interface Facts {
  readonly clips: readonly Clip[];
  /** Most clips first. */
  readonly genres: readonly GenreSummary[];
  readonly imbalanceRatio: number;
}

/** Below this the score of a genre rests on a handful of test clips. */
const FEW_CLIPS = 20;
const STRONG_IMBALANCE = 3;
const SHORT_SECONDS = 10;

const RULES: readonly ((facts: Facts) => Recommendation | null)[] = [
  notTrainable,
  fewClips,
  imbalance,
  artists,
  singleArtist,
  mixedSampleRates,
  shortClips,
  importedSplit,
  looksGood,
];

export function recommend(
  clips: readonly Clip[],
  genres: readonly GenreSummary[],
  imbalanceRatio: number,
): Recommendation[] {
  const found = RULES.map((rule) => rule({ clips, genres, imbalanceRatio }));
  const advice = found.filter((item) => item !== null);
  const serious = advice.some((item) => item.level === 'warning');
  return serious ? advice.filter((item) => item.code !== 'looks-good') : advice;
}

function notTrainable({ genres }: Facts): Recommendation | null {
  if (genres.length === 0) return null;
  if (genres.length === 1) {
    return warning('one-genre', `All clips are ${genres[0]!.genre}: add at least one other genre.`);
  }
  const single = genres.filter((genre) => genre.clips < 2);
  if (single.length === 0) return null;
  return warning(
    'single-clip',
    `${list(single)} ${single.length === 1 ? 'has' : 'have'} only 1 clip: add more, or remove the genre; training needs at least 2 a genre.`,
  );
}

function fewClips({ genres }: Facts): Recommendation | null {
  const small = genres.filter((genre) => genre.clips >= 2 && genre.clips < FEW_CLIPS);
  if (small.length === 0) return null;
  return warning(
    'few-clips',
    `Fewer than ${FEW_CLIPS} clips in ${list(small)} (smallest: ${small.at(-1)!.clips}). The score will rest on few test clips: read it with its interval, and add clips if you can.`,
  );
}

function imbalance({ genres, imbalanceRatio }: Facts): Recommendation | null {
  if (imbalanceRatio < STRONG_IMBALANCE) return null;
  const [largest, smallest] = [genres[0]!, genres.at(-1)!];
  return warning(
    'imbalance',
    `${largest.genre} has ${imbalanceRatio.toFixed(1)} times as many clips as ${smallest.genre} (${largest.clips} and ${smallest.clips}). A model can score well by favouring ${largest.genre}: look at macro F1 rather than accuracy, or even out the genres.`,
  );
}

function artists({ clips, genres }: Facts): Recommendation | null {
  const known = clips.filter((clip) => clip.artist).length;
  if (clips.length === 0 || genres.length < 2) return null;
  if (known === 0) {
    return info(
      'artists-unknown',
      'No artists are known, so one artist can be in both training and test, which flatters the score. File tags, artist folders inside the genre folders or a CSV with the columns file and artist change that.',
    );
  }
  if (!genres.every((genre) => genre.artists >= 2)) return null;
  return info(
    'use-artist-split',
    `Artists are known for ${known} of ${clips.length} clips: the artist split keeps each artist on one side and gives the honest score.`,
  );
}

function singleArtist({ genres }: Facts): Recommendation | null {
  const alone = genres.filter((genre) => genre.artists === 1 && genre.clips > 1);
  if (alone.length === 0) return null;
  return warning(
    'single-artist',
    `Only one artist is known in ${list(alone)}: the model may learn the artist instead of the genre. Add music by others.`,
  );
}

function mixedSampleRates({ clips }: Facts): Recommendation | null {
  const rates = [...new Set(clips.flatMap(({ audio }) => audio?.sampleRate ?? []))].sort(
    (a, b) => a - b,
  );
  if (rates.length < 2) return null;
  const shown = rates.map((rate) => `${rate / 1000}`).join(', ');
  return info(
    'mixed-sample-rates',
    `Clips come at ${rates.length} sample rates (${shown} kHz). They are resampled to one; where a genre has a rate of its own, the model can learn the rate instead of the music.`,
  );
}

function shortClips({ clips }: Facts): Recommendation | null {
  const short = clips.filter(({ audio }) => audio && audio.durationSeconds < SHORT_SECONDS).length;
  if (short === 0) return null;
  const level = 2 * short > clips.length ? warning : info;
  return level(
    'short-clips',
    `${short} of ${clips.length} clips ${short === 1 ? 'is' : 'are'} shorter than ${SHORT_SECONDS} s: rhythm is hard to tell from so little. Around 30 s is usual.`,
  );
}

function importedSplit({ clips }: Facts): Recommendation | null {
  const marked = clips.filter((clip) => clip.split).length;
  if (marked === 0) return null;
  return info(
    'imported-split',
    `An imported split covers ${marked} of ${clips.length} clips: choose it to compare with published results.`,
  );
}

function looksGood({ clips, genres }: Facts): Recommendation | null {
  if (genres.length < 2) return null;
  return info(
    'looks-good',
    `${clips.length} clips in ${genres.length} genres, evenly spread: ready to train.`,
  );
}

function list(genres: readonly GenreSummary[]): string {
  const names = genres.map((genre) => genre.genre);
  return names.length < 2 ? names.join() : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

function info(code: string, text: string): Recommendation {
  return { code, level: 'info', text };
}

function warning(code: string, text: string): Recommendation {
  return { code, level: 'warning', text };
}
