// Advice that follows from a dataset's numbers, in words; every rule gives one piece of advice or none.

import type { Clip } from '../core/dataset-types';
import { formatCount } from '../core/format';
import type { GenreSummary } from './analyse';
import { MIN_LABEL_CLIPS } from './label-sets';

export interface Recommendation {
  /** Stable; one a rule. */
  readonly code: string;
  readonly level: 'info' | 'warning';
  readonly text: string;
}

interface Facts {
  readonly clips: readonly Clip[];
  /** Most clips first; of labels, where clips have several each. */
  readonly genres: readonly GenreSummary[];
  /** Of these what can be learned. */
  readonly learned: readonly GenreSummary[];
  /** Clips of the largest of these over clips of the smallest. */
  readonly imbalanceRatio: number;
  readonly severalLabels: boolean;
  /** "genre", or "label" where clips have several. */
  readonly one: string;
}

/** Below this the score of a genre rests on a handful of test clips. */
const FEW_CLIPS = 20;
const STRONG_IMBALANCE = 3;
/** Up to this ratio nobody would call the genres uneven. */
const EVEN = 1.5;
/** Names in a sentence; of more it says how many. */
const MAX_NAMES = 6;
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
  severalLabels: boolean,
): Recommendation[] {
  const one = severalLabels ? 'label' : 'genre';
  // Labels that are too rare to learn unbalance nothing.
  const learned = severalLabels ? genres.filter((each) => each.clips >= MIN_LABEL_CLIPS) : genres;
  const imbalanceRatio = (learned[0]?.clips ?? 1) / (learned.at(-1)?.clips ?? 1);
  const facts: Facts = { clips, genres, learned, imbalanceRatio, severalLabels, one };
  const found = RULES.map((rule) => rule(facts));
  const advice = found.filter((item) => item !== null);
  const serious = advice.some((item) => item.level === 'warning');
  return serious ? advice.filter((item) => item.code !== 'looks-good') : advice;
}

function notTrainable({ genres, severalLabels, one }: Facts): Recommendation | null {
  if (genres.length === 0) return null;
  if (genres.length === 1) {
    return warning(
      'one-genre',
      `All clips are ${genres[0]!.genre}: add at least one other ${one}.`,
    );
  }
  if (severalLabels) return rareLabels(genres);
  const single = genres.filter((genre) => genre.clips < 2);
  if (single.length === 0) return null;
  return warning(
    'single-clip',
    `${list(single)} ${single.length === 1 ? 'has' : 'have'} only 1 clip: add more, or remove the genre; training needs at least 2 a genre.`,
  );
}

/** They cost no clip: only the question whether a clip has them is not learned. */
function rareLabels(labels: readonly GenreSummary[]): Recommendation | null {
  const rare = labels.filter(({ clips }) => clips < MIN_LABEL_CLIPS);
  if (rare.length === 0) return null;
  return info(
    'rare-labels',
    `${list(rare)} ${rare.length === 1 ? 'has' : 'have'} fewer than ${MIN_LABEL_CLIPS} clips: too few to learn from. The clips stay, with their other labels.`,
  );
}

function fewClips({ genres, severalLabels }: Facts): Recommendation | null {
  const small = genres.filter(
    (genre) => genre.clips >= (severalLabels ? MIN_LABEL_CLIPS : 2) && genre.clips < FEW_CLIPS,
  );
  if (small.length === 0) return null;
  return warning(
    'few-clips',
    `Fewer than ${FEW_CLIPS} clips in ${list(small)} (smallest: ${small.at(-1)!.clips}). The score will rest on few test clips: read it with its interval, and add clips if you can.`,
  );
}

function imbalance({ learned, imbalanceRatio, one }: Facts): Recommendation | null {
  if (imbalanceRatio < STRONG_IMBALANCE) return null;
  const [largest, smallest] = [learned[0]!, learned.at(-1)!];
  return warning(
    'imbalance',
    `${largest.genre} has ${imbalanceRatio.toFixed(1)} times as many clips as ${smallest.genre} (${formatCount(largest.clips)} and ${formatCount(smallest.clips)}). A model can score well by favouring ${largest.genre}: look at macro F1 rather than accuracy, or even out the ${one}s.`,
  );
}

const OF_MUSIC =
  'File tags, artist folders inside the genre folders or a CSV with the columns file and artist';
const OF_TABLES =
  'A column of the table with the role “artist” or a CSV with the columns file and artist';

function artists({ clips, genres }: Facts): Recommendation | null {
  const known = clips.filter((clip) => clip.artist).length;
  if (clips.length === 0 || genres.length < 2) return null;
  if (known === 0) {
    return info(
      'artists-unknown',
      `No artists are known, so one artist can be in both training and test, which flatters the score. ${clips.some(({ audio }) => audio) ? OF_MUSIC : OF_TABLES} change that.`,
    );
  }
  if (!genres.every((genre) => genre.artists >= 2)) return null;
  return info(
    'use-artist-split',
    `Artists are known for ${formatCount(known)} of ${formatCount(clips.length)} clips: the artist split keeps each artist on one side and gives the honest score.`,
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
    `${formatCount(short)} of ${formatCount(clips.length)} clips ${short === 1 ? 'is' : 'are'} shorter than ${SHORT_SECONDS} s: rhythm is hard to tell from so little. Around 30 s is usual.`,
  );
}

function importedSplit({ clips }: Facts): Recommendation | null {
  const marked = clips.filter((clip) => clip.split).length;
  if (marked === 0) return null;
  return info(
    'imported-split',
    `An imported split covers ${formatCount(marked)} of ${formatCount(clips.length)} clips: choose it to compare with published results.`,
  );
}

function looksGood({ clips, genres, imbalanceRatio, one }: Facts): Recommendation | null {
  if (genres.length < 2) return null;
  const spread =
    imbalanceRatio <= EVEN
      ? 'evenly spread'
      : `the largest ${imbalanceRatio.toFixed(1)} times the smallest`;
  return info(
    'looks-good',
    `${formatCount(clips.length)} clips in ${formatCount(genres.length)} ${one}s, ${spread}: ready to train.`,
  );
}

function list(genres: readonly GenreSummary[]): string {
  const names = genres.map((genre) => genre.genre);
  if (names.length > MAX_NAMES) {
    names.splice(MAX_NAMES - 1, Infinity, `${formatCount(names.length - MAX_NAMES + 1)} others`);
  }
  return names.length < 2 ? names.join() : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

function info(code: string, text: string): Recommendation {
  return { code, level: 'info', text };
}

function warning(code: string, text: string): Recommendation {
  return { code, level: 'warning', text };
}
