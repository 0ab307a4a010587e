// Divides the clips of a dataset into train, validation and test: for one seed always the same way,
// whatever order the clips come in.

import type { Clip, Split, SplitPart } from '../core/dataset-types';
import { EarmarkError } from '../core/errors';
import { createRandom, type Random } from '../core/random';
import type { RunConfig } from '../core/run-types';
import { artistParts } from './artist-split';
import { groupBy } from './group-by';
import { groupByLabels, labelsOf } from './label-groups';
import { dealByLabels } from './label-strata';
import { trackKey } from './tracks';

/** One to learn from and one to be examined on. */
const MIN_CLIPS = 2;
/** Fewer tracks than this and a genre gives none to validation. */
const MIN_TRACKS_FOR_VALIDATION = 4;

type SplitConfig = RunConfig['split'];

/**
 * Every clip in exactly one part (`imported`: clips outside the imported split are left out); ids sorted.
 * @throws EarmarkError `split-needs-artists`, `split-artists-too-few`, `split-not-imported` or
 * `split-genres-missing`
 */
export function makeSplit(clips: readonly Clip[], config: SplitConfig, seed: number): Split {
  const split = divide(clips, config, seed);
  if (config.strategy === 'imported') checkGenresLearned(clips, split);
  return split;
}

/**
 * The same for clips with several labels each: every part has its share of every label, as far as there are clips of it.
 * @throws EarmarkError `split-needs-artists`, `split-artists-too-few` or `split-not-imported`
 */
export function makeLabelSplit(clips: readonly Clip[], config: SplitConfig, seed: number): Split {
  return divide(clips, config, seed, labelParts);
}

type AssignParts = (
  clips: readonly Clip[],
  config: SplitConfig,
  random: Random,
) => ReadonlyMap<string, SplitPart>;

function divide(
  clips: readonly Clip[],
  config: SplitConfig,
  seed: number,
  assign: AssignParts = assignParts,
): Split {
  const sorted = clips.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const random = createRandom(seed).fork('split');
  return collect(sorted, assign(sorted, config, random));
}

function assignParts(
  clips: readonly Clip[],
  config: SplitConfig,
  random: Random,
): ReadonlyMap<string, SplitPart> {
  switch (config.strategy) {
    case 'random':
      return randomParts(clips, config, random);
    case 'artist':
      return artistParts(clips, config, random);
    case 'imported':
      return importedParts(clips);
    default:
      return config.strategy satisfies never;
  }
}

/**
 * @throws EarmarkError `dataset-empty`, `dataset-too-few-genres` or `dataset-too-few-clips` when nothing
 * could be learned from the clips
 */
export function checkTrainable(clips: readonly Pick<Clip, 'genre'>[]): void {
  if (clips.length === 0) throw new EarmarkError('dataset-empty', '0 clips');
  const genres = groupBy(clips, (clip) => clip.genre);
  if (genres.size < 2) {
    throw new EarmarkError('dataset-too-few-genres', `1 genre (${[...genres.keys()].join()})`);
  }
  const small = tooSmallGenres(clips);
  if (small.length > 0) {
    const got = small.map(({ genre }) => `${genre} has 1 clip`);
    throw new EarmarkError('dataset-too-few-clips', got.join(', '));
  }
}

/** Genres with fewer clips than it takes to learn from one and examine on another, by name. */
export function tooSmallGenres<Item extends Pick<Clip, 'genre'>>(
  clips: readonly Item[],
): { genre: string; clips: readonly Item[] }[] {
  return [...groupBy(clips, (clip) => clip.genre)]
    .filter(([, members]) => members.length < MIN_CLIPS)
    .map(([genre, members]) => ({ genre, clips: members }))
    .sort((a, b) => (a.genre < b.genre ? -1 : 1));
}

