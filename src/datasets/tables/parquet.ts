// A table of features in a Parquet file: one row a clip. Read row group by row group, of each only the columns that are
// kept, by slices of the file. Loaded only when there is such a file.

import { parquetMetadataAsync, parquetRead, parquetSchema, type AsyncBuffer } from 'hyparquet';
import type { FileMetaData } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { EarmarkError, isAbort, type ErrorRecord } from '../../core/errors';
import { pauseForMessages } from '../../core/pause';
import { throwIfAborted } from '../../core/progress';
import { groupBy } from '../group-by';
import { arrangedColumns, renamed } from './column-plan';
import { describeColumns } from './clips-of-table';
import { arrowDurations } from './arrow-durations';
import {
  MAX_LIST_LENGTH,
  numberLists,
  parquetNumber,
  parquetPlan,
  parquetText,
  type ListLength,
  type ParquetColumn,
} from './parquet-columns';
import { placeOfRow } from './row-lines';
import { TableBuilder } from './table-builder';
import type { ReadTable, ReadTableOptions, TableFile } from './table';

/** Values in memory at a time: a row group of more is read in parts. */
const MAX_CELLS = 32 << 20;
const BLOCK_CELLS = 1 << 20;
const MAX_COLUMNS = 20_000;

export type ReadParquetOptions = Omit<ReadTableOptions, 'files'> & { readonly file: TableFile };

/** @throws EarmarkError `parquet-invalid`, `table-empty`, `table-no-numbers`, `table-too-wide` */
export async function readParquetTable(options: ReadParquetOptions): Promise<ReadTable> {
  const { file, signal } = options;
  try {
    return await readGroups(options);
  } catch (error) {
    throwIfAborted(signal);
    if (error instanceof EarmarkError || isAbort(error)) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new EarmarkError('parquet-invalid', `${file.name}: ${why}`, { cause: error });
  }
}

async function readGroups({
  file,
  signal,
  onProgress,
  onStart,
  onBlock,
}: ReadParquetOptions): Promise<ReadTable> {
  const source = await slices(file);
  const metadata = await parquetMetadataAsync(source);
  const schema = parquetSchema(metadata);
  const durations = arrowDurations(metadata);
  const listLengths = new Map<string, ListLength>();
  for (const name of numberLists(schema)) {
    throwIfAborted(signal);
    listLengths.set(name, await lengthOfLists({ source, metadata }, name));
  }
  const plan = parquetPlan(schema, { durations, listLengths });
  if (plan.columns.length > MAX_COLUMNS) {
    throw new EarmarkError(
      'table-too-wide',
      `${file.name} with ${plan.columns.length.toLocaleString('en')} columns`,
    );
  }
  const columns = arrangedColumns(plan.columns);
  const builder = new TableBuilder({ columns, lines: [], onBlock });
  const parts = partsOf(metadata, columns.length);
  if (parts.length === 0) throw new EarmarkError('table-empty', `${file.name} without a row`);
  await onStart?.(builder.numberNames);
  for (const [i, { rowStart, rowEnd }] of parts.entries()) {
    const reading = { source, metadata, columns, builder, rowStart, rowEnd, signal };
    await readPart(reading, (done) => onProgress?.((i + done) / parts.length));
  }
  const notes: ErrorRecord[] = renamed(plan.changes);
  const timed = columns.filter(({ read, perSecond }) => perSecond !== undefined && read !== 'skip');
  if (timed.length > 0) {
    const got = describeColumns(timed.map(({ name }) => name));
    notes.push({ code: 'note-table-durations', got });
  }
  return builder.finish({ files: [file.name], source: 'parquet', notes });
}

interface Rows {
  readonly rowStart: number;
  readonly rowEnd: number;
}

/** Row groups, cut where they are too large for memory. */
function partsOf({ row_groups: groups }: FileMetaData, columns: number): Rows[] {
  const most = Math.max(1, Math.floor(MAX_CELLS / Math.max(1, columns)));
  const parts: Rows[] = [];
  let rowStart = 0;
  for (const group of groups) {
    const groupEnd = rowStart + Number(group.num_rows);
    while (rowStart < groupEnd) {
      const rowEnd = Math.min(groupEnd, rowStart + most);
      parts.push({ rowStart, rowEnd });
      rowStart = rowEnd;
    }
  }
  return parts;
}

interface OpenFile {
  readonly source: AsyncBuffer;
  readonly metadata: FileMetaData;
}

interface Part extends Rows, OpenFile {
  readonly columns: readonly ParquetColumn[];
  readonly builder: TableBuilder;
  readonly signal: AbortSignal | undefined;
}

