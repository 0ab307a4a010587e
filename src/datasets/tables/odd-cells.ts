// Keeps count of cells in columns of numbers that say something else, or a number beyond float32: how many, and the first.

import type { ErrorRecord } from '../../core/errors';
import { formatCount } from '../../core/format';

export interface OddCellAt {
  /** "line 12" of a file of text, "row 11" of another. */
  readonly where: string;
  readonly text: string;
  readonly isTooLarge: boolean;
}

interface Tally {
  count: number;
  readonly first: OddCellAt;
}

/** A column of which more cells are no numbers is one of text. */
export const MAX_ODD_SHARE = 0.2;
const SHOWN_COLUMNS = 5;

export class OddCells {
  readonly #notNumbers = new Map<string, Tally>();
  readonly #tooLarge = new Map<string, Tally>();

  add(column: string, cell: OddCellAt): void {
    const tallies = cell.isTooLarge ? this.#tooLarge : this.#notNumbers;
    const known = tallies.get(column);
    if (known) known.count++;
    else tallies.set(column, { count: 1, first: cell });
  }

  /** Cells of a column that are no numbers. */
  countOf(column: string): number {
    return this.#notNumbers.get(column)?.count ?? 0;
  }

  get notes(): ErrorRecord[] {
    return [
      ...noteOf('note-table-cells', this.#notNumbers),
      ...noteOf('note-table-too-large', this.#tooLarge),
    ];
  }
}

function noteOf(code: ErrorRecord['code'], tallies: ReadonlyMap<string, Tally>): ErrorRecord[] {
  if (tallies.size === 0) return [];
  const shown = [...tallies].slice(0, SHOWN_COLUMNS).map(([column, { count, first }]) => {
    const cells = count === 1 ? '1 cell' : `${formatCount(count)} cells, the first`;
    return `${cells} in column "${column}", ${first.where} ("${first.text.slice(0, 40)}")`;
  });
  const more = tallies.size - shown.length;
  return [{ code, got: shown.join('; ') + (more > 0 ? `; and in ${more} more columns` : '') }];
}
