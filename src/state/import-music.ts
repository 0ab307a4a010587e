// One import of audio: every file goes through the feature pool, and where each original can be heard again is
// remembered. The bytes themselves are never kept in memory.

import type { Dataset } from '$lib/core/dataset-types';
import type { ClipListEntry } from '$lib/datasets/formats/format';
import { importClips } from '$lib/datasets/import-clips';
import { IMPORT_EXTRACTOR_IDS } from '$lib/features/registry';
import type { AudioSources } from '$lib/storage/audio-sources';
import { analyseBlob } from './analyse-blob';
import type { FileItem } from './file-intake';
import type { ImportProgress, ImportSession } from './import-status';
import type { NoticeState } from './notices.svelte';
import { ProgressClock } from './progress-clock';
import { featurePool } from './workers';

const SNAPSHOT_INTERVAL_MILLISECONDS = 2000;

export interface ImportMusicOptions {
  readonly items: readonly FileItem[];
  /** From lists that were dropped along: they know the genre of files without a genre's folder. */
  readonly listed: readonly ClipListEntry[];
  /** What the new clips are added to. */
  readonly dataset: Dataset;
  readonly sources: AudioSources;
  readonly notices: NoticeState;
  readonly signal: AbortSignal;
  onProgress(progress: ImportProgress): void;
  /** Called every few seconds, so that a closed tab loses little. */
  onSnapshot(dataset: Dataset): void;
}

export interface ImportedMusic {
  readonly dataset: Dataset;
  readonly session: ImportSession;
}

export async function importMusic(options: ImportMusicOptions): Promise<ImportedMusic> {
  const { items, listed, sources, notices, signal } = options;
  const startedAt = performance.now();
  const clock = new ProgressClock();
  let snapshotAt = startedAt;
  const outcome = await importClips<FileItem>({
    items,
    dataset: options.dataset,
    listed,
    concurrency: featurePool.size + 1, // one file is read while the others are in work
    signal,
    analyse: async (item) =>
      analyseBlob({
        pool: featurePool,
        file: await item.open(),
        extractors: IMPORT_EXTRACTOR_IDS,
        signal,
      }),
    onClip({ id }, { open, origin }) {
      sources.rememberForSession(id, open);
      if (origin) {
        const { handle, path, zipEntry } = origin;
        notices.guard(sources.save(id, { kind: 'origin', handle, path: [...path], zipEntry }));
      }
    },
    onUpdate({ snapshot, done, total, path }) {
      const { perSecond, secondsLeft } = clock.tick(done, total);
      options.onProgress({ unit: 'files', done, total, perSecond, secondsLeft, what: path });
      if (performance.now() - snapshotAt < SNAPSHOT_INTERVAL_MILLISECONDS) return;
      snapshotAt = performance.now();
      options.onSnapshot(snapshot());
    },
  });
  const { done, total, cached, genresFrom, stopped, failure } = outcome;
  if (failure) notices.showError(failure);
  const seconds = (performance.now() - startedAt) / 1000;
  return {
    dataset: outcome.dataset,
    session: { done, total, seconds, cached, genresFrom, stopped: stopped || failure !== null },
  };
}
