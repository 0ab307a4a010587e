// Reads one row group of a Parquet file, a column at a time.

import { throwIfAborted } from '../../core/progress';
import { groupBy } from '../group-by';
import { parquetNumber, parquetText, type ParquetColumn } from './parquet-columns';
import { rowsIn, type ParquetFile, type RowRange } from './parquet-file';
import type { ParquetProgress } from './parquet-progress';
import type { RowBlocks } from './row-blocks';
import { placeOfRow } from './row-lines';
import type { TableBuilder } from './table-builder';

export interface GroupReading {
  readonly file: ParquetFile;
  /** None of them skipped. */
  readonly columns: readonly ParquetColumn[];
  readonly builder: TableBuilder;
  readonly blocks: RowBlocks;
  /** Numbers in memory at a time, those of lists apart. */
  readonly maxCells: number;
  readonly signal: AbortSignal | undefined;
  readonly progress: ParquetProgress;
}

/** A column of numbers and its place in a row of the blocks. */
interface PlacedColumn extends ParquetColumn {
  readonly place: number;
}

/** Lists, of texts as well, are read whole: a part of them would take as long. Other numbers part by part. */
export async function readRowGroup(reading: GroupReading, group: RowRange): Promise<void> {
  const { file, columns, builder, blocks, maxCells, signal, progress } = reading;
  const width = builder.numberNames.length;
  const tell = ({ fileName }: ParquetColumn, rows: RowRange): void =>
    progress.add(fileName, rowsIn(rows) / file.rows);
  const texts: string[][] = [];
  for (const column of columns.filter(({ read }) => read !== 'number')) {
    throwIfAborted(signal);
    texts.push(await readTexts(file, group, column));
    tell(column, group);
  }
  const placeOf = new Map(builder.numberNames.map((name, place) => [name, place]));
  const numeric = columns
    .filter(({ read }) => read === 'number')
    .map((column): PlacedColumn => ({ ...column, place: placeOf.get(column.name)! }));
  const plain = numeric.filter(({ element }) => element === undefined);
  const elements = numeric.filter(({ element }) => element !== undefined);
  const lists: Lists[] = [];
  for (const list of groupBy(elements, ({ fileName }) => fileName).values()) {
    throwIfAborted(signal);
    lists.push(await readLists(reading, group, list));
    tell(list[0]!, group);
  }
  for (const part of partsOf(group, Math.max(1, Math.floor(maxCells / Math.max(1, width))))) {
    const rows = rowsIn(part);
    const numbers = new Float32Array(rows * width).fill(NaN);
    for (const column of plain) {
      throwIfAborted(signal);
      const { fileName, perSecond = 1, place } = column;
      await file.values(fileName, part, (row, given) => {
        const value = parquetNumber(given) / perSecond;
        numbers[row * width + place] = keptNumber(reading, column, part.rowStart + row, value);
      });
      tell(column, part);
    }
    const from = part.rowStart - group.rowStart;
    for (const list of lists) copyLists(list, from, { numbers, width });
    await blocks.add({
      rows,
      numbers,
      texts: texts.map((cells) => cells.slice(from, from + rows)),
    });
  }
}

/** @param most rows of a part */
function partsOf({ rowStart, rowEnd }: RowRange, most: number): RowRange[] {
  return Array.from({ length: Math.ceil((rowEnd - rowStart) / most) }, (_, i) => {
    const start = rowStart + i * most;
    return { rowStart: start, rowEnd: Math.min(rowEnd, start + most) };
  });
}

/** As float32; NaN for a number that is beyond, which is noted. @param row of the file */
function keptNumber(
  { builder }: GroupReading,
  { name }: ParquetColumn,
  row: number,
  value: number,
): number {
  const rounded = Math.fround(value);
  if (Number.isFinite(rounded)) return rounded;
  if (!Number.isNaN(rounded)) {
    const where = placeOfRow([], row);
    builder.odd.add(name, { where, text: String(value), isTooLarge: true });
  }
  return NaN;
}

async function readTexts(
  file: ParquetFile,
  rows: RowRange,
  { fileName, perSecond }: ParquetColumn,
): Promise<string[]> {
  const cells = new Array<string>(rowsIn(rows)).fill('');
  await file.values(fileName, rows, (row, given) => {
    const isThere = given !== null && given !== undefined;
    const seconds = perSecond !== undefined && isThere ? parquetNumber(given) / perSecond : given;
    cells[row] = parquetText(seconds);
  });
  return cells;
}

/** The numbers of a column of lists. */
interface Lists {
  /** One an element. */
  readonly columns: readonly PlacedColumn[];
  /** Shape [rows of the group, columns]; NaN is missing. */
  readonly values: Float32Array;
}

async function readLists(
  reading: GroupReading,
  group: RowRange,
  columns: readonly PlacedColumn[],
): Promise<Lists> {
  const values = new Float32Array(rowsIn(group) * columns.length).fill(NaN);
  await reading.file.values(columns[0]!.fileName, group, (row, given) => {
    if (!Array.isArray(given)) return;
    const list: unknown[] = given;
    for (const [i, column] of columns.entries()) {
      const value = parquetNumber(list[column.element!]);
      values[row * columns.length + i] = keptNumber(reading, column, group.rowStart + row, value);
    }
  });
  return { columns, values };
}

/** @param from the first row, counted from the group's */
function copyLists(
  { columns, values }: Lists,
  from: number,
  { numbers, width }: { readonly numbers: Float32Array; readonly width: number },
): void {
  for (let to = 0, at = from * columns.length; to < numbers.length; to += width) {
    for (const { place } of columns) numbers[to + place] = values[at++]!;
  }
}
