// One import of tables of features: a worker reads each and keeps its values, and its rows become the clips of a
// dataset of its own.

import { proxy } from 'comlink';
import type { Dataset } from '$lib/core/dataset-types';
import { EarmarkError, isAbort, toEarmarkError } from '$lib/core/errors';
import { firstReading, tableDataset, tableDatasetId } from '$lib/datasets/tables/table-dataset';
import type { TableSource } from '$lib/rpc/table-interface';
import { datasetStore } from '$lib/storage/dataset-store';
import type { ClipList } from './clip-lists';
import type { FileItem } from './file-intake';
import type { ImportProgress, ImportSession, ReadTableFile } from './import-status';
import { ProgressClock } from './progress-clock';
import { tableWorker } from './workers';

/** The files of one table. */
export type TableItems = readonly [FileItem, ...FileItem[]];

export interface ImportTablesOptions {
  readonly tables: readonly TableItems[];
  /** Stopping leaves nothing of the table that was being read. */
  readonly signal: AbortSignal;
  onProgress(progress: ImportProgress): void;
  /** Called for each table that was read. */
  onDataset(dataset: Dataset): Promise<void>;
}

export interface ImportedTables {
  readonly session: ImportSession;
  /** One a table that could not be read: one table's failure is no other's. */
  readonly failures: readonly EarmarkError[];
}

/** Rejects only when it is stopped. */
export async function importTables(options: ImportTablesOptions): Promise<ImportedTables> {
  const { tables, signal, onDataset } = options;
  const startedAt = performance.now();
  const failures: EarmarkError[] = [];
  const read: ReadTableFile[] = [];
  for (const items of tables) {
    try {
      const dataset = await importTable(items, options);
      await onDataset(dataset);
      read.push({ file: nameOf(items[0]), rows: dataset.table?.rows ?? 0 });
    } catch (error) {
      if (isAbort(error) || signal.aborted) throw error;
      failures.push(withNames(toEarmarkError(error, 'file-unreadable'), items));
    }
  }
  const seconds = (performance.now() - startedAt) / 1000;
  const counts = { done: read.length, total: tables.length, cached: 0 };
  return { session: { ...counts, seconds, stopped: false, tables: read }, failures };
}

/** What FMA's tracks.csv says of recordings that were dropped along with it. Rejects only when it is stopped. */
export async function readFmaLists(
  fmaLists: readonly TableItems[],
  recordings: readonly FileItem[],
  signal: AbortSignal,
): Promise<{ lists: ClipList[]; failures: EarmarkError[] }> {
  const lists: ClipList[] = [];
  const failures: EarmarkError[] = [];
  const paths = recordings.map(({ path }) => path);
  for (const files of fmaLists) {
    try {
      const entries = await tableWorker.run(async (api) =>
        api.fmaList(await Promise.all(files.map(sourceOf)), paths, signal),
      );
      lists.push({ name: 'FMA', entries });
    } catch (error) {
      if (isAbort(error) || signal.aborted) throw error;
      failures.push(withNames(toEarmarkError(error, 'file-unreadable'), files));
    }
  }
  return { lists, failures };
}

async function importTable(
  items: TableItems,
  { signal, onProgress }: ImportTablesOptions,
): Promise<Dataset> {
  const sources = await Promise.all(items.map(sourceOf));
  const total = sources.reduce((sum, source) => sum + source.bytes, 0);
  const clock = new ProgressClock();
  const names = items.map(nameOf);
  const what = `Reading ${new Intl.ListFormat('en').format(names)}`;
  const tell = (fraction: number): void => {
    const done = Math.round(fraction * total);
    onProgress({ unit: 'bytes', done, total, ...clock.tick(done, total), what });
  };
  tell(0);
  return tableWorker.run(async (api) => {
    const kept = await api.read(sources, proxy({ onProgress: tell }), signal);
    const saved = await datasetStore.get(tableDatasetId(kept));
    const known = saved && { ...saved, quarantined: [] }; // as with music: another try for what was set aside
    const subsets = known ? [] : await api.subsets(kept);
    const values = subsets.map(({ value }) => value);
    const reading = known?.table ?? firstReading(kept, values);
    const clips = await api.clips(reading);
    return tableDataset({ kept, reading, clips, known });
  });
}

/** Says of which table it is, where it does not. */
function withNames(error: EarmarkError, items: TableItems): EarmarkError {
  const { code, got } = error;
  if (items.some((item) => got.includes(nameOf(item)))) return error;
  return new EarmarkError(code, `${nameOf(items[0])}: ${got}`, { cause: error });
}

function nameOf({ path }: FileItem): string {
  return path.split('/').at(-1) ?? path;
}

async function sourceOf({ path, bytes, open, zipped }: FileItem): Promise<TableSource> {
  if (zipped) return { name: path, bytes, file: zipped.zip, entryName: zipped.entryName };
  return { name: path, bytes, file: await open(), entryName: null };
}
