// Lists dropped along with (or after) the clips that they are about: genre, artist, and which part of a split a clip
// is in. The files of one split ("train_filtered.txt", "test_filtered.txt") are one list.

import type { Clip, Dataset } from '$lib/core/dataset-types';
import { EarmarkError } from '$lib/core/errors';
import { applyClipList } from '$lib/datasets/clip-list';
import type { ClipListEntry } from '$lib/datasets/formats/format';
import { listNameOf } from '$lib/datasets/list-name';
import type { FileItem } from './file-intake';
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
}

const LIST_NAME = /\.(csv|tsv|txt)$/i;
const HEAD_BYTES = 4096;
const MAX_LIST_BYTES = 50e6;

/** Takes the lists out of what was dropped; one that cannot be read is named and left out. */
export async function readClipLists(
  dropped: readonly FileItem[],
  notices: NoticeState,
): Promise<SortedItems> {
  const candidates = dropped.filter((item) => LIST_NAME.test(item.path));
  if (candidates.length === 0) return { items: dropped, lists: [] };
  const { findFormat } = await import('$lib/datasets/formats/registry');
  const read = new Set<FileItem>();
  const lists = new Map<string, ClipListEntry[]>();
  for (const item of candidates) {
    try {
      if (item.bytes > MAX_LIST_BYTES) continue; // not a list; a zip must not unpack it for nothing
      const file = await item.open();
      const format = findFormat(item.path, await file.slice(0, HEAD_BYTES).text());
      if (!format) {
        // Texts lie about in every music folder; a table was most likely meant.
        if (!/\.txt$/i.test(item.path)) {
          throw new EarmarkError('clip-list-invalid', `${item.path}, without such a column`);
        }
        continue;
      }
      read.add(item);
      const entries = format.parse(item.path, await file.text());
      const name = listNameOf(item.path);
      lists.set(name, [...(lists.get(name) ?? []), ...entries]);
    } catch (error) {
      notices.showError(error);
    }
  }
  return {
    items: dropped.filter((item) => !read.has(item)),
    lists: [...lists].map(([name, entries]) => ({ name, entries })),
  };
}

export interface ApplyListsOptions {
  readonly dataset: Dataset;
  readonly lists: readonly ClipList[];
  readonly notices: NoticeState;
  /** For taking the lists back. */
  readonly edit: EditDataset;
}

/** The dataset with what the lists say of its clips, one list after another; tells what they said, with a way back. */
export function applyLists({ dataset, lists, notices, edit }: ApplyListsOptions): Dataset {
  if (lists.length === 0) return dataset;
  const lines = lists.reduce((sum, { entries }) => sum + entries.length, 0);
  if (dataset.clips.length === 0) {
    const text = `The list names ${lines} files, but there is no music yet: choose the music (or a table of features) together with its list.`;
    notices.show({ level: 'warning', code: 'clip-list-applied', text });
    return dataset;
  }
  let listed = dataset;
  let anyMatched = false;
  const told = lists.map(({ name, entries }) => {
    const { clips, matched, unmatched } = applyClipList(listed.clips, entries);
    const saysSplit = matched > 0 && entries.some(({ split }) => split !== undefined);
    const replaced = saysSplit ? replacedBy(name, listed) : '';
    listed = { ...listed, clips, ...(saysSplit && { splitName: name || undefined }) };
    anyMatched ||= matched > 0;
    const list = name ? `The list “${name}”` : 'The list';
    return `${list} says something about ${matched} of ${clips.length} clips; ${unmatched.length} of its lines fit none.${replaced}`;
  });
  const undo = (): Promise<void> => edit(dataset.id, (saved) => withoutLists(saved, dataset));
  notices.show({
    level: anyMatched ? 'info' : 'warning',
    code: 'clip-list-applied',
    text: told.join(' '),
    actions: anyMatched ? [{ label: 'Undo', run: () => notices.guard(undo()) }] : [],
  });
  return listed;
}

function replacedBy(name: string, { splitName, clips }: Dataset): string {
  if (splitName === name || !clips.some(({ split }) => split)) return '';
  return ` It replaces ${splitName ? `the split “${splitName}”` : 'the split that was there'}.`;
}

/** As the clips were before, whatever else has changed meanwhile. */
function withoutLists(dataset: Dataset, before: Dataset): Dataset {
  const earlier = new Map(before.clips.map((clip) => [clip.id, clip]));
  const restore = (clip: Clip): Clip => {
    const { genre, artist, split } = earlier.get(clip.id) ?? clip;
    return { ...clip, genre, artist, split };
  };
  return { ...dataset, clips: dataset.clips.map(restore), splitName: before.splitName };
}
