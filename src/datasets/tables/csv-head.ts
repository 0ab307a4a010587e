// What the beginning of a CSV tells: its delimiter, its column names, where the values begin.

import { EarmarkError } from '../../core/errors';
import { formatCount } from '../../core/format';
import { rowTooLong, type ByteWindow } from './byte-window';
import { CR, csvRecords, LF, QUOTE } from './csv-cells';
import { isMissing, numberOf } from './missing';

/** In order of preference among equals. */
const DELIMITERS = [',', ';', '\t', '|'];
const DELIMITER_NAMES = 'comma, semicolon, tab and |';
const TAB = 9;
const MAX_COLUMNS = 20_000;
/** Bytes; not worth a look for columns before it ends. */
const LONG_LINE = 4 << 20;
const GUESSED_FROM = 20;
/** Of the sample; of a wide table fewer rows tell as much. */
const SAMPLE_ROWS = 1000;
const SAMPLE_CELLS = 50_000;
const SNIFFED_BYTES = 65536;
/** Control characters that are no white space: of a text that is one, fewer than one in so many. */
const MIN_TEXT_PER_CONTROL = 500;

export interface CsvHead {
  /** A byte. */
  readonly delimiter: number;
  readonly decimalComma: boolean;
  /** As the file has them, trimmed, one a cell; empty without a header. */
  readonly header: readonly string[];
  /** All rows above the values. */
  readonly headerRows: readonly (readonly string[])[];
  /** The first rows below the header, cells trimmed. */
  readonly sample: readonly (readonly string[])[];
  /** Cells of a row. */
  readonly columns: number;
  /** Where the values begin: index of a byte. */
  readonly begin: number;
}

/**
 * @param headerRows 'guess': one, or none if the first row is of numbers like the others
 * @throws EarmarkError `table-empty`, `table-not-text`, `table-one-column`, `table-too-wide`, `table-quote-open`,
 * `table-row-too-long`
 */
export async function readCsvHead(
  window: ByteWindow,
  name: string,
  headerRows: 'guess' | number = 'guess',
): Promise<CsvHead> {
  await window.fill();
  checkText(window.bytes.subarray(0, Math.min(SNIFFED_BYTES, window.end)), name);
  let head = csvHead(window.bytes, window.end, headerRows);
  while (!head?.sample.length && !tooWide(head) && !window.isComplete && window.grow()) {
    await window.fill();
    head = csvHead(window.bytes, window.end, headerRows);
  }
  if (head) return checkHead(head, name);
  if (!window.isComplete) throw rowTooLong(name, 1);
  const text = window.bytes.subarray(0, window.end);
  if (text.includes(QUOTE))
    throw new EarmarkError('table-quote-open', `${name}, in its first lines`);
  throw new EarmarkError('table-empty', `${name} without a line of text`);
}

/** The head of bytes in memory; null if they hold no whole record. @param end a zero byte may follow */
export function csvHead(
  bytes: Uint8Array,
  end: number,
  headerRows: 'guess' | number = 'guess',
): CsvHead | null {
  if (end > LONG_LINE && !hasLineEnd(bytes.subarray(0, end))) return null;
  const delimiter = guessDelimiter(bytes, end);
  const limits = { end, maxCells: MAX_COLUMNS + 1 };
  const [firstOnly] = csvRecords(bytes, { ...limits, delimiter, maxRecords: 1 }).records;
  const fitting = Math.floor(SAMPLE_CELLS / Math.max(1, firstOnly?.length ?? 0));
  const { records, ends } = csvRecords(bytes, {
    ...limits,
    delimiter,
    maxRecords: Math.max(GUESSED_FROM, Math.min(SAMPLE_ROWS, fitting)),
  });
  const rows = records.map((record) => record.map((cell) => cell.trim()));
  const [first] = rows;
  if (!first) return null;
  const decimalComma = delimiter !== ','.charCodeAt(0);
  const guessed = isHeader(first, rows.slice(1), decimalComma) ? 1 : 0;
  const count = headerRows === 'guess' ? guessed : headerRows;
  const sample = rows.slice(count);
  const header = count === 0 ? [] : withRowNames(first, sample);
  return {
    delimiter,
    decimalComma,
    header,
    headerRows: rows.slice(0, count),
    sample,
    columns: count === 0 ? first.length : header.length,
    begin: count === 0 ? 0 : (ends[count - 1] ?? end),
  };
}

