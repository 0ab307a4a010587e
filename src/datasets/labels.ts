// Genre and artist from where a file lies. All paths of an import are read together, because only
// the whole tree shows which level of folders holds the genres.

import type { SplitPart } from '../core/dataset-types';
import { groupBy } from './group-by';
import { isGenericFolder, isKnownGenre } from './known-genres';
import { splitPartOf } from './split-words';

/** What says a file's genre. */
export type GenreSource = 'folder' | 'name' | 'list';

export interface PathLabel {
  /** As people spelled it; null where neither folder nor name says. */
  readonly genre: string | null;
  /** Null without a genre. */
  readonly from: GenreSource | null;
  readonly artist: string | null;
  /** From folders named train, validation and test; null without them. */
  readonly split: SplitPart | null;
}

interface ParsedPath {
  readonly path: string;
  readonly folders: readonly string[];
  /** "blues" of GTZAN's "blues.00001.wav". */
  readonly nameGenre: string | null;
  readonly split: SplitPart | null;
}

/** More folders than this on one level are not genres with artists below them. */
const MAX_GENRES_WITH_ARTISTS = 60;

const GTZAN_NAME = /^(.+)\.\d{5}\.[^.]+$/;

/** Genre of a lone file: its folder, else the name as GTZAN has it ("blues.00001.wav"), else null. */
export function genreFromPath(path: string): string | null {
  return labelPaths([path]).get(path)?.genre ?? null;
}

/** Labels of all files of one import, by path as given. `/` and `\` both separate folders. */
export function labelPaths(paths: readonly string[]): Map<string, PathLabel> {
  const files = withoutSplitFolders(paths.map(parsePath));
  const level = genreLevel(files);
  const namesWin = namesBeatFolders(files, level);
  const artists = new Set(files.map((file) => artistAt(file, level)));
  const genres = new Set(files.map((file) => genreKey(file.folders[level] ?? '')));
  const hasArtists = !namesWin && artists.size > 1 && genres.size <= MAX_GENRES_WITH_ARTISTS;

  const ofFolders = files.map((file) => (namesWin ? null : folderGenre(file, level)));
  const found = files.map((file, i) => ofFolders[i] ?? file.nameGenre);
  const spelling = commonSpellings(found.filter((genre) => genre !== null));
  return new Map(
    files.map((file, i) => {
      const genre = found[i] ?? null;
      const from = ofFolders[i] === null ? 'name' : 'folder';
      return [
        file.path,
        {
          genre: genre === null ? null : (spelling.get(genreKey(genre)) ?? genre),
          from: genre === null ? null : from,
          artist: hasArtists ? artistAt(file, level) : null,
          split: file.split,
        },
      ];
    }),
  );
}

/** Two spellings with the same key are one genre: "Blues", " blues". */
export function genreKey(genre: string): string {
  return tidy(genre).toLowerCase();
}

/** Items whose genres or labels differ only in case or spaces get one spelling, the most frequent one. */
export function unifyGenres<T extends GenreAndLabels>(items: readonly T[]): T[] {
  const spelling = commonSpellings(items.flatMap(({ genre, labels = [] }) => [genre, ...labels]));
  const unified = (genre: string): string => spelling.get(genre) ?? genre;
  return items.map((item) => {
    const genre = unified(item.genre);
    if (item.labels) return { ...item, genre, labels: [...new Set(item.labels.map(unified))] };
    return genre === item.genre ? item : { ...item, genre };
  });
}

interface GenreAndLabels {
  readonly genre: string;
  readonly labels?: readonly string[] | undefined;
}

function tidy(text: string): string {
  return text.normalize('NFC').trim().replace(/\s+/g, ' ');
}

/** Each spelling → the most frequent of those with its key; among equals the first in code point order. */
function commonSpellings(genres: readonly string[]): Map<string, string> {
  const tidied = new Map([...new Set(genres)].map((genre) => [genre, tidy(genre)]));
  const counts = new Map<string, number>();
  for (const genre of genres) {
    const spelling = tidied.get(genre)!;
    counts.set(spelling, (counts.get(spelling) ?? 0) + 1);
  }
  const best = new Map<string, string>();
  for (const [genre, count] of [...counts].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const rival = best.get(genreKey(genre));
    if (rival === undefined || count > counts.get(rival)!) best.set(genreKey(genre), genre);
  }
  return new Map([...tidied].map(([genre, spelling]) => [genre, best.get(genreKey(spelling))!]));
}

