// Turns openable files into a dataset: labels from all paths, one analysis a file, bad files set aside
// with a reason, the same audio counted once. What opening and analysing mean is handed in.

import type { Clip, Dataset } from '../core/dataset-types';
import { isAbort, toEarmarkError, type EarmarkError, type ErrorCode } from '../core/errors';
import type { AnalysedFile } from '../features/analyse-file';
import { indexClipList } from './clip-list';
import type { ClipListEntry } from './formats/format';
import { isIgnorableFile } from './ignorable-files';
import { ImportDraft, type ImportItem } from './import-draft';
import { labelPaths, type GenreSource, type PathLabel } from './labels';

export type { ImportItem };

export interface ImportUpdate {
  /** The dataset as it stands; made when asked for. */
  snapshot(): Dataset;
  /** Files that are finished, of `total`. */
  readonly done: number;
  readonly total: number;
  /** Finished files that needed no work: their features were there. */
  readonly cached: number;
  readonly path: string;
}

export interface ImportOptions<Item extends ImportItem> {
  readonly items: readonly Item[];
  /** What is there already; the result holds its clips too. */
  readonly dataset: Dataset;
  /** From lists that were dropped along: they know the genre of files without a genre's folder. */
  readonly listed?: readonly ClipListEntry[];
  /** Files in work at a time. */
  readonly concurrency: number;
  /** Stopping keeps what is finished. */
  readonly signal?: AbortSignal;
  analyse(item: Item): Promise<AnalysedFile>;
  /** Called for every file that became (or already was) a clip; of copies each one is. */
  onClip?(clip: Clip, item: Item): void;
  onUpdate?(update: ImportUpdate): void;
}

export interface ImportOutcome {
  readonly dataset: Dataset;
  readonly done: number;
  readonly total: number;
  readonly cached: number;
  /** Files, by what says their genre. */
  readonly genresFrom: Readonly<Record<GenreSource, number>>;
  readonly stopped: boolean;
  /** What ended the import early, if not the signal: no file after it would have fared better. */
  readonly failure: EarmarkError | null;
}

/** These are not a file's fault. */
const ENDS_IMPORT: ReadonlySet<ErrorCode> = new Set([
  'storage-full',
  'storage-unavailable',
  'wasm-simd-missing',
]);

/** Never rejects for a bad file: that becomes a quarantine row and the rest goes on. */
export async function importClips<Item extends ImportItem>(
  options: ImportOptions<Item>,
): Promise<ImportOutcome> {
  const { signal, concurrency, onClip, onUpdate } = options;
  const items = options.items.filter((item) => !isIgnorableFile(item.path));
  const labels = labelPaths(items.map((item) => item.path));
  const list = indexClipList(options.listed ?? []);
  const draft = new ImportDraft<Item>(options.dataset);
  const total = items.length;
  let done = 0;
  let cached = 0;
  const genresFrom = { folder: 0, name: 0, list: 0 };
  let next = 0;
  let failure: EarmarkError | null = null;

  const importOne = async (item: Item): Promise<void> => {
    try {
      const analysed = await options.analyse(item);
      const ofPath = labels.get(item.path) ?? NO_LABEL;
      const genre = list.find(item.path)?.genre;
      const label: PathLabel = genre === undefined ? ofPath : { ...ofPath, genre, from: 'list' };
      const joined = draft.add({ item, analysed, label });
      if (label.from) genresFrom[label.from]++;
      if (analysed.cached) cached++;
      for (const file of joined) onClip?.(file.clip, file.item);
    } catch (error) {
      if (isAbort(error)) return;
      const reason = toEarmarkError(error, 'file-unreadable');
      if (ENDS_IMPORT.has(reason.code)) {
        failure = reason;
        return;
      }
      draft.setAside(item.path, reason);
    }
    done++;
    onUpdate?.({ snapshot: () => draft.current, done, total, cached, path: item.path });
  };
  const lane = async (): Promise<void> => {
    for (let item = items[next++]; item; item = items[next++]) {
      if (signal?.aborted || failure) return;
      await importOne(item);
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, total) }, lane));
  return {
    dataset: draft.current,
    done,
    total,
    cached,
    genresFrom,
    stopped: signal?.aborted ?? false,
    failure,
  };
}

const NO_LABEL: PathLabel = { genre: null, from: null, artist: null, split: null };
