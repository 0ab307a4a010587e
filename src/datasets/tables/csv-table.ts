// A table of features in a CSV: one row a clip, one header row or none.

import { EarmarkError, type ErrorRecord } from '../../core/errors';
import { formatCount, formatCounted } from '../../core/format';
import { ByteWindow } from './byte-window';
import { tidyColumnNames } from './column-names';
import { arrangedColumns, renamed, type ColumnPlan } from './column-plan';
import { readCsvHead, type CsvHead } from './csv-head';
import { readCsvRows, type CsvRowsRead } from './csv-rows';
import { NUMBER, SKIP, TEXT, type CsvLayout } from './csv-scanner';
import { isMissing, numberOf } from './missing';
import { MAX_ODD_SHARE } from './odd-cells';
import { isNamedForText } from './role-names';
import { placeOfLine, RowLineLog } from './row-lines';
import { TableBuilder } from './table-builder';
import type { ReadTable, ReadTableOptions, TableFile } from './table';
import { utf8Chunks } from './utf8-chunks';

/** Longer texts on average are lyrics or descriptions, no labels. */
const MAX_MEAN_LENGTH = 200;
/** Share of rows that may have too few or too many cells, and how many always may. */
const MAX_RAGGED = 0.05;
const ALWAYS_TOLERATED = 2;
const WITH_COMMA = /^[+-]?\d+,\d+$/;
const LIKE_THOUSANDS = /^[+-]?[1-9]\d{0,2},\d{3}$/;

export type ReadCsvTableOptions = Omit<ReadTableOptions, 'files'> & { readonly file: TableFile };

/** Reads it again where columns that began with numbers turn out to be text; its progress then waits at what was told. */
export async function readCsvTable(options: ReadCsvTableOptions): Promise<ReadTable> {
  const asText = new Set<string>();
  let told = 0;
  const onProgress = (fraction: number): void => {
    if (fraction <= told) return;
    told = fraction;
    options.onProgress?.(fraction);
  };
  for (;;) {
    const { table, turned } = await readOnce({ ...options, onProgress }, asText);
    if (table) return table;
    for (const name of turned) asText.add(name);
  }
}

interface Reading {
  /** Null if columns turned out to be text. */
  readonly table: ReadTable | null;
  readonly turned: readonly string[];
}

async function readOnce(
  { file, signal, onProgress, onStart, onBlock }: ReadCsvTableOptions,
  asText: ReadonlySet<string>,
): Promise<Reading> {
  let bytes = 0;
  const onBytes = (count: number): void => {
    bytes += count;
    onProgress?.(Math.min(1, bytes / Math.max(1, file.size)));
  };
  const window = new ByteWindow(utf8Chunks(file, { signal, onBytes }));
  try {
    const { name } = file;
    const head = await readCsvHead(window, name);
    if (!mayHaveNumbers(head)) {
      throw new EarmarkError(
        'table-no-numbers',
        `${name} without one, beginning with "${firstWords(head)}"`,
      );
    }
    const { names, changes } = tidyColumnNames(head.header, head.columns);
    const columns = planOf(head, names, asText);
    const layout = layoutOf(head, columns);
    const log = new RowLineLog();
    const builder = new TableBuilder({
      columns,
      decimalComma: head.decimalComma,
      lines: log.lines,
      onBlock,
    });
    await onStart?.(builder.numberNames);
    const nameAt = new Map(columns.map((column) => [column.fileColumn, column.name]));
    const read = await readCsvRows({
      name,
      window,
      begin: head.begin,
      layout,
      log,
      signal,
      onBlock: (block) => builder.addBlock(block),
      onOdd: ({ column, line, ...cell }) =>
        builder.odd.add(nameAt.get(column)!, { ...cell, where: placeOfLine(line) }),
    });
    const notes = [
      ...renamed(changes),
      ...noteOnCommas(head, names),
      ...notesOnRows(name, head, read),
    ];
    const turned = builder.turnedToText;
    if (turned.length > 0) return { table: null, turned };
    return { table: builder.finish({ files: [name], source: 'csv', notes }), turned };
  } finally {
    await window.dispose();
  }
}

/** Prose has commas, too; but a column that is empty so far may begin further down. */
function mayHaveNumbers({ sample, columns, decimalComma }: CsvHead): boolean {
  const isNumber = (cell: string): boolean => !Number.isNaN(numberOf(cell, decimalComma));
  if (sample.some((row) => row.some(isNumber))) return true;
  return Array.from({ length: columns }, (_, i) => i).some((i) => {
    const rows = sample.filter((row) => row.length > i);
    return rows.length > 0 && rows.every((row) => isMissing(row[i]!));
  });
}

