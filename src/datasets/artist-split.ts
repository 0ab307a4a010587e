// The split that keeps all music of an artist on one side, so that the score is about genres and not
// about recognising an artist. Artists are placed greedily, largest first, then moved while that helps.

import type { Clip, SplitPart } from '../core/dataset-types';
import { EarmarkError } from '../core/errors';
import { formatCount } from '../core/format';
import type { Random } from '../core/random';
import type { RunConfig } from '../core/run-types';
import { groupBy } from './group-by';
import { trackKey } from './tracks';

const PARTS = ['train', 'validation', 'test'] as const satisfies readonly SplitPart[];
const TRAIN = 0;
const TEST = 2;

/** Costs more than any imbalance: a genre that is missing from train or from test. */
const MISSING_COST = 1000;
const MAX_ATTEMPTS = 20;
const MAX_PASSES = 20;

export interface ArtistGroup {
  readonly clips: readonly Clip[];
  /** Clips a genre, by genre index; only the genres the artist plays. */
  readonly counts: ReadonlyMap<number, number>;
}

/**
 * Part of every clip id. A track without an artist counts as an artist of its own.
 * @param clips sorted by id
 * @throws EarmarkError `split-needs-artists` or `split-artists-too-few`
 */
export function artistParts(
  clips: readonly Clip[],
  config: RunConfig['split'],
  random: Random,
): Map<string, SplitPart> {
  const genres = [...new Set(clips.map((clip) => clip.genre))].sort();
  const groups = groupByArtist(clips, genres);
  checkArtists(genres, groups);
  const { testFraction: test, validationFraction: validation } = config;
  const fractions = [1 - test - validation, validation, test];

  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const placement = place(groups, genres.length, fractions, random.fork(attempt));
    if (placement.cost >= MISSING_COST) continue;
    return new Map(
      groups.flatMap((group, i) =>
        group.clips.map((clip) => [clip.id, PARTS[placement.parts[i]!]!] as const),
      ),
    );
  }
  throw new EarmarkError(
    'split-artists-too-few',
    'artists shared between genres, so that no division leaves every genre on both sides',
  );
}

/** Equal for two spellings of one artist; null without an artist. */
export function artistKey(clip: Pick<Clip, 'artist'>): string | null {
  return clip.artist?.normalize('NFC').trim().replace(/\s+/g, ' ').toLowerCase() || null;
}

/** What of a clip is counted: its genre, or all its labels. */
type Counted = (clip: Clip) => readonly string[];
const genreOf: Counted = ({ genre }) => [genre];

/**
 * Tracks without an artist are groups of their own; genre indices are places in `genres`.
 * @throws EarmarkError `split-needs-artists`
 */
export function groupByArtist(
  clips: readonly Clip[],
  genres: readonly string[],
  counted = genreOf,
): ArtistGroup[] {
  if (!clips.some((clip) => artistKey(clip) !== null)) {
    throw new EarmarkError(
      'split-needs-artists',
      `0 of ${formatCount(clips.length)} clips with an artist`,
    );
  }
  const keyOf = (clip: Clip): string => {
    const artist = artistKey(clip);
    return artist === null ? trackKey(clip) : `artist ${artist}`;
  };
  return clipGroups(clips, genres, { keyOf, counted });
}

/** A group a track. */
export function groupByTrack(
  clips: readonly Clip[],
  genres: readonly string[],
  counted = genreOf,
): ArtistGroup[] {
  return clipGroups(clips, genres, { keyOf: trackKey, counted });
}

function clipGroups(
  clips: readonly Clip[],
  genres: readonly string[],
  { keyOf, counted }: { keyOf: (clip: Clip) => string; counted: Counted },
): ArtistGroup[] {
  const indexOf = new Map(genres.map((genre, i) => [genre, i]));
  const groups = groupBy(clips, keyOf);
  return [...groups.values()].map((members) => {
    const counts = new Map<number, number>();
    for (const clip of members) {
      for (const name of new Set(counted(clip))) {
        const index = indexOf.get(name)!;
        counts.set(index, (counts.get(index) ?? 0) + 1);
      }
    }
    return { clips: members, counts };
  });
}

function checkArtists(genres: readonly string[], groups: readonly ArtistGroup[]): void {
  const alone = genres.filter((_, g) => groups.filter(({ counts }) => counts.has(g)).length < 2);
  if (alone.length > 0) {
    const got = alone.map((genre) => `${genre}: 1 artist`);
    throw new EarmarkError('split-artists-too-few', got.join(', '));
  }
}

/** Part index of every group, and what the result costs. */
function place(
  groups: readonly ArtistGroup[],
  numGenres: number,
  fractions: readonly number[],
  random: Random,
): { parts: Int8Array; cost: number } {
  const totals = new Float64Array(numGenres);
  for (const { counts } of groups) for (const [genre, n] of counts) totals[genre]! += n;
  /** Clips placed so far, [part][genre]. */
  const placed = PARTS.map(() => new Float64Array(numGenres));

  const genreCost = (genre: number, missingCost: number): number => {
    let cost = 0;
    for (let part = 0; part < PARTS.length; part++) {
      cost += (placed[part]![genre]! / totals[genre]! - fractions[part]!) ** 2;
    }
    if (placed[TRAIN]![genre] === 0) cost += missingCost;
    if (placed[TEST]![genre] === 0) cost += missingCost;
    return cost;
  };
  const add = (group: ArtistGroup, part: number, sign: 1 | -1): void => {
    for (const [genre, n] of group.counts) placed[part]![genre]! += sign * n;
  };
  const cheapestPart = (group: ArtistGroup, current: number | null, missing: number): number => {
    const costs = PARTS.map((_, part) => {
      add(group, part, 1);
      let cost = 0;
      for (const genre of group.counts.keys()) cost += genreCost(genre, missing);
      add(group, part, -1);
      return cost;
    });
    let best = current ?? 0;
    costs.forEach((cost, part) => {
      if (cost < costs[best]! - 1e-9) best = part;
    });
    return best;
  };

  const order = random.shuffle(groups.map((_, i) => i));
  order.sort((a, b) => groups[b]!.clips.length - groups[a]!.clips.length);
  const parts = new Int8Array(groups.length);
  for (const i of order) {
    parts[i] = cheapestPart(groups[i]!, null, 0);
    add(groups[i]!, parts[i], 1);
  }
  for (let pass = 0, moved = true; moved && pass < MAX_PASSES; pass++) {
    moved = false;
    for (const i of order) {
      const current = parts[i]!;
      add(groups[i]!, current, -1);
      parts[i] = cheapestPart(groups[i]!, current, MISSING_COST);
      add(groups[i]!, parts[i], 1);
      moved ||= parts[i] !== current;
    }
  }
  let cost = 0;
  for (let genre = 0; genre < numGenres; genre++) cost += genreCost(genre, MISSING_COST);
  return { parts, cost };
}
