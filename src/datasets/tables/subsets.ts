// FMA's subsets lie inside one another: small in medium in large in full. Other words are subsets apart.

import type { TableColumn } from '../../core/dataset-types';

/** Full has the rows of large (with the whole tracks, where there is audio). */
const NESTED = ['small', 'medium', 'large', 'full'];

/** @param cell of the column with the role 'subset' */
export function isInSubset(cell: string, subset: string): boolean {
  const inner = NESTED.indexOf(cell.toLowerCase());
  const outer = NESTED.indexOf(subset.toLowerCase());
  return inner >= 0 && outer >= 0 ? inner <= outer : cell === subset;
}

export interface SubsetChoice {
  readonly value: string;
  /** Rows that belong to it, with or without a label. */
  readonly rows: number;
}

/** The subsets that a table offers, the smallest first; none without a column of them. */
export function subsetsOfTable(
  columns: readonly TableColumn[],
  texts: ReadonlyMap<string, readonly string[]>,
): SubsetChoice[] {
  const column = columns.find(({ role }) => role === 'subset');
  const cells = column ? (texts.get(column.name) ?? []) : [];
  const counts = new Map<string, number>();
  for (const cell of cells) if (cell !== '') counts.set(cell, (counts.get(cell) ?? 0) + 1);
  const words = [...counts.keys()];
  const isNested = words.length > 0 && words.every((word) => NESTED.includes(word.toLowerCase()));
  const values = isNested ? NESTED : words.toSorted();
  return values.map((value) => ({
    value,
    rows: words
      .filter((word) => isInSubset(word, value))
      .reduce((sum, word) => sum + counts.get(word)!, 0),
  }));
}
