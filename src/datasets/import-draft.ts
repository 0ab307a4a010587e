// The dataset while files are being imported. What it holds depends on which files were read, never on the
// order in which they were finished: several are in work at a time, and any of them may be the first.

import type { Clip, Dataset, FileIssue } from '../core/dataset-types';
import type { EarmarkError } from '../core/errors';
import type { AnalysedFile } from '../features/analyse-file';
import { genreKey, unifyGenres, type PathLabel } from './labels';

export interface ImportItem {
  /** Path below what was dropped, with "/" between folders. */
  readonly path: string;
  readonly bytes: number;
}

export interface ReadFile<Item extends ImportItem> {
  readonly item: Item;
  readonly analysed: AnalysedFile;
  readonly label: PathLabel;
}

export interface JoinedFile<Item extends ImportItem> {
  readonly clip: Clip;
  readonly item: Item;
}

/** All files read so far that have the same bytes. */
interface Copies<Item extends ImportItem> {
  readonly files: ReadFile<Item>[];
  /** Null while no copy says a genre. */
  clip: Clip | null;
}

export class ImportDraft<Item extends ImportItem> {
  readonly #base: Dataset;
  readonly #baseClips: ReadonlyMap<string, Clip>;
  /** By content hash. */
  readonly #copies = new Map<string, Copies<Item>>();
  /** By path. */
  readonly #refused = new Map<string, FileIssue>();

  constructor(base: Dataset) {
    this.#base = base;
    this.#baseClips = new Map(base.clips.map((clip) => [clip.id, clip]));
  }

  get current(): Dataset {
    const clips = new Map(this.#baseClips);
    const quarantined = new Map(this.#base.quarantined.map((issue) => [issue.file, issue]));
    const notes = new Map(this.#base.notes.map((issue) => [noteKey(issue), issue]));
    for (const { files, clip } of this.#copies.values()) {
      if (clip) clips.set(clip.id, clip);
      for (const file of files) {
        const { path } = file.item;
        if (clip) quarantined.delete(path);
        else quarantined.set(path, unlabelled(path));
        for (const note of clip ? notesOn(file, clip) : []) notes.set(noteKey(note), note);
      }
    }
    for (const [path, issue] of this.#refused) quarantined.set(path, issue);
    return {
      ...this.#base,
      // "Blues" dropped today joins the "blues" of last week.
      clips: unifyGenres(sortedBy([...clips.values()], ({ name, id }) => `${name}\n${id}`)),
      quarantined: sortedBy([...quarantined.values()], ({ file }) => file),
      notes: sortedBy([...notes.values()], ({ file, code }) => `${file}\n${code}`),
    };
  }

  /**
   * Of files with the same bytes, the clip that was there before the import gives name, genre and artist; else
   * the one with the smallest path that says a genre. Returns the files that are a clip from now on.
   */
  add(file: ReadFile<Item>): JoinedFile<Item>[] {
    const { hash } = file.analysed;
    const copies = this.#copies.get(hash) ?? { files: [], clip: this.#baseClips.get(hash) ?? null };
    this.#copies.set(hash, copies);
    copies.files.push(file);
    const wasClip = copies.clip !== null;
    if (!this.#baseClips.has(hash)) copies.clip = clipOf(copies.files);
    const { clip } = copies;
    if (!clip) return [];
    const joined = wasClip ? [file] : copies.files;
    return joined.map(({ item }) => ({ clip, item }));
  }

  setAside(file: string, { code, got }: EarmarkError): void {
    this.#refused.set(file, { file, code, got });
  }
}

function clipOf(files: readonly ReadFile<ImportItem>[]): Clip | null {
  const named = sortedBy(
    files.filter((file) => file.label.genre !== null),
    ({ item }) => item.path,
  );
  const [first] = named;
  if (!first || first.label.genre === null) return null;
  const { item, analysed, label } = first;
  return {
    id: analysed.hash,
    name: item.path,
    genre: first.label.genre,
    artist: label.artist ?? analysed.audio.artist,
    split: label.split ?? undefined,
    audio: analysed.audio,
    bytes: item.bytes,
  };
}

/** What is worth knowing of a file: about its sound if it is the clip, that it is a copy if it is not. */
function notesOn({ item, analysed, label }: ReadFile<ImportItem>, clip: Clip): FileIssue[] {
  const file = item.path;
  if (clip.name === file) return analysed.notes.map(({ code, got }) => ({ file, code, got }));
  const isConflict = label.genre !== null && genreKey(label.genre) !== genreKey(clip.genre);
  const code = isConflict ? 'note-label-conflict' : 'note-duplicate';
  return [{ file, code, got: `the same bytes as ${clip.name}` }];
}

function unlabelled(file: string): FileIssue {
  return { file, code: 'label-missing', got: `"${file}", in no genre's folder` };
}

function noteKey({ file, code }: FileIssue): string {
  return `${code} ${file}`;
}

function sortedBy<T>(items: readonly T[], keyOf: (item: T) => string): T[] {
  return items.toSorted((a, b) => {
    const [x, y] = [keyOf(a), keyOf(b)];
    return x < y ? -1 : x > y ? 1 : 0;
  });
}
