// Columns under what they are about, and what their importances come to together.

import { groupBy } from '../../datasets/group-by';
import { columnTitle } from '../../features/column-title';

export interface Family {
  readonly name: string;
  /** Indices of its columns. */
  readonly columns: readonly number[];
}

/** In the order of their first columns. */
export function familiesOf(columnNames: readonly string[]): Family[] {
  const indices = columnNames.map((_, i) => i);
  return [...groupBy(indices, (i) => columnTitle(columnNames[i]!).family)].map(
    ([name, columns]) => ({ name, columns }),
  );
}

/** Sum over each family's columns. */
export function sumByFamily(families: readonly Family[], values: ArrayLike<number>): number[] {
  return families.map(({ columns }) => columns.reduce((sum, i) => sum + values[i]!, 0));
}
