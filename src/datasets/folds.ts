// Deals the clips of a dataset into the folds of a cross-validation: each clip is held out once a repeat. For one seed
// always the same way, whatever order the clips come in. Validation clips are taken from what a fold learns from, so that
// early stopping never sees the clips that are held out.

import type { Clip, Split, SplitPart, SplitStrategy } from '../core/dataset-types';
import { EarmarkError, type ErrorCode } from '../core/errors';
import { createRandom, type Random } from '../core/random';
import type { CrossValidation } from '../core/run-types';
import { groupByArtist, groupByTrack, type ArtistGroup } from './artist-split';
import { dealGroups } from './deal-groups';
import { takeValidation, validationTargets } from './fold-validation';
import { labelFoldDealer } from './label-folds';

const MAX_ATTEMPTS = 20;

export interface FoldOptions extends CrossValidation {
  readonly strategy: SplitStrategy;
  /** Share of all clips, 0…1. */
  readonly validationFraction: number;
  /** Clips have several labels each, of which every fold gets its share. */
  readonly severalLabels?: boolean;
}

export interface FoldSplit extends Split {
  /** Both counted from 1. */
  readonly repeat: number;
  readonly fold: number;
  /** Genres that should have validation clips and have none: too few artists are left to learn from. */
  readonly unvalidated: readonly string[];
}

/**
 * Gives the folds of one repeat (counted from 1) at a time, ids sorted: a repeat of a large dataset takes room.
 * @throws EarmarkError `folds-of-imported-split`, `folds-too-few-clips`, `folds-too-few-artists` or
 * `split-needs-artists`, at once; the dealer throws `folds-too-few-artists` where artists shared between genres leave a
 * genre nothing to learn from
 */
export function foldDealer(
  clips: readonly Clip[],
  options: FoldOptions,
  seed: number,
): (repeat: number) => FoldSplit[] {
  if (options.severalLabels) return labelFoldDealer(clips, options, seed);
  const sorted = clips.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const genres = [...new Set(sorted.map((clip) => clip.genre))].sort();
  const groups = groupsOf(sorted, genres, options.strategy);
  checkFolds(groups, genres, options);
  const targets = validationTargets(clipsByGenre(groups, genres), options.validationFraction);
  const random = createRandom(seed).fork('folds');
  const indexOf = new Map(groups.flatMap(({ clips: own }, i) => own.map((clip) => [clip, i])));
  const groupOf = Int32Array.from(sorted, (clip) => indexOf.get(clip)!);

  return (repeat) => {
    const ofRepeat = random.fork(repeat);
    const deal = options.strategy === 'artist' ? dealArtists : dealTracks;
    const folds = deal(groups, genres, { numFolds: options.folds, random: ofRepeat });
    return Array.from({ length: options.folds }, (_, fold) => {
      const learned = groups.filter((_, i) => folds[i] !== fold);
      const chance = ofRepeat.fork('validation').fork(fold);
      const validation = takeValidation(learned, targets, chance);
      const parts: Record<SplitPart, string[]> = { train: [], validation: [], test: [] };
      for (const [at, clip] of sorted.entries()) {
        const group = groupOf[at]!;
        const learnedFrom = validation.has(groups[group]!) ? 'validation' : 'train';
        parts[folds[group] === fold ? 'test' : learnedFrom].push(clip.id);
      }
      const validated = new Set([...validation].flatMap(({ counts }) => [...counts.keys()]));
      const unvalidated = genres.filter((_, g) => targets[g]! > 0 && !validated.has(g));
      return { repeat, fold: fold + 1, unvalidated, ...parts };
    });
  };
}

/** What must stay together: an artist's clips, or a track's. */
function groupsOf(
  clips: readonly Clip[],
  genres: readonly string[],
  strategy: SplitStrategy,
): ArtistGroup[] {
  switch (strategy) {
    case 'random':
      return groupByTrack(clips, genres);
    case 'artist':
      return groupByArtist(clips, genres);
    case 'imported':
      throw new EarmarkError('folds-of-imported-split', 'the imported split');
    default:
      return strategy satisfies never;
  }
}

function checkFolds(
  groups: readonly ArtistGroup[],
  genres: readonly string[],
  { folds, strategy }: FoldOptions,
): void {
  const check = (code: ErrorCode, what: string, counts: Float64Array): void => {
    const few = genres.flatMap((genre, g) =>
      counts[g]! < folds ? `${genre}: ${counts[g]} ${what}${counts[g] === 1 ? '' : 's'}` : [],
    );
    const got = few.join(', ') || 'no clips';
    if (few.length > 0 || genres.length === 0) {
      throw new EarmarkError(code, `${folds} folds, but ${got}`);
    }
  };
  const numGroups = groupsByGenre(groups, genres);
  if (strategy !== 'artist') {
    const hasPieces = groups.some(({ clips }) => clips.length > 1);
    check('folds-too-few-clips', hasPieces ? 'track' : 'clip', numGroups);
    return;
  }
  check('folds-too-few-clips', 'clip', clipsByGenre(groups, genres));
  check('folds-too-few-artists', 'artist', numGroups);
}

/** Fold of every track: genre by genre, each fold in turn, so that shares differ by one clip at most. */
function dealTracks(
  groups: readonly ArtistGroup[],
  genres: readonly string[],
  { numFolds, random }: { numFolds: number; random: Random },
): Int32Array {
  const byGenre = genres.map((): number[] => []);
  groups.forEach(({ counts }, i) => {
    const [genre = 0] = counts.keys(); // pieces of a track under two genres still go together
    byGenre[genre]!.push(i);
  });
  const folds = new Int32Array(groups.length);
  let dealt = 0;
  for (const [genre, members] of byGenre.entries()) {
    for (const i of random.fork(genres[genre]!).shuffle(members)) folds[i] = dealt++ % numFolds;
  }
  return folds;
}

/** Fold of every artist: the first deal with every genre in every fold, else the one that lacks the fewest. */
function dealArtists(
  groups: readonly ArtistGroup[],
  genres: readonly string[],
  { numFolds, random }: { numFolds: number; random: Random },
): Int32Array {
  let best: Int32Array | null = null;
  let fewest = Infinity;
  for (let attempt = 0; attempt < MAX_ATTEMPTS && fewest > 0; attempt++) {
    const order = random.fork(attempt).shuffle(groups.map((_, i) => i));
    const shuffled = order.map((i) => groups[i]!.counts);
    const deal = dealGroups(shuffled, { numGenres: genres.length, numFolds });
    const lacking = genres.map((_, g) => deal.counts.filter((counts) => counts[g] === 0).length);
    const total = lacking.reduce((sum, n) => sum + n, 0);
    // A genre in one fold alone could not be learned for it.
    if (total >= fewest || lacking.some((n) => n === numFolds - 1)) continue;
    fewest = total;
    best = new Int32Array(groups.length);
    for (const [place, i] of order.entries()) best[i] = deal.folds[place]!;
  }
  if (best) return best;
  throw new EarmarkError(
    'folds-too-few-artists',
    `${numFolds} folds, but artists shared between genres, so that a genre would lie in one fold alone`,
  );
}

function clipsByGenre(groups: readonly ArtistGroup[], genres: readonly string[]): Float64Array {
  const sums = new Float64Array(genres.length);
  for (const { counts } of groups) for (const [genre, n] of counts) sums[genre]! += n;
  return sums;
}

function groupsByGenre(groups: readonly ArtistGroup[], genres: readonly string[]): Float64Array {
  const sums = new Float64Array(genres.length);
  for (const { counts } of groups) for (const genre of counts.keys()) sums[genre]! += 1;
  return sums;
}
