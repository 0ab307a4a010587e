// The table behind the current dataset: how its columns were read, and other roles for them. What was kept when the
// table was read is enough: its files are not needed again.

import type { ColumnRole, Dataset, DatasetTable } from '$lib/core/dataset-types';
import { EarmarkError } from '$lib/core/errors';
import type { KeptTable } from '$lib/datasets/tables/kept-table';
import type { SubsetChoice } from '$lib/datasets/tables/subsets';
import { tableDataset, withRole } from '$lib/datasets/tables/table-dataset';
import { tableStore } from '$lib/storage/table-store';
import type { NoticeState } from './notices.svelte';
import type { EditDataset } from './set-aside';
import { tableWorker } from './workers';

/** What can be chosen of a table. */
export type TableChoice = Pick<DatasetTable, 'columns' | 'target' | 'subset'>;

export interface TableDetails {
  readonly kept: KeptTable;
  /** Empty where no column says them. */
  readonly subsets: readonly SubsetChoice[];
}

export class TableState {
  /** Null until read, or where the dataset is no table. */
  details = $state.raw<TableDetails | null>(null);
  /** A change is being worked out. */
  changing = $state(false);
  readonly #notices: NoticeState;
  readonly #edit: EditDataset;
  #wanted: DatasetTable | null = null;

  constructor(notices: NoticeState, edit: EditDataset) {
    this.#notices = notices;
    this.#edit = edit;
  }

  /** Reads what was kept of the dataset's table. @throws EarmarkError `table-values-missing` */
  async show({ table }: Dataset): Promise<void> {
    this.#wanted = table ?? null;
    if (!table) {
      this.details = null;
      return;
    }
    if (this.details?.kept.id !== table.id) this.details = null;
    const kept = await keptTable(table);
    const subsets = await tableWorker.run((api) => api.subsets(table));
    if (this.#wanted === table) this.details = { kept, subsets };
  }

  setRole(dataset: Dataset, column: string, role: ColumnRole): Promise<void> {
    const { table } = dataset;
    return table ? this.change(dataset, withRole(table, column, role)) : Promise.resolve();
  }

  /** Makes the clips anew, with a way back. */
  async change(dataset: Dataset, choice: Partial<TableChoice>): Promise<void> {
    const { table } = dataset;
    if (!table || this.changing) return;
    this.changing = true;
    try {
      const reading = { ...table, ...choice };
      const kept = await keptTable(table);
      const clips = await tableWorker.run((api) => api.clips(reading));
      await this.#edit(dataset.id, (known) => tableDataset({ kept, reading, clips, known }));
      this.#notices.show({
        level: 'info',
        code: 'table-read-anew',
        text: `The table was read anew: ${count(clips.clips.length)} clips now, ${count(dataset.clips.length)} before.`,
        actions: [
          {
            label: 'Undo',
            run: () => this.#notices.guard(this.#edit(dataset.id, () => dataset)),
          },
        ],
      });
    } finally {
      this.changing = false;
    }
  }
}

function count(clips: number): string {
  return clips.toLocaleString('en');
}

async function keptTable({ id }: DatasetTable): Promise<KeptTable> {
  const kept = await tableStore.get(id);
  if (!kept) throw new EarmarkError('table-values-missing', 'nothing');
  return kept;
}
