// Lists dropped along with (or after) the audio: genre, artist, and which part of a split a clip is in.

import { EarmarkError } from '$lib/core/errors';
import type { ClipListEntry } from '$lib/datasets/formats/format';
import type { FileItem } from './file-intake';
import type { NoticeState } from './notices.svelte';

export interface SortedItems {
  readonly items: readonly FileItem[];
  /** Every line of every list that was among the files. */
  readonly listed: readonly ClipListEntry[];
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
  if (candidates.length === 0) return { items: dropped, listed: [] };
  const { findFormat } = await import('$lib/datasets/formats/registry');
  const lists = new Set<FileItem>();
  const listed: ClipListEntry[] = [];
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
      lists.add(item);
      listed.push(...format.parse(item.path, await file.text()));
    } catch (error) {
      notices.showError(error);
    }
  }
  return { items: dropped.filter((item) => !lists.has(item)), listed };
}
