// A table of features in a Parquet file: one row a clip. Read row group by row group, of each only the columns that are
// kept. Loaded only when there is such a file.

import { EarmarkError, isAbort, type ErrorRecord } from '../../core/errors';
import { formatCount } from '../../core/format';
import { throwIfAborted } from '../../core/progress';
import { arrowDurations } from './arrow-durations';
import { describeColumns } from './clips-of-table';
import { arrangedColumns, renamed } from './column-plan';
import { numberLists, parquetPlan, type ListLength } from './parquet-columns';
import { ParquetFile } from './parquet-file';
import { readRowGroup } from './parquet-group';
import { lengthOfLists } from './parquet-lists';
import { ParquetProgress } from './parquet-progress';
import { RowBlocks } from './row-blocks';
import { TableBuilder } from './table-builder';
import type { ReadTable, ReadTableOptions, TableFile } from './table';

const MAX_COLUMNS = 20_000;

export interface ReadParquetOptions extends Omit<ReadTableOptions, 'files'> {
  readonly file: TableFile;
  /** Numbers in memory at a time, those of lists apart: of a row group with more, a part after another is read. */
  readonly maxCells?: number;
}

/** @throws EarmarkError `parquet-invalid`, `table-empty`, `table-no-numbers`, `table-too-wide` */
export async function readParquetTable(options: ReadParquetOptions): Promise<ReadTable> {
  const { file, signal } = options;
  try {
    return await readGroups(await ParquetFile.open(file), options);
  } catch (error) {
    throwIfAborted(signal);
    if (error instanceof EarmarkError || isAbort(error)) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new EarmarkError('parquet-invalid', `${file.name}: ${why}`, { cause: error });
  }
}

async function readGroups(
  file: ParquetFile,
  {
    file: { name: fileName },
    signal,
    onProgress,
    onStart,
    onBlock,
    maxCells = 32 << 20,
  }: ReadParquetOptions,
): Promise<ReadTable> {
  const lists = numberLists(file.schema);
  const progress = new ParquetProgress(file, { measured: lists, onProgress });
  const listLengths = new Map<string, ListLength>();
  for (const name of lists) {
    const onShare = progress.follow(name);
    listLengths.set(name, await lengthOfLists(file, name, { signal, onProgress: onShare }));
    onShare(1);
  }
  const durations = arrowDurations(file.metadata);
  const plan = parquetPlan(file.schema, { durations, listLengths });
  if (plan.columns.length > MAX_COLUMNS) {
    const count = formatCount(plan.columns.length);
    throw new EarmarkError('table-too-wide', `${fileName} with ${count} columns`);
  }
  if (file.groups.length === 0) throw new EarmarkError('table-empty', `${fileName} without a row`);
  const columns = arrangedColumns(plan.columns);
  const builder = new TableBuilder({ columns, lines: [], onBlock });
  await onStart?.(builder.numberNames);
  const kept = columns.filter(({ read }) => read !== 'skip');
  progress.keep(kept.map((column) => column.fileName));
  const blocks = new RowBlocks({ builder, rows: file.rows, signal });
  const reading = { file, columns: kept, builder, blocks, maxCells, signal, progress };
  for (const group of file.groups) await readRowGroup(reading, group);
  await blocks.finish();
  const notes: ErrorRecord[] = renamed(plan.changes);
  const timed = kept.filter(({ perSecond }) => perSecond !== undefined);
  if (timed.length > 0) {
    const got = describeColumns(timed.map(({ name }) => name));
    notes.push({ code: 'note-table-durations', got });
  }
  return builder.finish({ files: [fileName], source: 'parquet', notes });
}