/** What to leave out so that the rest can be trained on; none where fewer than two genres would be left. */
export function genresToLeaveOut<Item extends Pick<Clip, 'genre'>>(
  clips: readonly Item[],
): ReturnType<typeof tooSmallGenres<Item>> {
  const small = tooSmallGenres(clips);
  const genres = new Set(clips.map(({ genre }) => genre));
  return genres.size - small.length < 2 ? [] : small;
}

/** Stratified: each genre is divided by itself, track by track. */
function randomParts(
  clips: readonly Clip[],
  { testFraction, validationFraction }: SplitConfig,
  random: Random,
): Map<string, SplitPart> {
  const parts = new Map<string, SplitPart>();
  const tracks = [...groupBy(clips, trackKey).values()];
  for (const [genre, members] of groupBy(tracks, ([clip]) => clip!.genre)) {
    const order = random.fork(genre).shuffle([...members]);
    const count = order.length;
    const numTest = count < 2 ? 0 : clamp(Math.round(count * testFraction), 1, count - 1);
    const numValidation =
      count < MIN_TRACKS_FOR_VALIDATION || validationFraction <= 0
        ? 0
        : clamp(Math.round(count * validationFraction), 1, count - numTest - 1);
    order.forEach((pieces, i) => {
      const part = i < numTest ? 'test' : i < numTest + numValidation ? 'validation' : 'train';
      for (const { id } of pieces) parts.set(id, part);
    });
  }
  return parts;
}

function labelParts(
  clips: readonly Clip[],
  config: SplitConfig,
  random: Random,
): ReadonlyMap<string, SplitPart> {
  if (config.strategy === 'imported') return importedParts(clips);
  const groups = groupByLabels(clips, config.strategy);
  if (config.strategy === 'artist' && groups.length < MIN_CLIPS) {
    throw new EarmarkError('split-artists-too-few', `${groups.length} artist`);
  }
  const { testFraction: test, validationFraction: validation } = config;
  const shares = [1 - test - validation, test, validation];
  const dealt = dealByLabels(groups, { numLabels: labelsOf(clips).length, shares, random });
  const names = ['train', 'test', 'validation'] as const; // of two equally needy the first is served
  return new Map(
    groups.flatMap(({ clips: own }, i) => own.map(({ id }) => [id, names[dealt[i]!]!] as const)),
  );
}

function importedParts(clips: readonly Clip[]): Map<string, SplitPart> {
  const parts = new Map<string, SplitPart>();
  for (const clip of clips) if (clip.split) parts.set(clip.id, clip.split);
  const present = new Set(parts.values());
  const missing = (['train', 'test'] as const).filter((part) => !present.has(part));
  if (missing.length > 0) {
    throw new EarmarkError('split-not-imported', `no clip marked ${missing.join(' or ')}`);
  }
  return parts;
}

/** A list from outside may divide the genres themselves; then there is nothing to tell apart, or to score. */
function checkGenresLearned(clips: readonly Clip[], split: Split): void {
  const genreOf = new Map(clips.map(({ id, genre }) => [id, genre]));
  const genresOf = (part: SplitPart): string[] =>
    [...new Set(split[part].map((id) => genreOf.get(id)!))].sort();
  const learned = genresOf('train');
  const unlearned = genresOf('test').filter((genre) => !learned.includes(genre));
  if (unlearned.length > 0) {
    throw new EarmarkError('split-genres-missing', `no training clip of ${unlearned.join(', ')}`);
  }
  if (learned.length < 2) {
    throw new EarmarkError('split-genres-missing', `only ${learned.join()} in the train part`);
  }
}

function collect(clips: readonly Clip[], parts: ReadonlyMap<string, SplitPart>): Split {
  const idsOf = (part: SplitPart): string[] =>
    clips.filter((clip) => parts.get(clip.id) === part).map((clip) => clip.id);
  return { train: idsOf('train'), validation: idsOf('validation'), test: idsOf('test') };
}

function clamp(value: number, min: number, max: number): number {
  return Math.min(max, Math.max(min, value));
}
