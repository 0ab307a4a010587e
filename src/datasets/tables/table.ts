// The vocabulary of tables of features: what a reader is given, what it gives. The work is done by
// `read-table.ts` (readTable), `table-kind.ts` (tableKind), `clips-of-table.ts` (clipsOfTable), `subsets.ts`
// (subsetsOfTable) and `table-dataset.ts` (tableDataset, featureColumns).

import type { ColumnRole, TableColumn } from '../../core/dataset-types';
import type { ErrorRecord } from '../../core/errors';
import type { Matrix } from '../../core/matrix';
import type { RowLines } from './row-lines';

/** A file as a reader needs it. A `File` is one; an entry of a zip that unpacks as it is read can be made one. */
export interface TableFile {
  /** With or without folders before it. */
  readonly name: string;
  /** Bytes, unpacked; for progress. */
  readonly size: number;
  /** From the beginning, as often as it is called: a table may be read twice (see `ReadTableOptions.onStart`). */
  stream(): ReadableStream<Uint8Array>;
  /** Reads a piece without what lies before it. Without it, Parquet is first read whole. */
  slice?(start: number, end: number): Blob;
}

/** A column as it was read, with the role that was guessed for it. */
export interface TableColumnDraft extends TableColumn {
  /** Why it has its role, in a few words: "the name says what it is", "the same in every row". */
  readonly reason: string;
  /** Rows without a value. */
  readonly missing: number;
  /** Different values; null where they were not counted (most columns of numbers, very many texts). */
  readonly distinct: number | null;
  /** The first few different values; numbers in short. */
  readonly examples: readonly string[];
}

/**
 * What was read. Roles are kept apart from values, so that they can be corrected without the files: every column of kind
 * 'number' is in the blocks, whatever its role, in the order of `columns`; every text that a role may need is in `texts`.
 */
export interface ReadTable {
  /** From the content (column names, numbers, texts), not from file names. Known when all is read. */
  readonly id: string;
  /** Names of the files that were used. */
  readonly files: readonly string[];
  readonly source: 'csv' | 'parquet' | 'fma';
  /** Where its rows are in the file; of FMA's, in features.csv. */
  readonly lines: RowLines;
  /** Rows in the blocks. Rows that were set aside (too few or too many cells) are not among them, but in `notes`. */
  readonly rows: number;
  readonly columns: readonly TableColumnDraft[];
  /**
   * Column name → its cells, one a row, trimmed, "" where missing. All columns of kind 'text' except those whose cells
   * are too long to be a label, and columns of kind 'number' whose name says that they are no measurement (an id, a
   * class number): these are in the blocks, too.
   */
  readonly texts: ReadonlyMap<string, readonly string[]>;
  /** The target that fits: 'labels' where there are several in a cell and no label column. */
  readonly target: 'genre' | 'labels';
  /** What has to be chosen before there are clips (no column of labels was found); else null. */
  readonly problem: ErrorRecord | null;
  /** What is worth knowing, for example rows set aside; `got` names line and column. */
  readonly notes: readonly ErrorRecord[];
}

/** Consecutive rows, in file order. */
export interface TableBlock {
  /** Number of its first row in the table, from 0. */
  readonly firstRow: number;
  /** Shape [rows, columns of kind 'number']; NaN is missing. The reader does not touch it again. */
  readonly matrix: Matrix;
}

export interface ReadTableOptions {
  /** One CSV or Parquet file, or FMA's: features.csv, tracks.csv and, if there, genres.csv; others of FMA's are passed over. */
  readonly files: readonly TableFile[];
  readonly signal?: AbortSignal | undefined;
  /** Share of the bytes that are read, 0…1. */
  readonly onProgress?: ((fraction: number) => void) | undefined;
  /**
   * Comes before the first block. Comes a second time, rarely, when a column that began with numbers turned out to be
   * text: then all blocks before are void and the table is read again from its first row.
   * @param names of the blocks' columns
   */
  readonly onStart?: ((names: readonly string[]) => Promise<void> | void) | undefined;
  /** Awaited before more is read. Blocks are of a few MB; all but the last have the same number of rows. */
  readonly onBlock: (block: TableBlock) => Promise<void> | void;
}

/** The roles that need a column's cells as text. */
export const TEXT_ROLES: ReadonlySet<ColumnRole> = new Set([
  'label',
  'labels',
  'id',
  'artist',
  'split',
  'subset',
]);
