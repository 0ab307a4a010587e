// Drives a scanner over a window of bytes: blocks of rows out, memory bounded, errors with the line where they are.

import { EarmarkError } from '../../core/errors';
import { pauseForMessages } from '../../core/pause';
import { throwIfAborted } from '../../core/progress';
import { rowTooLong, type ByteWindow } from './byte-window';
import { CR } from './csv-cells';
import { CsvScanner, type CsvLayout, type OddCell } from './csv-scanner';
import { countLineEnds, placeOfLine, type RowLineLog } from './row-lines';

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
  /** Still with its header. */
  readonly window: ByteWindow;
  /** Where the values begin: index of a byte. */
  readonly begin: number;
  readonly layout: CsvLayout;
  /** Hears of the line of every row. */
  readonly log: RowLineLog;
  readonly signal?: AbortSignal | undefined;
  readonly onBlock: (block: CsvBlock) => Promise<void> | void;
  readonly onOdd: (cell: OddCell) => void;
}

export interface CsvRowsRead {
  readonly rows: number;
  readonly ragged: number;
  /** "line 7 with 3 cells" of the first; null without. */
  readonly firstRagged: string | null;
  /** The first cell that is not UTF-8; null if all are. */
  readonly firstNotUtf8: string | null;
}

/** @throws EarmarkError `table-quote-open`, `table-row-too-long` */
export async function readCsvRows(options: CsvRowsOptions): Promise<CsvRowsRead> {
  const { name, window, begin, layout, log, signal, onBlock, onOdd } = options;
  const rowsThatFit = Math.floor(BLOCK_BYTES / Math.max(1, 4 * layout.width));
  const scanner = new CsvScanner(layout, {
    rowsPerBlock: Math.max(1, Math.min(MAX_ROWS_PER_BLOCK, rowsThatFit)),
    log,
    line: 1 + countLineEnds(window.bytes, 0, begin),
    endsWithCr: window.bytes[begin - 1] === CR,
    onOdd,
  });
  window.drop(begin);
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
    if (window.isComplete) {
      if (at < window.end) throw quoteOpen(name, scanner.line);
      break;
    }
    if (at > 0) window.drop(at);
    else if (!window.grow()) {
      throw (scanner.isInQuotes ? quoteOpen : rowTooLong)(name, scanner.line);
    }
  }
  if (scanner.filled > 0) await giveBlock();
  const { rows, ragged, firstRagged, firstNotUtf8 } = scanner;
  const first =
    firstRagged && `${placeOfLine(firstRagged.line)} with ${cellsOf(firstRagged.cells)}`;
  return { rows, ragged, firstRagged: first, firstNotUtf8 };
}

function quoteOpen(name: string, line: number): EarmarkError {
  return new EarmarkError('table-quote-open', `${name}, ${placeOfLine(line)}`);
}

function cellsOf(cells: number): string {
  return cells === 1 ? '1 cell' : `${cells} cells`;
}
