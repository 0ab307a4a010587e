// Lists dropped along with (or after) the clips that they are about: genre or labels, artist, and which part of a split a clip
// is in. The files of one split ("train_filtered.txt", "test_filtered.txt") are one list.

import type { Clip, Dataset } from '$lib/core/dataset-types';
import { toEarmarkError, type EarmarkError } from '$lib/core/errors';
import { formatCount } from '$lib/core/format';
import { applyClipList } from '$lib/datasets/clip-list';
import { importedList, saysSplit, splitListOf, withLists } from '$lib/datasets/imported-lists';
import type { ClipListEntry } from '$lib/datasets/formats/format';
import { hasSeveralLabels } from '$lib/datasets/label-sets';
import { listNameOf } from '$lib/datasets/list-name';
import type { FileItem } from './file-intake';
import type { AppliedList } from './import-status';
import type { NoticeState } from './notices.svelte';
import type { EditDataset } from './set-aside';

export interface ClipList {
  /** What the names of its files have in common; "" where that is nothing. */
  readonly name: string;
  readonly entries: readonly ClipListEntry[];
}

export interface SortedItems {
  readonly items: readonly FileItem[];
  /** By name, in the order in which they came. */
  readonly lists: readonly ClipList[];
  /** One a list that could not be read. */
  readonly failures: readonly EarmarkError[];
}

const LIST_NAME = /\.(csv|tsv|txt)$/i;
const HEAD_BYTES = 4096;
const MAX_LIST_BYTES = 50e6;

/** Takes the lists out of what was dropped; one that cannot be read is left out, with the reason. */
export async function readClipLists(dropped: readonly FileItem[]): Promise<SortedItems> {
  const candidates = dropped.filter((item) => LIST_NAME.test(item.path));
  if (candidates.length === 0) return { items: dropped, lists: [], failures: [] };
  const { findFormat } = await import('$lib/datasets/formats/registry');
  const read = new Set<FileItem>();
  const failures: EarmarkError[] = [];
  const lists = new Map<string, ClipListEntry[]>();
  for (const item of candidates) {
    try {
      if (item.bytes > MAX_LIST_BYTES) continue; // not a list; a zip must not unpack it for nothing
      const file = await item.open();
      const format = findFormat(item.path, await file.slice(0, HEAD_BYTES).text());
      if (!format) continue; // texts lie about in every music folder
      read.add(item);
      const entries = format.parse(item.path, await file.text());
      const name = listNameOf(item.path);
      lists.set(name, [...(lists.get(name) ?? []), ...entries]);
    } catch (error) {
      failures.push(toEarmarkError(error, 'file-unreadable'));
    }
  }
  return {
    items: dropped.filter((item) => !read.has(item)),
    lists: [...lists].map(([name, entries]) => ({ name, entries })),
    failures,
  };
}

export interface ApplyListsOptions {
  readonly dataset: Dataset;
  readonly lists: readonly ClipList[];
  readonly notices: NoticeState;
  /** For taking the lists back. */
  readonly edit: EditDataset;
  /** Makes the clips of a table anew; leaves other datasets as they are. */
  readonly remake: (dataset: Dataset) => Promise<Dataset>;
}

export interface ListedDataset {
  readonly dataset: Dataset;
  readonly applied: readonly AppliedList[];
}

