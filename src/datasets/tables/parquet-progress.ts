// How far the reading of a Parquet file is, by the bytes of its columns.

import type { OnProgress } from '../../core/progress';
import type { ParquetFile } from './parquet-file';

export interface ParquetProgressOptions {
  /** Columns that are read once more, before all. */
  readonly measured: readonly string[];
  readonly onProgress?: OnProgress | undefined;
}

export class ParquetProgress {
  readonly #bytes: ReadonlyMap<string, number>;
  readonly #onProgress: OnProgress | undefined;
  readonly #measured: number;
  #total: number;
  #read = 0;

  constructor(file: ParquetFile, { measured, onProgress }: ParquetProgressOptions) {
    this.#bytes = file.bytesOfColumns();
    this.#onProgress = onProgress;
    this.#measured = this.#bytesOf(measured);
    this.#total = this.#measured + this.#bytesOf(this.#bytes.keys());
  }

  /** The columns that are read after the measuring; until then all are expected. */
  keep(columns: readonly string[]): void {
    this.#total = this.#measured + this.#bytesOf(new Set(columns));
  }

  /** A share of a column was read. */
  add(column: string, share: number): void {
    this.#read += share * (this.#bytes.get(column) ?? 0);
    this.#onProgress?.(Math.min(1, this.#read / Math.max(1, this.#total)));
  }

  /** Takes the share of a column that has been read, 0…1. */
  follow(column: string): OnProgress {
    let told = 0;
    return (share) => {
      this.add(column, share - told);
      told = share;
    };
  }

  #bytesOf(columns: Iterable<string>): number {
    let sum = 0;
    for (const column of columns) sum += this.#bytes.get(column) ?? 0;
    return sum;
  }
}
