// Cells of a CSV (RFC 4180) in bytes: where one ends and what it says. Quotes count only where a cell begins with one.

export const QUOTE = 34;
export const LF = 10;
export const CR = 13;

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true, fatal: true });
const windows1252 = new TextDecoder('windows-1252');
const SHORT = 48;

/** Reads cells one by one; of bytes that may grow and move between calls. */
export class CellReader {
  /** The first cell that is not UTF-8, as it was read instead (Windows-1252); null if all are. */
  firstNotUtf8: string | null = null;
  readonly #delimiter: number;

  /** @param delimiter a byte */
  constructor(delimiter: number) {
    this.#delimiter = delimiter;
  }

  /** Index of the delimiter or line end behind the cell that begins at `from`; −1 if `end` comes first. */
  end(bytes: Uint8Array, from: number, end: number): number {
    const delimiter = this.#delimiter;
    let at = from;
    if (bytes[at] === QUOTE) {
      at = closingQuote(bytes, at, end);
      if (at < 0) return -1;
    }
    for (; at < end; at++) {
      const byte = bytes[at];
      if (byte === delimiter || byte === LF || byte === CR) return at;
    }
    return -1;
  }

  /** What a cell says, without its quotes. */
  text(bytes: Uint8Array, from: number, to: number): string {
    if (bytes[from] !== QUOTE) return this.#decode(bytes, from, to);
    const close = closingQuote(bytes, from, to);
    const inside = this.#decode(bytes, from + 1, close < 0 ? to : close).replaceAll('""', '"');
    return close < 0 || close + 1 >= to ? inside : inside + this.#decode(bytes, close + 1, to);
  }

  #decode(bytes: Uint8Array, from: number, to: number): string {
    const part = bytes.subarray(from, to);
    if (part.length > SHORT) return this.#decodeAny(part);
    for (let i = 0; i < part.length; i++) if (part[i]! > 127) return this.#decodeAny(part);
    return String.fromCharCode.apply(null, part as unknown as number[]);
  }

  #decodeAny(part: Uint8Array): string {
    try {
      return utf8.decode(part);
    } catch {
      const text = windows1252.decode(part);
      this.firstNotUtf8 ??= text;
      return text;
    }
  }
}

/** Index of the quote that ends the cell whose opening quote is at `from`; −1 if `end` comes first. */
function closingQuote(bytes: Uint8Array, from: number, end: number): number {
  let at = from + 1;
  for (;;) {
    at = bytes.indexOf(QUOTE, at);
    if (at < 0 || at >= end) return -1;
    if (at + 1 >= end || bytes[at + 1] !== QUOTE) return at;
    at += 2;
  }
}

export interface CsvRecords {
  readonly records: string[][];
  /** Index of the first byte behind each record's line end. */
  readonly ends: number[];
}

export interface CsvRecordsOptions {
  /** A byte. */
  readonly delimiter: number;
  readonly end: number;
  readonly maxRecords: number;
  /** A record stops growing there. */
  readonly maxCells: number;
}

/** The first records, empty lines left out; one that `end` cuts off is not among them. Makes texts of all cells: for heads. */
export function csvRecords(
  bytes: Uint8Array,
  { delimiter, end, maxRecords, maxCells }: CsvRecordsOptions,
): CsvRecords {
  const cells = new CellReader(delimiter);
  const records: string[][] = [];
  const ends: number[] = [];
  let record: string[] = [];
  let at = 0;
  while (at < end && records.length < maxRecords) {
    if (record.length === 0 && (bytes[at] === LF || bytes[at] === CR)) {
      at++;
      continue;
    }
    const to = cells.end(bytes, at, end);
    if (to < 0) break;
    record.push(cells.text(bytes, at, to));
    at = to + 1;
    if (bytes[to] === delimiter && record.length < maxCells) continue;
    records.push(record);
    ends.push(at);
    record = [];
  }
  return { records, ends };
}
