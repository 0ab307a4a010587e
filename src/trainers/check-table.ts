// What every trainer over tables asks of its input before it learns.

import { EarmarkError } from '../core/errors';
import type { Labels, TableInput } from './trainer';
import { checkColumns } from './trees/fitted-trees';

/** Throws `dataset-too-few-genres`, `features-missing` or `model-incompatible` (columns without a name each). */
export function checkTable(x: TableInput, { indices, classes }: Labels): void {
  if (classes.length < 2) {
    throw new EarmarkError('dataset-too-few-genres', `${classes.length} in the training clips`);
  }
  const { rows } = x.matrix;
  if (rows !== indices.length || rows === 0) {
    throw new EarmarkError('features-missing', `${rows} for ${indices.length} clips`);
  }
  if (x.matrix.columns === 0) throw new EarmarkError('features-missing', 'a table of no columns');
  checkColumns(x, x.columnNames);
}