function parsePath(path: string): ParsedPath {
  const parts = path
    .split(/[/\\]+/)
    .map(tidy)
    .filter((part) => part !== '' && part !== '.' && part !== '..');
  const name = parts.pop() ?? '';
  return { path, folders: parts, nameGenre: GTZAN_NAME.exec(name)?.[1] ?? null, split: null };
}

/** "train/blues/a.wav" and "blues/test/b.wav": the level that every file has is a split, not a label. */
function withoutSplitFolders(files: readonly ParsedPath[]): readonly ParsedPath[] {
  const first = files[0]?.folders.length ?? 0;
  const depth = files.reduce((least, file) => Math.min(least, file.folders.length), first);
  for (let level = 0; level < depth; level++) {
    const parts = files.map((file) => splitPartOf(file.folders[level]!) ?? null);
    if (new Set(parts).size < 2 || parts.includes(null)) continue;
    return files.map((file, i) => ({
      ...file,
      folders: file.folders.toSpliced(level, 1),
      split: parts[i]!,
    }));
  }
  return files;
}

/** Depth of the genre folders, 0 for the outermost. */
function genreLevel(files: readonly ParsedPath[]): number {
  const depth = files.reduce((most, file) => Math.max(most, file.folders.length), 0);
  const levels = Array.from({ length: depth }, (_, level) => level);
  const known = levels.map(
    (level) => files.filter((file) => isKnownGenre(file.folders[level] ?? '')).length,
  );
  const mostKnown = Math.max(0, ...known);
  if (mostKnown > 0 && 2 * mostKnown >= files.length) return known.indexOf(mostKnown);

  const values = levels.map(
    (level) => new Set(files.flatMap((file) => file.folders.slice(level, level + 1).map(genreKey))),
  );
  const says = (level: number): boolean => ![...values[level]!].every(isGenericFolder);
  const firstBranching = levels.find((level) => values[level]!.size > 1 && says(level));
  if (firstBranching !== undefined) return firstBranching;
  // One chain of folders: the nearest folder of the shallowest nested file, else its nearest telling relative.
  const shallowest = files.reduce(
    (least, { folders }) => (folders.length > 0 ? Math.min(least, folders.length) : least),
    depth,
  );
  const nearest = Math.max(0, shallowest - 1);
  const upwards = levels.slice(0, nearest).reverse();
  return [...levels.slice(nearest), ...upwards].find(says) ?? nearest;
}

function folderGenre(file: ParsedPath, level: number): string | null {
  const folder = file.folders[level];
  return folder === undefined || isGenericFolder(folder) ? null : folder;
}

function artistAt(file: ParsedPath, level: number): string | null {
  const folder = file.folders[level + 1];
  return folder === undefined || isGenericFolder(folder) ? null : folder;
}

/**
 * Whether names like "blues.00001.wav" say the genres, against the folders that the files lie in. A folder is a genre unless
 * it holds several: then it is a listing, or a part of one.
 */
function namesBeatFolders(files: readonly ParsedPath[], level: number): boolean {
  const names = files.flatMap((file) => (file.nameGenre === null ? [] : [file.nameGenre]));
  if (names.length < files.length || names.length === 0) return false;
  const folderOf = (file: ParsedPath): string => file.folders[level] ?? '';
  if (mostlyKnown(files.map(folderOf))) return false;
  const folders = [...groupBy(files, (file) => genreKey(folderOf(file))).values()];
  const holdsSeveral = folders.every(
    (inFolder) => new Set(inFolder.map(({ nameGenre }) => genreKey(nameGenre ?? ''))).size > 1,
  );
  return holdsSeveral && (folders.length === 1 || mostlyKnown(names));
}

function mostlyKnown(genres: readonly string[]): boolean {
  return 2 * genres.filter(isKnownGenre).length >= genres.length;
}
