// Finds the tables of features among what was dropped. They are told by what is in them, not by their size or name.

import { isIgnorableFile } from '$lib/datasets/ignorable-files';
import type { TableKind } from '$lib/datasets/tables/table-kind';
import type { FileItem } from './file-intake';
import type { TableItems } from './import-table';

export interface SortedTables {
  readonly tables: readonly TableItems[];
  /** Everything else; what lies in a table's folder and belongs to it is left out. */
  readonly items: readonly FileItem[];
  /** Of the tables those that say the genre of recordings dropped along with them: lists for these. */
  readonly lists: readonly FileItem[];
  /** FMA's tracks.csv (and genres.csv) where its recordings were dropped along: they say the genres of these. */
  readonly fmaLists: readonly TableItems[];
}

const MAIN_OF_FMA: ReadonlySet<TableKind> = new Set(['fma-features', 'fma-tracks']);
const USED_OF_FMA: ReadonlySet<TableKind> = new Set([...MAIN_OF_FMA, 'fma-genres']);
const MAY_BE_TABLE = /\.(csv|tsv|tab|txt|parquet|pq)$/i;
const CSV_NAME = /\.(csv|tsv)$/i;
/** What else lies in the folder of FMA's tables: neither audio nor lists of clips. */
const BESIDE_FMA = /(^|\/)(not_found\.pickle|checksums|echonest\.csv|raw_\w+\.csv)$/i;

/** Rejects with the signal's reason when it is aborted. */
export async function takeTables(
  dropped: readonly FileItem[],
  signal?: AbortSignal,
): Promise<SortedTables> {
  const candidates = dropped.filter(({ path }) => MAY_BE_TABLE.test(path) && !isSystemFile(path));
  if (candidates.length === 0) return { tables: [], items: dropped, lists: [], fmaLists: [] };
  const { isFmaRecording, listsRecordings, TABLE_HEAD_BYTES } =
    await import('$lib/datasets/tables/table-kind');
  const recordings = dropped.map(({ path }) => path).filter((path) => !isIgnorableFile(path));
  const kinds = new Map<FileItem, TableKind>();
  const lists: FileItem[] = [];
  for (const item of candidates) {
    signal?.throwIfAborted();
    // One that cannot be read is told where it is read.
    const head = await headOf(item, TABLE_HEAD_BYTES).catch(() => null);
    const kind = head && (await kindOf(item.path, head));
    if (kind) kinds.set(item, kind);
    if (head && kind === 'csv' && listsRecordings(head, recordings)) lists.push(item);
  }
  const { tables, items } = sortTables(dropped, kinds);
  if (!recordings.some(isFmaRecording)) return { tables, items, lists, fmaLists: [] };
  return { ...withoutFmaLists(tables, kinds), items, lists };
}

/** FMA's tracks without features are no table, but say what its recordings are; with features they are both. */
function withoutFmaLists(
  tables: readonly TableItems[],
  kinds: ReadonlyMap<FileItem, TableKind>,
): Pick<SortedTables, 'tables' | 'fmaLists'> {
  const named = (items: TableItems, kind: TableKind) =>
    items.find((item) => kinds.get(item) === kind);
  return {
    tables: tables.filter((items) => !named(items, 'fma-tracks') || named(items, 'fma-features')),
    fmaLists: tables.flatMap((items): TableItems[] => {
      const tracks = named(items, 'fma-tracks');
      const genres = named(items, 'fma-genres');
      return tracks ? [genres ? [tracks, genres] : [tracks]] : [];
    }),
  };
}

/** What is wrong with a CSV that is neither a table at first sight nor a list is said where it is read as a table. */
async function kindOf(path: string, head: Uint8Array): Promise<TableKind | null> {
  const { tableKind } = await import('$lib/datasets/tables/table-kind');
  const kind = tableKind(path, head);
  if (kind !== null || !CSV_NAME.test(path)) return kind;
  const { findFormat } = await import('$lib/datasets/formats/registry');
  const text = new TextDecoder().decode(head);
  const hasLines = text.trim().includes('\n');
  return hasLines && findFormat(path, text) ? null : 'csv';
}

/** FMA's tables are several files of one folder; any other is one file. */
export function sortTables(
  dropped: readonly FileItem[],
  kinds: ReadonlyMap<FileItem, TableKind>,
): Pick<SortedTables, 'tables' | 'items'> {
  const taken = new Set<FileItem>();
  const tables: TableItems[] = [];
  const isMain = (item: FileItem): boolean => MAIN_OF_FMA.has(kinds.get(item) ?? 'csv');
  for (const item of dropped.filter(isMain)) {
    if (taken.has(item)) continue;
    const folder = dropped.filter(({ path }) => folderOf(path) === folderOf(item.path));
    const used = folder.filter((other) => USED_OF_FMA.has(kinds.get(other) ?? 'csv'));
    const [first = item, ...others] = used;
    tables.push([first, ...others]);
    for (const other of folder) {
      const kind = kinds.get(other);
      if (kind?.startsWith('fma') || BESIDE_FMA.test(other.path)) taken.add(other);
    }
  }
  for (const [item, kind] of kinds) {
    if (kind !== 'csv' && kind !== 'parquet') continue;
    tables.push([item]);
    taken.add(item);
  }
  return { tables, items: dropped.filter((item) => !taken.has(item)) };
}

async function headOf({ zipped, open }: FileItem, maxBytes: number): Promise<Uint8Array> {
  if (!zipped) return new Uint8Array(await (await open()).slice(0, maxBytes).arrayBuffer());
  const reader = zipped.stream().getReader();
  const head = new Uint8Array(maxBytes);
  let length = 0;
  while (length < maxBytes) {
    const { done, value } = await reader.read();
    if (done) return head.subarray(0, length);
    const part = value.subarray(0, maxBytes - length);
    head.set(part, length);
    length += part.length;
  }
  await reader.cancel();
  return head;
}

function folderOf(path: string): string {
  return path.split('/').slice(0, -1).join('/');
}

/** Copies that systems leave beside the files ("__MACOSX/._features.csv"). */
function isSystemFile(path: string): boolean {
  return isIgnorableFile(`${path}.wav`);
}
