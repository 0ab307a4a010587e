// Where the rows of a table are in its file. Lines count as an editor counts them, with the header, empty lines and the
// line ends inside of cells.

import { formatCount } from '../../core/format';

/**
 * [row, line] of the first row and of each that does not follow on the line below the row before it; rows from 0, lines
 * from 1. None for a file without lines.
 */
export type RowLines = readonly (readonly [row: number, line: number])[];

/** Line of a row; null in a file without lines. */
export function lineOfRow(lines: RowLines, row: number): number | null {
  let low = 0;
  let high = lines.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (lines[middle]![0] <= row) low = middle + 1;
    else high = middle;
  }
  const mark = lines[low - 1];
  return mark ? mark[1] + (row - mark[0]) : null;
}

/** "line 12" of a file of text, "row 11" of another. */
export function placeOfRow(lines: RowLines, row: number): string {
  const line = lineOfRow(lines, row);
  return line === null ? `row ${formatCount(row + 1)}` : placeOfLine(line);
}

export function placeOfLine(line: number): string {
  return `line ${formatCount(line)}`;
}

/** Notes the lines of rows as they are read. */
export class RowLineLog {
  readonly lines: [row: number, line: number][] = [];
  #nextRow = 0;
  #nextLine = 0;

  add(line: number): void {
    if (line !== this.#nextLine || this.#nextRow === 0) this.lines.push([this.#nextRow, line]);
    this.#nextRow++;
    this.#nextLine = line + 1;
  }
}

const LF = 10;
const CR = 13;

/**
 * Line ends from `from` to `to`; CR and LF together are one, also where the CR lies before `from`.
 * @param codes bytes, or the code units of a text
 */
export function countLineEnds(codes: ArrayLike<number>, from: number, to: number): number {
  let count = 0;
  for (let at = from; at < to; at++) {
    if (codes[at] === CR || (codes[at] === LF && codes[at - 1] !== CR)) count++;
  }
  return count;
}