async function readPart(part: Part, onProgress: (fraction: number) => void): Promise<void> {
  const { columns, builder, rowStart, rowEnd, signal } = part;
  const rows = rowEnd - rowStart;
  const width = builder.numberNames.length;
  const numbers = new Float32Array(rows * width).fill(NaN);
  const texts: string[][] = [];
  const measured = columns.filter(({ read }) => read === 'number');
  const sameColumn = groupBy(measured, ({ fileName }) => fileName);
  const placeOf = new Map(builder.numberNames.map((name, place) => [name, place]));
  for (const [i, column] of columns.entries()) {
    throwIfAborted(signal);
    if (column.read === 'text' || column.read === 'both') texts.push(await readTexts(part, column));
    if (column.read === 'number' && !column.element) {
      // All numbers of a list are read at once.
      const same = sameColumn.get(column.fileName) ?? [];
      const places = same.map((each) => ({ ...each, place: placeOf.get(each.name)! }));
      await readNumbers(part, places, numbers);
    }
    onProgress((i + 1) / columns.length);
  }
  const rowsPerBlock = Math.max(1, Math.floor(BLOCK_CELLS / Math.max(1, width)));
  for (let from = 0; from < rows; from += rowsPerBlock) {
    const to = Math.min(rows, from + rowsPerBlock);
    await builder.addBlock({
      rows: to - from,
      numbers: numbers.slice(from * width, to * width),
      texts: texts.map((cells) => cells.slice(from, to)),
    });
    await pauseForMessages();
    throwIfAborted(signal);
  }
}

/** @param columns of one column of the file */
async function readNumbers(
  part: Part,
  columns: readonly (ParquetColumn & { readonly place: number })[],
  numbers: Float32Array,
): Promise<void> {
  const { builder, rowStart } = part;
  const width = builder.numberNames.length;
  await readValues(part, columns[0]!, (row, given) => {
    for (const { name, place, element, perSecond = 1 } of columns) {
      const list: unknown[] = Array.isArray(given) ? given : [];
      const value = parquetNumber(element === undefined ? given : list[element]) / perSecond;
      const rounded = Math.fround(value);
      const isFinite = Number.isFinite(rounded);
      numbers[row * width + place] = isFinite ? rounded : NaN;
      if (isFinite || Number.isNaN(rounded)) continue;
      const where = placeOfRow([], rowStart + row);
      builder.odd.add(name, { where, text: String(value), isTooLarge: true });
    }
  });
}

async function readTexts(part: Part, column: ParquetColumn): Promise<string[]> {
  const cells = new Array<string>(part.rowEnd - part.rowStart).fill('');
  await readValues(part, column, (row, given) => {
    cells[row] = parquetText(given);
  });
  return cells;
}

/** The length that all lists of a column have that are there. */
async function lengthOfLists(
  { source, metadata }: OpenFile,
  fileName: string,
): Promise<ListLength> {
  let length: ListLength = 'empty';
  for (const rows of partsOf(metadata, MAX_LIST_LENGTH)) {
    await readValues({ source, metadata, ...rows }, { name: fileName, fileName }, (_, value) => {
      if (
        !Array.isArray(value) ||
        value.length === 0 ||
        (typeof length === 'string' && length !== 'empty')
      )
        return;
      if (value.length > MAX_LIST_LENGTH) length = 'long';
      else if (length === 'empty') length = value.length;
      else if (length !== value.length) length = 'uneven';
    });
  }
  return length;
}

/** @param onValue hears of every row of the part, counted from its first */
async function readValues(
  { source, metadata, rowStart, rowEnd }: OpenFile & Rows,
  { name, fileName }: Pick<ParquetColumn, 'name' | 'fileName'>,
  onValue: (row: number, value: unknown) => void,
): Promise<void> {
  let seen = 0;
  await parquetRead({
    file: source,
    metadata,
    compressors,
    columns: [fileName],
    rowStart,
    rowEnd,
    onChunk: ({ columnData, rowStart: first }) => {
      const from = Math.max(0, rowStart - first);
      const to = Math.min(columnData.length, rowEnd - first);
      for (let i = from; i < to; i++) onValue(first + i - rowStart, columnData[i]);
      seen += Math.max(0, to - from);
    },
  });
  if (seen !== rowEnd - rowStart) {
    throw new Error(`column "${name}" has ${seen} of ${rowEnd - rowStart} values`);
  }
}

/** The file by slices; one that has none (an entry of a zip) is unpacked first. */
async function slices(file: TableFile): Promise<AsyncBuffer> {
  const blob = file.slice ? null : await new Response(file.stream()).blob();
  const byteLength = blob?.size ?? file.size;
  const cut = (from: number, to: number): Blob => blob?.slice(from, to) ?? file.slice!(from, to);
  return {
    byteLength,
    slice(from, to = byteLength) {
      // A damaged file points anywhere, and what a blob does then depends on who made it.
      const isInside = Number.isSafeInteger(from) && Number.isSafeInteger(to) && from >= 0;
      if (!isInside || from > to || to > byteLength) throw new Error('it points outside of itself');
      return cut(from, to).arrayBuffer();
    },
  };
}
