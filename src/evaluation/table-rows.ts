// What a trainer learns from where clips are rows of a table of features that was imported.

import { EarmarkError } from '../core/errors';
import type { Matrix } from '../core/matrix';
import type { TableInput } from '../trainers/trainer';
import type { Example } from './examples';

/** Reads rows of imported tables: of each the columns in the order given; NaN is missing. */
export interface RowReader {
  rows(tableId: string, rowNumbers: ArrayLike<number>, columns: readonly string[]): Promise<Matrix>;
}

/** The columns of a table that are learned from, in that order. */
export interface FeatureColumns {
  readonly tableId: string;
  readonly columns: readonly string[];
  /** What a model calls them. */
  readonly names: readonly string[];
}

/** One row an example, in the order given. @throws EarmarkError `table-values-missing` */
export async function inputOfRows(
  { tableId, columns, names }: FeatureColumns,
  examples: readonly Pick<Example, 'row' | 'id'>[],
  reader: RowReader,
): Promise<TableInput> {
  const rowNumbers = Int32Array.from(examples, ({ row, id }) => {
    if (row !== undefined) return row;
    throw new EarmarkError('table-values-missing', `the clip ${id}, which is no row of the table`);
  });
  const matrix = await reader.rows(tableId, rowNumbers, columns);
  return { kind: 'table', matrix, columnNames: names };
}
