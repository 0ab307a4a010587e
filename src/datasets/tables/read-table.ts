// Reads a table of features, whatever its format. The one entry for all of them.

import { EarmarkError } from '../../core/errors';
import { throwIfAborted } from '../../core/progress';
import { readCsvTable } from './csv-table';
import { readFma } from './fma';
import type { ReadTable, ReadTableOptions, TableFile } from './table';
import { fileChunks } from './utf8-chunks';
import { TABLE_HEAD_BYTES, tableKind, type TableKind } from './table-kind';

/**
 * @throws EarmarkError one of `src/core/table-errors.ts`, `file-unreadable`, or the reason of the signal
 */
export async function readTable({ files, ...options }: ReadTableOptions): Promise<ReadTable> {
  const [first] = files;
  if (!first) throw new EarmarkError('table-empty', 'no file');
  const kinds = await Promise.all(
    files.map(async (file) => tableKind(file.name, await readHead(file, options.signal))),
  );
  throwIfAborted(options.signal);
  const named = (kind: string): TableFile | undefined =>
    files[kinds.findIndex((is) => is === kind)];
  const features = named('fma-features');
  const tracks = named('fma-tracks');
  if (features || tracks)
    return readFma({ features, tracks, genres: named('fma-genres') }, options);
  const isTable = (kind: TableKind | null): boolean => kind === 'csv' || kind === 'parquet';
  const tables = files.filter((_, i) => isTable(kinds[i] ?? null));
  const [file = first, ...others] = tables.length > 0 ? tables : files;
  if (others.length > 0) {
    throw new EarmarkError('table-several', [file, ...others].map(({ name }) => name).join(', '));
  }
  if (kinds[files.indexOf(file)] === 'parquet') {
    const { readParquetTable } = await import('./parquet');
    return readParquetTable({ ...options, file });
  }
  return readCsvTable({ ...options, file });
}

/** The first bytes of a file. */
async function readHead(file: TableFile, signal: AbortSignal | undefined): Promise<Uint8Array> {
  const head = new Uint8Array(TABLE_HEAD_BYTES);
  let filled = 0;
  for await (const chunk of fileChunks(file, { signal })) {
    const part = chunk.subarray(0, head.length - filled);
    head.set(part, filled);
    filled += part.length;
    if (filled === head.length) break;
  }
  return head.subarray(0, filled);
}
