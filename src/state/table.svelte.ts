// The table behind the current dataset: how its columns were read, and other roles for them. What was kept when the
// table was read is enough: its files are not needed again.

import type { ColumnRole, Dataset, DatasetTable } from '$lib/core/dataset-types';
import { formatCount } from '$lib/core/format';
import type { KeptTable } from '$lib/datasets/tables/kept-table';
import type { SubsetChoice } from '$lib/datasets/tables/subsets';
import { withRole } from '$lib/datasets/tables/table-dataset';
import type { NoticeState } from './notices.svelte';
import { keptTable, remakeTable, type TableChoice } from './remake-table';
import type { EditDataset } from './set-aside';
import { tableWorker } from './workers';

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
    return this.setRoles(dataset, [column], role);
  }

  /** The same role for several columns, in one go. */
  setRoles(dataset: Dataset, columns: readonly string[], role: ColumnRole): Promise<void> {
    const { table } = dataset;
    if (!table) return Promise.resolve();
    let choice: TableChoice = table;
    for (const column of columns) choice = { ...choice, ...withRole(choice, column, role) };
    return this.change(dataset, choice);
  }

  /** Makes the clips anew, with a way back that leaves alone what else has changed meanwhile. */
  async change({ id, table }: Dataset, choice: Partial<TableChoice>): Promise<void> {
    if (!table || this.changing) return;
    this.changing = true;
    try {
      let before: TableChoice = table;
      let clips: [before: number, now: number] = [0, 0];
      await this.#edit(id, async (known) => {
        before = known.table ?? table;
        const remade = await remakeTable(known, choice);
        clips = [known.clips.length, remade.clips.length];
        return remade;
      });
      const { columns, target, subset } = before;
      const undo = (): Promise<void> =>
        this.#edit(id, (known) => remakeTable(known, { columns, target, subset }));
      this.#notices.show({
        level: 'info',
        code: 'table-read-anew',
        text: `The table was read anew: ${formatCount(clips[1])} clips now, ${formatCount(clips[0])} before.`,
        actions: [{ label: 'Undo', run: () => this.#notices.guard(undo()) }],
      });
    } finally {
      this.changing = false;
    }
  }
}
