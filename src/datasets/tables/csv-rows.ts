// Drives a scanner over a window of bytes: blocks of rows out, memory bounded, errors with the row where they are.

import { EarmarkError } from '../../core/errors';
import { pauseForMessages } from '../../core/pause';
import { throwIfAborted } from '../../core/progress';
import { rowTooLong, type ByteWindow } from './byte-window';
import { CsvScanner, type CsvLayout, type OddCell } from './csv-scanner';

const BLOCK_BYTES = 4 << 20;
const MAX_ROWS_PER_BLOCK = 16384;

export interface CsvBlock {
  readonly firstRow: number;
  readonly rows: number;
  /** Shape [rows, layout.width]; missing is NaN. */
  readonly numbers: Float32Array;
  /** Cells by place, one list a column read as text, as the file has them. */
  readonly texts: readonly (readonly string[])[];
}

export interface CsvRowsOptions {
  /** For errors. */
  readonly name: string;
  /** Begins with the first row below the header. */
  readonly window: ByteWindow;
  readonly layout: CsvLayout;
  /** Rows above, so that rows are counted as the file has them. */
  readonly headerRows: number;
  readonly signal?: AbortSignal | undefined;
  readonly onBlock: (block: CsvBlock) => Promise<void> | void;
  readonly onOdd: (cell: OddCell) => void;
}

export interface CsvRowsRead {
  readonly rows: number;
  readonly ragged: number;
  /** "row 7 with 3 cells" of the first, counted with the header; null without. */
  readonly firstRagged: string | null;
  /** The first cell that is not UTF-8; null if all are. */
  readonly firstNotUtf8: string | null;
}

/** Numbers of rows in errors count the header as row 1. @throws EarmarkError `table-quote-open`, `table-row-too-long` */
export async function readCsvRows(options: CsvRowsOptions): Promise<CsvRowsRead> {
  const { name, window, layout, headerRows, signal, onBlock, onOdd } = options;
  const rowsThatFit = Math.floor(BLOCK_BYTES / Math.max(1, 4 * layout.width));
  const scanner = new CsvScanner(
    layout,
    Math.max(1, Math.min(MAX_ROWS_PER_BLOCK, rowsThatFit)),
    ({ row, ...cell }) => onOdd({ ...cell, row: row + headerRows }),
  );
  const giveBlock = async (): Promise<void> => {
    const block = scanner.takeBlock();
    await onBlock({ firstRow: scanner.rows - block.rows, ...block });
    await pauseForMessages();
    throwIfAborted(signal);
  };
  for (;;) {
    await window.fill();
    let at = 0;
    for (;;) {
      at = scanner.scan(window.bytes, at, window.end);
      if (scanner.filled < scanner.rowsPerBlock) break;
      await giveBlock();
    }
    const row = scanner.rows + scanner.ragged + headerRows + 1;
    if (window.isComplete) {
      if (at < window.end) throw new EarmarkError('table-quote-open', `${name}, row ${row}`);
      break;
    }
    if (at > 0) window.drop(at);
    else if (!window.grow()) {
      if (scanner.isInQuotes) throw new EarmarkError('table-quote-open', `${name}, row ${row}`);
      throw rowTooLong(name, row);
    }
  }
  if (scanner.filled > 0) await giveBlock();
  const { rows, ragged, firstRagged, firstNotUtf8 } = scanner;
  const first =
    firstRagged && `row ${firstRagged.record + headerRows} with ${cellsOf(firstRagged.cells)}`;
  return { rows, ragged, firstRagged: first, firstNotUtf8 };
}

function cellsOf(cells: number): string {
  return cells === 1 ? '1 cell' : `${cells} cells`;
}
