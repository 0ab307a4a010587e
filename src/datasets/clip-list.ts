// Puts what imported lists say onto clips. Lists and folders rarely agree on where a path begins or on
// the file type (".wav" in the list, ".ogg" on disk), so a clip and an entry meet where their ends do.

import type { Clip } from '../core/dataset-types';
import type { ClipListEntry } from './formats/format';
import { trackKey } from './tracks';

export interface AppliedClipList {
  readonly clips: Clip[];
  /** Clips that an entry was found for. */
  readonly matched: number;
  /** Names in the list that no clip has, or that several clips could mean. */
  readonly unmatched: string[];
}

export interface ClipListIndex {
  /** The one entry that `path` can mean, or undefined if there is none or several differ. */
  find(path: string): ClipListEntry | undefined;
}

interface Match {
  readonly entry: ClipListEntry;
  /** Higher is closer: 3 the same path, 2 the same end, 1 the same but for the file type. */
  readonly closeness: number;
}

/** For labels before there are clips. */
export function indexClipList(entries: readonly ClipListEntry[]): ClipListIndex {
  const match = createMatcher(entries);
  return { find: (path) => match(path)?.entry };
}

/**
 * Clips with genre, labels, artist and split from the list; what the list leaves open stays.
 * Lists that belong together (train, validation, test) go in together: when the entries make a whole
 * split, clips they do not name leave the split they had.
 */
export function applyClipList(
  clips: readonly Clip[],
  entries: readonly ClipListEntry[],
): AppliedClipList {
  const match = createMatcher(entries);
  const matches = clips.map(
    ({ name, track }) => match(name) ?? (track === undefined ? undefined : match(track)),
  );
  const winners = clearWinners(clips, matches);
  const parts = new Set(entries.map((entry) => entry.split));
  const isWholeSplit = parts.has('train') && parts.has('test');

  const applied = clips.map((clip, i): Clip => {
    const split = isWholeSplit ? undefined : clip.split;
    const entry = winners.get(i);
    if (entry === undefined) return { ...clip, split };
    return {
      ...clip,
      genre: entry.genre ?? clip.genre,
      labels: entry.labels ?? clip.labels,
      artist: entry.artist ?? clip.artist,
      split: entry.split ?? split,
    };
  });
  const used = new Set(winners.values());
  const unmatched = entries.filter((entry) => !used.has(entry)).map((entry) => entry.file);
  return { clips: applied, matched: winners.size, unmatched };
}

/**
 * Clip index → entry. "01.mp3" in a list cannot mean both rock/01.mp3 and jazz/01.mp3, so neither gets it; all pieces of a
 * track do.
 */
function clearWinners(
  clips: readonly Clip[],
  matches: readonly (Match | undefined)[],
): Map<number, ClipListEntry> {
  const claims = new Map<ClipListEntry, { closeness: number; indices: number[] }>();
  matches.forEach((match, i) => {
    if (match === undefined) return;
    const rival = claims.get(match.entry);
    if (rival === undefined || match.closeness > rival.closeness) {
      claims.set(match.entry, { closeness: match.closeness, indices: [i] });
    } else if (match.closeness === rival.closeness) {
      rival.indices.push(i);
    }
  });
  const winners = new Map<number, ClipListEntry>();
  for (const [entry, { indices }] of claims) {
    if (new Set(indices.map((i) => trackKey(clips[i]!))).size > 1) continue;
    for (const i of indices) winners.set(i, entry);
  }
  return winners;
}

function createMatcher(entries: readonly ClipListEntry[]): (path: string) => Match | undefined {
  const whole = new Map<string, ClipListEntry | null>();
  const ends = new Map<string, ClipListEntry | null>();
  const stems = new Map<string, ClipListEntry | null>();
  const stemEnds = new Map<string, ClipListEntry | null>();
  for (const entry of entries) {
    const path = tidyPath(entry.file);
    put(whole, path, entry);
    put(stems, withoutEnding(path), entry);
    for (const end of endsOf(path)) put(ends, end, entry);
    for (const end of endsOf(withoutEnding(path))) put(stemEnds, end, entry);
  }
  return (path) => {
    const key = tidyPath(path);
    const same = whole.get(key);
    if (same) return { entry: same, closeness: 3 };
    const end = ends.get(key) ?? firstOf(whole, endsOf(key));
    if (end) return { entry: end, closeness: 2 };
    const stem = withoutEnding(key);
    const close = stems.get(stem) ?? stemEnds.get(stem) ?? firstOf(stems, endsOf(stem));
    return close ? { entry: close, closeness: 1 } : undefined;
  };
}

/** Null marks a key that entries with different content share. */
function put(map: Map<string, ClipListEntry | null>, key: string, entry: ClipListEntry): void {
  const other = map.get(key);
  if (other === undefined) map.set(key, entry);
  else if (other !== null && !saysTheSame(other, entry)) map.set(key, null);
}

function saysTheSame(a: ClipListEntry, b: ClipListEntry): boolean {
  const sameLabels = a.labels?.join('|') === b.labels?.join('|');
  return a.genre === b.genre && sameLabels && a.artist === b.artist && a.split === b.split;
}

function firstOf(
  map: ReadonlyMap<string, ClipListEntry | null>,
  keys: readonly string[],
): ClipListEntry | null | undefined {
  const key = keys.find((candidate) => map.has(candidate));
  return key === undefined ? undefined : map.get(key);
}

/** "a/b/c" → "a/b/c", "b/c", "c". */
function endsOf(path: string): string[] {
  const parts = path.split('/');
  return parts.map((_, from) => parts.slice(from).join('/'));
}

function tidyPath(path: string): string {
  return path
    .normalize('NFC')
    .toLowerCase()
    .split(/[/\\]+/)
    .filter((part) => part !== '' && part !== '.' && part !== '..')
    .join('/');
}

function withoutEnding(path: string): string {
  return path.replace(/\.[a-z][a-z0-9]{1,4}$/, '');
}
