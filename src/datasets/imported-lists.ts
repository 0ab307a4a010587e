// Lists as a dataset keeps them: what each said, by its name, so that it can be said again of clips that are made anew and
// each split can be chosen. How an entry finds its clip is `clip-list.ts`.

import type { Clip, ImportedList, ListedFiles } from '../core/dataset-types';
import { applyClipList } from './clip-list';
import type { ClipListEntry } from './formats/format';

/** @param known the list of the same name that is there already: parts that come one by one add up */
export function importedList(
  name: string,
  entries: readonly ClipListEntry[],
  known?: ImportedList,
): ImportedList {
  return { name, says: packed(known ? joined(entriesOf(known), entries) : entries) };
}

export function saysSplit({ says }: ImportedList): boolean {
  return says.some(({ split }) => split !== undefined);
}

/** The list whose split counts: the newest that names one. */
export function splitListOf(lists: readonly ImportedList[]): ImportedList | undefined {
  return lists.findLast(saysSplit);
}

/**
 * Clips with the genres, labels and artists of all lists, of which later ones win.
 * @param splitList the one that says the split, instead of what the clips say; without one that stays
 */
export function withLists(
  clips: readonly Clip[],
  lists: readonly ImportedList[],
  splitList?: ImportedList,
): readonly Clip[] {
  let listed = clips;
  for (const list of lists) {
    const before = listed;
    const said = applyClipList(withoutSplit(before), entriesOf(list)).clips;
    listed = said.map((clip, i): Clip => {
      const { split } = list === splitList ? clip : before[i]!;
      return { ...clip, split };
    });
  }
  return listed;
}

/** Clips under the split of a list and no other. */
export function withSplitOf(clips: readonly Clip[], list: ImportedList | undefined): Clip[] {
  const unsplit = withoutSplit(clips);
  if (!list) return unsplit;
  const said = applyClipList(unsplit, entriesOf(list)).clips;
  return unsplit.map((clip, i) => ({ ...clip, split: said[i]!.split }));
}

function withoutSplit(clips: readonly Clip[]): Clip[] {
  return clips.map((clip) => ({ ...clip, split: undefined }));
}

function entriesOf({ says }: ImportedList): ClipListEntry[] {
  return says.flatMap(({ files, ...rest }) => files.map((file) => ({ file, ...rest })));
}

function packed(entries: readonly ClipListEntry[]): ListedFiles[] {
  const groups = new Map<string, ListedFiles & { readonly files: string[] }>();
  for (const { file, genre, labels, artist, split } of entries) {
    const key = JSON.stringify([genre, labels, artist, split]);
    const group = groups.get(key);
    if (group) group.files.push(file);
    else groups.set(key, { genre, labels, artist, split, files: [file] });
  }
  return [...groups.values()];
}

/** A whole split that comes again replaces the parts of the earlier one; anything else adds to what was said of a file. */
function joined(known: readonly ClipListEntry[], entries: readonly ClipListEntry[]) {
  const parts = new Set(entries.map(({ split }) => split));
  const isWholeSplit = parts.has('train') && parts.has('test');
  const kept = isWholeSplit ? known.map((entry) => ({ ...entry, split: undefined })) : known;
  const earlier = new Map(kept.map((entry) => [entry.file, entry]));
  const files = new Set(entries.map(({ file }) => file));
  return [
    ...kept.filter(({ file }) => !files.has(file)),
    ...entries.map(({ file, genre, labels, artist, split }): ClipListEntry => {
      const before = earlier.get(file);
      return {
        file,
        genre: genre ?? before?.genre,
        labels: labels ?? before?.labels,
        artist: artist ?? before?.artist,
        split: split ?? before?.split,
      };
    }),
  ];
}
