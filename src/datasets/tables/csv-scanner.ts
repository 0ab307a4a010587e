// Reads the rows of a CSV out of bytes, numbers without making texts of them: the hot path of every table.
// A number is parsed to within a few units of double precision; where that could round to another float32 than the
// exact value, and for anything unusual, its text goes through `Number`. Not for heads of files (`csv-cells.ts`).

import { LARGEST_FLOAT32 } from '../../core/matrix';
import { CellReader, CR, LF, QUOTE } from './csv-cells';
import { isMissing, numberOf } from './missing';
import { countLineEnds, type RowLineLog } from './row-lines';

export const SKIP = 0;
export const NUMBER = 1;
export const TEXT = 2;

export interface CsvLayout {
  /** A byte. */
  readonly delimiter: number;
  /** Whether a comma may stand before the decimals, too. */
  readonly decimalComma: boolean;
  /** What each column of the file is read as: SKIP, NUMBER or TEXT. */
  readonly reads: Uint8Array;
  /** For each column of the file: its place among the numbers or texts of a row. */
  readonly places: Int32Array;
  /** Numbers of a row in a block; places that no column has stay 0. */
  readonly width: number;
}

/** A cell of a column of numbers that says something else, or a number beyond float32. */
export interface OddCell {
  /** Of the file, where the row begins. */
  readonly line: number;
  /** Column of the file. */
  readonly column: number;
  readonly text: string;
  readonly isTooLarge: boolean;
}

const FIRST_POWER = -80;
const POWERS = Float64Array.from({ length: 161 }, (_, i) => Number(`1e${FIRST_POWER + i}`));
const LAST_POWER = FIRST_POWER + POWERS.length - 1;
/** More characters of digits than this are not worth a fast path, and would add up rounding errors. */
const MAX_DIGITS = 20;
const MIN_NORMAL_FLOAT32 = 1.1754943508222875e-38;
/** Of a double's 29 bits that a float32 has not: where rounding turns, and how near is too near to tell. */
const LOST_BITS = 0x1fffffff;
const TURN = 0x10000000;
const TOO_NEAR = 32;

export interface ScannerOptions {
  readonly rowsPerBlock: number;
  /** Hears of the line of every row that is taken. */
  readonly log: RowLineLog;
  /** Of the file, where the bytes begin. */
  readonly line: number;
  /** Whether the byte before them is a CR, to which an LF belongs. */
  readonly endsWithCr: boolean;
  readonly onOdd: (cell: OddCell) => void;
}

export class CsvScanner {
  /** Rows taken so far, all blocks together. */
  rows = 0;
  /** Rows with too few or too many cells. */
  ragged = 0;
  /** The first of them: its line in the file, and its cells. */
  firstRagged: { readonly line: number; readonly cells: number } | null = null;
  /** Of the file, where the next row begins. */
  line: number;
  /** Whether the row that `scan` stopped at broke off in a cell with quotes. */
  isInQuotes = false;
  /** Rows in the block. */
  filled = 0;
  /** Shape [rowsPerBlock, width]; missing is NaN. */
  numbers: Float32Array;
  /** Cells of the block by place, one list a text column. */
  texts: string[][];
  readonly rowsPerBlock: number;
  readonly onOdd: (cell: OddCell) => void;
  readonly #log: RowLineLog;
  readonly #layout: CsvLayout;
  readonly #cells: CellReader;
  readonly #rowTexts: string[];
  readonly #odd: OddCell[] = [];
  #endsWithCr: boolean;
  readonly #double = new Float64Array(1);
  readonly #lowWord = new Uint32Array(this.#double.buffer);

  constructor(layout: CsvLayout, { rowsPerBlock, log, line, endsWithCr, onOdd }: ScannerOptions) {
    this.#layout = layout;
    this.#cells = new CellReader(layout.delimiter);
    const numTexts = layout.reads.filter((read) => read === TEXT).length;
    this.#rowTexts = new Array<string>(numTexts).fill('');
    this.rowsPerBlock = rowsPerBlock;
    this.onOdd = onOdd;
    this.line = line;
    this.#log = log;
    this.#endsWithCr = endsWithCr;
    this.numbers = this.#newNumbers();
    this.texts = this.#newTexts();
  }

  /** The first cell that is not UTF-8; null if all that were made texts of are. */
  get firstNotUtf8(): string | null {
    return this.#cells.firstNotUtf8;
  }

  /** Hands over the block and begins another. */
  takeBlock(): {
    readonly rows: number;
    readonly numbers: Float32Array;
    readonly texts: string[][];
  } {
    const rows = this.filled;
    const length = rows * this.#layout.width;
    // The last block is seldom full: a view of it would keep (and store) the room of a whole one.
    const numbers = length < this.numbers.length ? this.numbers.slice(0, length) : this.numbers;
    const { texts } = this;
    this.filled = 0;
    this.numbers = this.#newNumbers();
    this.texts = this.#newTexts();
    return { rows, numbers, texts };
  }

