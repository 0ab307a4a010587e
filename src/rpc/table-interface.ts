// The typed interface of the table worker: what the page may ask, and what comes back.

import type { ClipListEntry } from '../datasets/formats/format';
import type { KeptTable, TableReading } from '../datasets/tables/kept-table';
import type { SubsetChoice } from '../datasets/tables/subsets';
import type { ClipsOrProblem } from '../datasets/tables/table-dataset';

/** A file of a table: a file, or an entry of a zip, which is unpacked as it is read. */
export interface TableSource {
  readonly name: string;
  /** Unpacked. */
  readonly bytes: number;
  readonly file: Blob;
  readonly entryName: string | null;
}

/** Reads tables of features and keeps them, and makes clips of their rows. */
export interface TableWorkerApi {
  /** Keeps the table's values as they come; a reading that fails or is stopped leaves nothing behind. */
  read(
    sources: readonly TableSource[],
    listener: { onProgress(fraction: number): void },
    signal: AbortSignal,
  ): Promise<KeptTable>;
  /** @throws EarmarkError `table-values-missing` */
  clips(reading: TableReading): Promise<ClipsOrProblem>;
  /** @throws EarmarkError `table-values-missing` */
  subsets(reading: Pick<TableReading, 'id' | 'columns'>): Promise<readonly SubsetChoice[]>;
  /** What FMA's tracks.csv (with genres.csv, if it is there) says of recordings, by their paths. Keeps nothing. */
  fmaList(
    sources: readonly TableSource[],
    recordings: readonly string[],
    signal: AbortSignal,
  ): Promise<readonly ClipListEntry[]>;
}