/** The dataset with what the lists say of its clips, one list after another; tells what they said, with a way back. */
export function applyLists(options: ApplyListsOptions): ListedDataset {
  const { dataset, lists, notices, edit, remake } = options;
  if (lists.length === 0) return { dataset, applied: [] };
  const lines = lists.reduce((sum, { entries }) => sum + entries.length, 0);
  if (dataset.clips.length === 0) {
    const text = `The list names ${formatCount(lines)} files, but there is no music yet: choose the music (or a table of features) together with its list.`;
    notices.show({ level: 'warning', code: 'clip-list-applied', text });
    return { dataset, applied: [] };
  }
  const applied: AppliedList[] = [];
  const names = new Set(lists.map(({ name }) => name));
  let listed = dataset;
  const told = lists.map((list) => {
    const { matched, unmatched } = applyClipList(listed.clips, list.entries);
    const replaced = matched > 0 ? replacedBy(list, listed) : '';
    if (matched > 0) listed = withList(listed, list);
    const clips = listed.clips.length;
    applied.push({ name: list.name, matched, clips });
    const what = list.name ? `The list “${list.name}”` : 'The list';
    const lone =
      unmatched.length === 0 ? '' : `; ${formatCount(unmatched.length)} of its lines fit no clip`;
    return `${what} says something about ${formatCount(matched)} of ${formatCount(clips)} clips${lone}.${replaced}`;
  });
  const isOfUse = listed !== dataset;
  const undo = (): Promise<void> =>
    edit(dataset.id, (saved) => remake(withoutLists(saved, dataset, lists)));
  const saysSeveral = hasSeveralLabels(listed.clips) && !hasSeveralLabels(dataset.clips);
  const oneGenre = (): Promise<void> =>
    edit(dataset.id, (saved) => Promise.resolve(withMainGenres(saved, names)));
  notices.show({
    level: isOfUse ? 'info' : 'warning',
    code: 'clip-list-applied',
    text: told.join(' '),
    actions: isOfUse
      ? [
          { label: 'Undo', run: () => notices.guard(undo()) },
          ...(saysSeveral
            ? [{ label: 'Learn one genre a clip', run: () => notices.guard(oneGenre()) }]
            : []),
        ]
      : [],
  });
  return { dataset: listed, applied };
}

function withList(dataset: Dataset, { name, entries }: ClipList): Dataset {
  const { lists = [] } = dataset;
  const list = importedList(
    name,
    entries,
    lists.find((other) => other.name === name),
  );
  const all = [...lists.filter((other) => other.name !== name), list];
  if (!saysSplit(list)) return { ...dataset, lists: all, clips: withLists(dataset.clips, [list]) };
  const clips = withLists(dataset.clips, [list], list);
  return { ...dataset, lists: all, clips, splitName: name || undefined };
}

function replacedBy(
  { name, entries }: ClipList,
  { splitName, lists = [], clips }: Dataset,
): string {
  const isSplit = entries.some(({ split }) => split !== undefined);
  if (!isSplit || !clips.some(({ split }) => split)) return '';
  if ((splitName ?? '') === name && lists.some((list) => list.name === name && saysSplit(list))) {
    return ''; // it goes on with it
  }
  const still = lists.some((list) => list.name === splitName && saysSplit(list));
  const choice = still ? ', which can still be chosen where a run is set up' : '';
  return ` It replaces ${splitName ? `the split “${splitName}”` : 'the split that was there'}${choice}.`;
}

/** The genres that the lists say, without the other labels of a clip. */
function withMainGenres(saved: Dataset, names: ReadonlySet<string>): Dataset {
  const clips = saved.clips.map((clip): Clip => ({ ...clip, labels: undefined }));
  const lists = saved.lists?.map((list) =>
    names.has(list.name)
      ? { ...list, says: list.says.map((said) => ({ ...said, labels: undefined })) }
      : list,
  );
  return { ...saved, clips, lists };
}

/** As if these lists had never been there, whatever else has changed meanwhile. (Clips of a table are made anew after it.) */
function withoutLists(saved: Dataset, before: Dataset, applied: readonly ClipList[]): Dataset {
  const names = new Set(applied.map(({ name }) => name));
  const earlierList = new Map(before.lists?.map((list) => [list.name, list]));
  const later = saved.lists?.filter(({ name }) => !names.has(name)) ?? [];
  const added = later.filter(({ name }) => !earlierList.has(name));
  const lists = [...(before.lists ?? []), ...added];
  const earlier = new Map(before.clips.map((clip) => [clip.id, clip]));
  const restored = saved.clips.map((clip): Clip => {
    const { genre, labels, artist, split } = earlier.get(clip.id) ?? clip;
    return { ...clip, genre, labels, artist, split };
  });
  const splitList = splitListOf(added);
  const clips = withLists(restored, added, splitList);
  const splitName = splitList ? splitList.name || undefined : before.splitName;
  return { ...saved, clips, lists, splitName };
}