  /**
   * Takes whole rows until the block is full or the bytes end.
   * @param bytes with a zero at `end`
   * @returns the index of the first byte that was not taken
   */
  scan(bytes: Uint8Array, from: number, end: number): number {
    const { delimiter, decimalComma, reads, places, width } = this.#layout;
    const comma = decimalComma ? 44 : 46;
    const cells = this.#cells;
    const double = this.#double;
    const lowWord = this.#lowWord;
    const numbers = this.numbers;
    const columns = reads.length;
    let at = from;
    while (this.filled < this.rowsPerBlock) {
      for (; at < end && (bytes[at] === LF || bytes[at] === CR); at++) {
        const isCr = bytes[at] === CR;
        if (isCr || !this.#endsWithCr) this.line++;
        this.#endsWithCr = isCr;
      }
      if (at >= end) return at;
      const rowStart = at;
      const base = this.filled * width;
      let column = 0;
      let linesInside = 0;
      this.#odd.length = 0;
      for (;;) {
        let byte = 0;
        if (column < columns && reads[column] === NUMBER) {
          const cellStart = at;
          byte = bytes[at]!;
          const isNegative = byte === 45;
          if (isNegative) byte = bytes[++at]!;
          const digitsStart = at;
          let mantissa = 0;
          let power = 0;
          while (byte >= 48 && byte <= 57) {
            mantissa = mantissa * 10 + (byte - 48);
            byte = bytes[++at]!;
          }
          let digits = at - digitsStart;
          if (byte === 46 || byte === comma) {
            byte = bytes[++at]!;
            const decimalsStart = at;
            while (byte >= 48 && byte <= 57) {
              mantissa = mantissa * 10 + (byte - 48);
              byte = bytes[++at]!;
            }
            power = decimalsStart - at;
            digits -= power;
          }
          if (digits > 0 && (byte | 32) === 101) {
            byte = bytes[++at]!;
            const isPowerNegative = byte === 45;
            if (isPowerNegative || byte === 43) byte = bytes[++at]!;
            const exponentStart = at;
            let exponent = 0;
            while (byte >= 48 && byte <= 57 && at - exponentStart < 4) {
              exponent = exponent * 10 + (byte - 48);
              byte = bytes[++at]!;
            }
            if (at === exponentStart) digits = 0;
            power += isPowerNegative ? -exponent : exponent;
          }
          let value = 0;
          let isSure =
            digits > 0 &&
            digits <= MAX_DIGITS &&
            power >= FIRST_POWER &&
            power <= LAST_POWER &&
            (byte === delimiter || byte === LF || byte === CR);
          if (isSure && mantissa !== 0) {
            value = power === 0 ? mantissa : mantissa * POWERS[power - FIRST_POWER]!;
            double[0] = value;
            const distance = (lowWord[0]! & LOST_BITS) - TURN;
            isSure =
              (distance > TOO_NEAR || distance < -TOO_NEAR) &&
              value >= MIN_NORMAL_FLOAT32 &&
              value <= LARGEST_FLOAT32;
          }
          const place = base + places[column]!;
          if (isSure) {
            numbers[place] = isNegative ? -value : value;
          } else {
            at = cells.end(bytes, cellStart, end);
            if (at < 0) return this.#incomplete(bytes, cellStart, rowStart);
            if (bytes[cellStart] === QUOTE) linesInside += countLineEnds(bytes, cellStart, at);
            numbers[place] = this.#oddNumber(cells.text(bytes, cellStart, at), column);
            byte = bytes[at]!;
          }
        } else {
          const to = cells.end(bytes, at, end);
          if (to < 0) return this.#incomplete(bytes, at, rowStart);
          if (bytes[at] === QUOTE) linesInside += countLineEnds(bytes, at, to);
          if (column < columns && reads[column] === TEXT) {
            this.#rowTexts[places[column]!] = cells.text(bytes, at, to);
          }
          at = to;
          byte = bytes[at]!;
        }
        column++;
        at++;
        if (byte !== delimiter) break;
      }
      const isEmpty = column === 1 && columns > 1 && cells.text(bytes, rowStart, at).trim() === '';
      if (!isEmpty) this.#endRow(column);
      this.line += linesInside + 1;
      this.#endsWithCr = bytes[at - 1] === CR;
    }
    return at;
  }

  #incomplete(bytes: Uint8Array, cellStart: number, rowStart: number): number {
    this.isInQuotes = bytes[cellStart] === QUOTE;
    return rowStart;
  }

  #endRow(cells: number): void {
    if (cells === this.#layout.reads.length) {
      for (let i = 0; i < this.texts.length; i++) this.texts[i]!.push(this.#rowTexts[i]!);
      for (const cell of this.#odd) this.onOdd(cell);
      this.#log.add(this.line);
      this.rows++;
      this.filled++;
    } else {
      this.ragged++;
      this.firstRagged ??= { line: this.line, cells };
    }
  }

  /** A cell that is not a plain number: quoted, missing, long, too large or no number at all. */
  #oddNumber(cell: string, column: number): number {
    const text = cell.trim();
    if (isMissing(text)) return NaN;
    const value = Math.fround(numberOf(text, this.#layout.decimalComma));
    if (Number.isFinite(value)) return value;
    const isTooLarge = !Number.isNaN(value);
    this.#odd.push({ line: this.line, column, text, isTooLarge });
    return NaN;
  }

  #newNumbers(): Float32Array {
    return new Float32Array(this.rowsPerBlock * this.#layout.width);
  }

  #newTexts(): string[][] {
    return this.#rowTexts.map(() => []);
  }
}
