// What an import is at, and what it came to.

import { EarmarkError, type ErrorRecord } from '$lib/core/errors';
import { formatCount } from '$lib/core/format';
import type { GenreSource } from '$lib/datasets/labels';

export interface ImportProgress {
  /** What `done` and `total` count. */
  readonly unit: 'files' | 'bytes';
  readonly done: number;
  readonly total: number;
  readonly perSecond: number;
  readonly secondsLeft: number | null;
  /** What is in work, in words. */
  readonly what: string;
}

export interface ReadTableFile {
  /** Name of the (first) file. */
  readonly file: string;
  readonly rows: number;
}

export interface AppliedList {
  /** "" where its files have nothing in common. */
  readonly name: string;
  /** Clips that it says something about, of `clips`. */
  readonly matched: number;
  readonly clips: number;
}

/** What an import came to. */
export interface ImportSession {
  /** Files; tables, where there are some. */
  readonly done: number;
  readonly total: number;
  /** Null when nothing had to be read. */
  readonly seconds: number | null;
  /** Files that needed no work: their features were there. */
  readonly cached: number;
  readonly stopped: boolean;
  /** Of an import of music: files, by what says their genre. */
  readonly genresFrom?: Readonly<Record<GenreSource, number>>;
  /** Of an import of tables of features. */
  readonly tables?: readonly ReadTableFile[];
  readonly lists?: readonly AppliedList[];
}

export type ImportStatus =
  | { readonly phase: 'idle' }
  | ({ readonly phase: 'running' } & ImportProgress)
  | ({ readonly phase: 'done' } & ImportSession)
  | { readonly phase: 'failed'; readonly error: ErrorRecord };

export function running(done: number, total: number, what: string): ImportStatus {
  return { phase: 'running', unit: 'files', done, total, perSecond: 0, secondsLeft: null, what };
}

/** Of what was dropped, nothing is of use. */
export function nothingToImport(paths: readonly string[]): EarmarkError {
  const [first = 'an empty folder', ...others] = paths.map(
    (path) => path.split('/').at(-1) ?? path,
  );
  const more = others.length === 0 ? '' : ` and ${formatCount(others.length)} more`;
  return new EarmarkError('import-nothing', first + more);
}