function firstWords({ header, sample: [first = []] }: CsvHead): string {
  const cells = header.length > 0 ? header : first;
  return cells.join(', ').slice(0, 60);
}

/** A column and where the file has it. Columns of the file that are none of these are passed over. */
export interface CsvColumn extends ColumnPlan {
  readonly fileColumn: number;
}

/** The columns in file order, but those of a known extractor in its order and by its names. */
function planOf(head: CsvHead, names: readonly string[], asText: ReadonlySet<string>): CsvColumn[] {
  const rows = head.sample.filter((row) => row.length === head.columns);
  const columns = names.map((name, fileColumn): CsvColumn => {
    const cells = rows.map((row) => row[fileColumn]!).filter((cell) => !isMissing(cell));
    const read = readOf(name, cells, head.decimalComma);
    return { name, fileColumn, read, why: 'its texts are too long for labels' };
  });
  return arrangedColumns(columns).map((column) =>
    asText.has(column.name) ? { ...column, read: 'text' } : column,
  );
}

/** @param cells that are not missing */
function readOf(name: string, cells: readonly string[], decimalComma: boolean): ColumnPlan['read'] {
  const odd = cells.filter((cell) => Number.isNaN(numberOf(cell, decimalComma))).length;
  if (odd <= MAX_ODD_SHARE * cells.length) return isNamedForText(name) ? 'both' : 'number';
  const characters = cells.reduce((sum, cell) => sum + cell.length, 0);
  return characters > MAX_MEAN_LENGTH * cells.length ? 'skip' : 'text';
}

export function layoutOf(
  { delimiter, decimalComma, columns: cells }: CsvHead,
  columns: readonly CsvColumn[],
): CsvLayout {
  const reads = new Uint8Array(cells).fill(SKIP);
  const places = new Int32Array(cells);
  let width = 0;
  let texts = 0;
  for (const { read, fileColumn } of columns) {
    const isText = read === 'text' || read === 'both';
    if (isText) {
      reads[fileColumn] = TEXT;
      places[fileColumn] = texts++;
    } else if (read === 'number') {
      reads[fileColumn] = NUMBER;
      places[fileColumn] = width;
    }
    if (read === 'number' || read === 'both') width++;
  }
  return { delimiter, decimalComma, reads, places, width };
}

/** What is worth knowing of the rows. @throws EarmarkError `table-ragged`, `table-empty` */
export function notesOnRows(
  name: string,
  { columns }: Pick<CsvHead, 'columns'>,
  { rows, ragged, firstRagged, firstNotUtf8 }: CsvRowsRead,
): ErrorRecord[] {
  const notes: ErrorRecord[] = [];
  if (firstNotUtf8 !== null) {
    const got = `read as Windows-1252, for example "${firstNotUtf8.slice(0, 40)}"`;
    notes.push({ code: 'note-table-encoding', got });
  }
  if (ragged > 0) {
    const all = rows + ragged;
    const count = formatCounted(ragged, 'row');
    const got = `${count} of ${formatCount(all)}, the first is ${firstRagged} instead of ${columns}`;
    const tolerated = Math.max(ALWAYS_TOLERATED, MAX_RAGGED * all);
    if (ragged > tolerated || rows === 0) throw new EarmarkError('table-ragged', `${name}: ${got}`);
    return [...notes, { code: 'note-table-rows-set-aside', got }];
  }
  if (rows === 0) throw new EarmarkError('table-empty', `${name} without a row of values`);
  return notes;
}

/** Where a comma could part thousands as well as decimals ("1,100" in every cell with one): how it is read. */
function noteOnCommas(head: CsvHead, names: readonly string[]): ErrorRecord[] {
  if (!head.decimalComma) return [];
  const commas = head.sample.flatMap((row) =>
    row.flatMap((cell, i) => (WITH_COMMA.test(cell) ? [{ cell, name: names[i] ?? '' }] : [])),
  );
  const [first] = commas;
  if (!first || !commas.every(({ cell }) => LIKE_THOUSANDS.test(cell))) return [];
  const value = numberOf(first.cell, true);
  const got = `"${first.cell}" in column "${first.name}" is ${value}`;
  return [{ code: 'note-table-decimal-comma', got }];
}