/** R writes no name above a column of row names, and some programs write a delimiter at the end of all rows but the first. */
function withRowNames(
  header: readonly string[],
  sample: readonly (readonly string[])[],
): readonly string[] {
  const isLonger = sample.length > 0 && sample.every((row) => row.length === header.length + 1);
  if (!isLonger) return header;
  return sample.every((row) => row.at(-1) === '') ? [...header, ''] : ['', ...header];
}

function hasLineEnd(bytes: Uint8Array): boolean {
  return bytes.includes(LF) || bytes.includes(CR);
}

function tooWide(head: CsvHead | null): boolean {
  return head !== null && head.columns > MAX_COLUMNS;
}

function checkHead(head: CsvHead, name: string): CsvHead {
  if (tooWide(head)) {
    throw new EarmarkError(
      'table-too-wide',
      `${name} with more than ${formatCount(MAX_COLUMNS)} in its first line`,
    );
  }
  if (head.columns < 2) {
    const line = head.header[0] ?? head.sample[0]?.[0] ?? '';
    const got = `${name}, whose first line is "${line.slice(0, 60)}" (${DELIMITER_NAMES} were tried)`;
    throw new EarmarkError('table-one-column', got);
  }
  if (head.sample.length === 0) {
    throw new EarmarkError(
      'table-empty',
      `${name} with ${head.columns} column names and no line below`,
    );
  }
  return head;
}

function checkText(head: Uint8Array, name: string): void {
  if (head.every((byte) => byte <= 32 && byte >= TAB)) {
    throw new EarmarkError('table-empty', `${name} without a line of text`);
  }
  let controls = 0;
  for (const byte of head) if (byte < TAB || (byte > CR && byte < 32)) controls++;
  if (controls * MIN_TEXT_PER_CONTROL > head.length) {
    throw new EarmarkError('table-not-text', `${name} with ${controls} control characters`);
  }
}

/** The delimiter that gives the first row most cells, and the rows below as many. */
function guessDelimiter(bytes: Uint8Array, end: number): number {
  const codes = DELIMITERS.map((delimiter) => delimiter.charCodeAt(0));
  const scores = codes.map((delimiter) => {
    const { records } = csvRecords(bytes, {
      delimiter,
      end,
      maxRecords: GUESSED_FROM,
      maxCells: MAX_COLUMNS + 1,
    });
    const cells = records[0]?.length ?? 0;
    const alike = records.filter((record) => record.length === cells).length;
    return cells < 2 ? 0 : cells * (alike / records.length);
  });
  return codes[scores.indexOf(Math.max(...scores))]!;
}

/** Numbers where all rows below have numbers are values, unless they count the columns. A missing cell tells nothing. */
function isHeader(
  first: readonly string[],
  below: readonly (readonly string[])[],
  decimalComma: boolean,
): boolean {
  const isNumber = (cell: string): boolean => !Number.isNaN(numberOf(cell, decimalComma));
  const numbers = first.filter(isNumber);
  if (numbers.length === 0) return true;
  const counts = numbers.every((cell, i) => Number(cell) === Number(numbers[0]) + i);
  const isCounting = counts && numbers.length > 2 && Number(numbers[0]) <= 1;
  const rows = below.slice(0, GUESSED_FROM);
  const numeric = first.map(
    (_, i) => rows.length > 0 && rows.every((row) => isNumber(row[i] ?? '')),
  );
  return isCounting || numeric.some((is, i) => is && !isMissing(first[i]!) && !isNumber(first[i]!));
}
