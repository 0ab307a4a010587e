// Makes the clips of a table anew: from what was kept of the table, under the roles that its columns have by now, with
// what lists said and what was set aside.

import type { Dataset, DatasetTable } from '$lib/core/dataset-types';
import { EarmarkError } from '$lib/core/errors';
import type { KeptTable } from '$lib/datasets/tables/kept-table';
import { tableDataset } from '$lib/datasets/tables/table-dataset';
import { tableStore } from '$lib/storage/table-store';

/** What can be chosen of a table. */
export type TableChoice = Pick<DatasetTable, 'columns' | 'target' | 'subset'>;

/** Another dataset than one of a table stays as it is. @throws EarmarkError `table-values-missing` */
export async function remakeTable(known: Dataset, choice?: Partial<TableChoice>): Promise<Dataset> {
  const { table } = known;
  if (!table) return known;
  const { tableWorker } = await import('./workers');
  const reading = { ...table, ...choice };
  const kept = await keptTable(table);
  const clips = await tableWorker.run((api) => api.clips(reading));
  return tableDataset({ kept, reading, clips, known });
}

/** @throws EarmarkError `table-values-missing` */
export async function keptTable({ id }: Pick<DatasetTable, 'id'>): Promise<KeptTable> {
  const kept = await tableStore.get(id);
  if (!kept) throw new EarmarkError('table-values-missing', 'nothing');
  return kept;
}
