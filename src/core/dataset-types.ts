// A dataset is a list of labelled clips; sound and features live elsewhere, found by the clip's id. A clip without sound
// is a row of a table of features that somebody else measured.

import type { AudioInfo } from './audio-types';
import type { ErrorRecord } from './errors';

export type SplitPart = 'train' | 'validation' | 'test';

export interface Clip {
  /** SHA-256 of the file's bytes, hex: the same file is the same clip wherever it lies. Of a table's row: table id and row. */
  readonly id: string;
  /** Path as it was imported, for example "blues/blues.00001.wav". */
  readonly name: string;
  /** What the track is called, where a table says that beside its id. */
  readonly title?: string | undefined;
  readonly genre: string;
  /** All its genres (or tags), where the dataset is about more than one a clip; `genre` is the main one. */
  readonly labels?: readonly string[] | undefined;
  readonly artist?: string | undefined;
  /** From an imported split list. */
  readonly split?: SplitPart | undefined;
  /** Of a piece of a track: all its pieces have the same, and no split divides them. */
  readonly track?: string | undefined;
  /** Null for a row of a table: there is nothing to hear. */
  readonly audio: AudioInfo | null;
  readonly bytes: number;
  /** Of a table's row: its number in the table, from 0. */
  readonly row?: number | undefined;
  /** Of a table's row: where it begins in its file, counted from 1 with the header; unknown of files without lines. */
  readonly line?: number | undefined;
}

/** A file that was set aside, or kept with a note: its name and the reason. */
export interface FileIssue extends ErrorRecord {
  readonly file: string;
  /** Of a clip that was set aside after its import: its id. */
  readonly clip?: string | undefined;
}

/** Files of a list of which it says the same. */
export interface ListedFiles {
  readonly genre?: string | undefined;
  readonly labels?: readonly string[] | undefined;
  readonly artist?: string | undefined;
  readonly split?: SplitPart | undefined;
  /** Paths or names as the list has them. */
  readonly files: readonly string[];
}

/** What an imported list said, whether or not there is a clip for every file of it. */
export interface ImportedList {
  /** What the names of its files have in common ("filtered"), "" where that is nothing. */
  readonly name: string;
  readonly says: readonly ListedFiles[];
}

/** What a column of a table is for. */
export type ColumnRole =
  | 'feature'
  | 'label'
  /** Several labels in one cell. */
  | 'labels'
  | 'id'
  | 'artist'
  | 'split'
  /** FMA's nested subsets: small, medium, large, full. */
  | 'subset'
  | 'ignore';

export interface TableColumn {
  readonly name: string;
  readonly role: ColumnRole;
  readonly kind: 'number' | 'text';
}

/** The table of features that a dataset's clips are rows of; its values are kept by `id`. */
export interface DatasetTable {
  /** Names the kept values; from the content of the files. */
  readonly id: string;
  /** The files it was read from. */
  readonly files: readonly string[];
  /** Rows of the files, used or not. */
  readonly rows: number;
  /** Every column that was kept, in file order. */
  readonly columns: readonly TableColumn[];
  /** The extractor that measures exactly the feature columns, in their order; null if none does. */
  readonly extractor: string | null;
  /** Learn one genre a clip, or all its labels. */
  readonly target: 'genre' | 'labels';
  /** The subset that is used, where the table has such a column. */
  readonly subset: string | null;
}

export interface Dataset {
  readonly version: 1;
  readonly id: string;
  readonly title: string;
  /** True for the bundled demo set, whose music is generated. */
  readonly synthetic: boolean;
  readonly clips: readonly Clip[];
  /** Only of a dataset made from a table of features. */
  readonly table?: DatasetTable | undefined;
  /** What the split that the clips carry is called: its list's name ("filtered"), or that of a table's column. */
  readonly splitName?: string | undefined;
  /** The lists that said something about its clips, one a name, in the order in which they came. */
  readonly lists?: readonly ImportedList[] | undefined;
  /** Files that were not usable, one entry a file. */
  readonly quarantined: readonly FileIssue[];
  /** Files that were used, with something worth knowing. */
  readonly notes: readonly FileIssue[];
}

export type SplitStrategy = 'random' | 'artist' | 'imported';

/** Clip ids, each in exactly one part. */
export interface Split {
  readonly train: readonly string[];
  readonly validation: readonly string[];
  readonly test: readonly string[];
}
