// The visitor's datasets: what is there, importing more, and what of it cannot be used.

import { analyseDataset } from '$lib/datasets/analyse';
import { datasetFingerprint } from '$lib/datasets/fingerprint';
import type { Clip, Dataset } from '$lib/core/dataset-types';
import { isAbort, toEarmarkError } from '$lib/core/errors';
import { AudioSources } from '$lib/storage/audio-sources';
import { datasetStore } from '$lib/storage/dataset-store';
import { featureStore } from '$lib/storage/feature-store';
import { runStore } from '$lib/storage/run-store';
import { settingsStore } from '$lib/storage/settings-store';
import { importMusic, running, type ImportStatus } from './import-music';
import { CopiesState, type Unheard } from './copies.svelte';
import { DEMO_ID, fetchDemo } from './demo';
import { collectItems, itemsFromDrop, itemsFromPicker, type FileItem } from './file-intake';
import { withLibraryLock } from './locks';
import type { NoticeState } from './notices.svelte';
import { importMark } from './import-mark';
import { SetAsideState } from './set-aside';
import { sweepUnused } from './sweep';

const LIBRARY_ID = 'library';

export class DatasetState {
  /** Every dataset, by id. */
  #datasets = $state.raw<ReadonlyMap<string, Dataset>>(new Map());
  #currentId = $state<string | null>(null);
  status = $state.raw<ImportStatus>({ phase: 'idle' });

  readonly current = $derived(
    (this.#currentId !== null && this.#datasets.get(this.#currentId)) || null,
  );
  readonly available = $derived(
    [...this.#datasets.values()].map(({ id, title, clips, synthetic }) => ({
      id,
      title,
      clips: clips.length,
      synthetic,
    })),
  );
  readonly fingerprint = $derived(this.current ? datasetFingerprint(this.current.clips) : '');
  readonly analysis = $derived(
    this.current?.clips.length ? analyseDataset(this.current.clips) : null,
  );
  readonly genres = $derived([...new Set(this.current?.clips.map((clip) => clip.genre))].sort());
  readonly hasArtists = $derived(this.current?.clips.some((clip) => clip.artist) ?? false);
  readonly hasImportedSplit = $derived(this.current?.clips.some((clip) => clip.split) ?? false);
  readonly canPickFolder = 'showDirectoryPicker' in globalThis;

  readonly sources = new AudioSources();
  /** Clips that cannot be measured. */
  readonly setAside: SetAsideState;
  readonly #notices: NoticeState;
  readonly #copies: CopiesState;
  #controller: AbortController | null = null;
  #markLoaded: () => void = () => undefined;
  /** Changes come one after another, the first of them after everything saved was read. */
  #turn = new Promise<void>((resolve) => (this.#markLoaded = resolve));

  constructor(notices: NoticeState) {
    this.#notices = notices;
    this.#copies = new CopiesState(this.sources, notices);
    this.setAside = new SetAsideState(notices, (id, edit) => this.#edit(id, edit));
  }

  /** Clips of the current dataset that could not be heard after a reload; null if all could. */
  get unheard(): Unheard | null {
    return this.#copies.unheard;
  }

  keepCopies(): Promise<void> {
    return this.#copies.keep();
  }

  /** Reads what was saved; a first visit gets the demo set. */
  async load(): Promise<void> {
    try {
      const { rows, damaged } = await datasetStore.all();
      this.#datasets = rows;
      if (damaged.length > 0) {
        this.#notices.show({
          level: 'warning',
          code: 'saved-data-damaged',
          text: `${damaged.length} saved dataset(s) could not be read back and were left out. Drop the folder again: nothing is extracted twice.`,
        });
      }
      const settings = await settingsStore.get();
      if (settings === null && rows.size === 0) await this.#loadDemo();
      else if (settings?.datasetId && rows.has(settings.datasetId)) {
        this.#currentId = settings.datasetId;
      } else this.#currentId = rows.keys().next().value ?? null;
      await this.#copies.refresh(this.current);
      if (await importMark.isLeftOver()) {
        const text =
          'The last import was cut off. What was finished is here; drop the same files again to go on: nothing is done twice.';
        this.#notices.show({ level: 'warning', code: 'import-interrupted', text });
      }
      // Damaged rows may still be mended by another version: their features stay.
      if (damaged.length === 0) this.#notices.guard(this.#enqueue(() => this.#sweep()));
    } finally {
      this.#markLoaded();
    }
  }

  async importFiles(files: readonly File[]): Promise<void> {
    await this.#import(collectItems(files));
  }

  /** Reads the drop at once: it is emptied after the event. */
  async importDrop(transfer: DataTransfer): Promise<void> {
    await this.#import(itemsFromDrop(transfer));
  }

  async pickFolder(): Promise<void> {
    await this.#import(itemsFromPicker());
  }

  /** What is finished stays. */
  stopImport(): void {
    this.#controller?.abort();
  }

  async loadDemo(): Promise<void> {
    await this.#enqueue(() => this.#loadDemo());
  }

  async select(id: string): Promise<void> {
    if (!this.#datasets.has(id)) return;
    this.#currentId = id;
    await settingsStore.set({ version: 1, datasetId: id });
    await this.#copies.refresh(this.current);
  }

  /** Removes the dataset; what it alone used is freed the next time the page is opened. */
  async remove(id: string): Promise<void> {
    const removed = this.#datasets.get(id);
    if (!removed || this.status.phase === 'running') return;
    await this.#drop(id);
    this.status = { phase: 'idle' };
    this.#notices.show({
      level: 'info',
      code: `dataset-removed-${id}`, // each keeps its own undo
      text: `${removed.title} was removed from Earmark. Your own files were not touched.`,
      actions: [{ label: 'Undo', run: () => this.#notices.guard(this.#restore(removed)) }],
    });
  }

  findClip(datasetId: string, clipId: string): Clip | null {
    return this.#datasets.get(datasetId)?.clips.find((clip) => clip.id === clipId) ?? null;
  }

  #edit(id: string, edit: (dataset: Dataset) => Dataset): Promise<void> {
    const { signal } = new AbortController();
    return this.#enqueue(() =>
      withLibraryLock(signal, async () => {
        const saved = await datasetStore.get(id);
        if (saved) await this.#save(edit(saved));
      }),
    );
  }

  #enqueue(work: () => Promise<void>): Promise<void> {
    const turn = this.#turn.then(work);
    this.#turn = turn.catch(() => undefined); // told by whoever asked for it
    return turn;
  }

  #import(collected: Promise<readonly FileItem[]>): Promise<void> {
    collected.catch(() => undefined); // told when its turn comes
    if (this.status.phase === 'running') {
      const text = 'These files are next, when the import that runs is done.';
      this.#notices.show({ level: 'info', code: 'import-queued', text });
    }
    return this.#enqueue(async () => {
      const before = this.status;
      const controller = new AbortController();
      this.#controller = controller;
      this.status = running(0, 0, 'Looking through the files');
      try {
        const items = await collected;
        await withLibraryLock(controller.signal, async () => {
          await importMark.set();
          await this.#importInto(items, controller.signal);
        });
        await importMark.clear();
      } catch (error) {
        if (isAbort(error)) this.status = before;
        else this.#fail(error);
      } finally {
        this.#controller = null;
      }
    });
  }

  async #importInto(items: readonly FileItem[], signal: AbortSignal): Promise<void> {
    const { sources } = this;
    const notices = this.#notices;
    const previousId = this.#currentId;
    const target = this.#importTarget();
    // Another tab may have added to it since it was read.
    const base = (await datasetStore.get(target.id)) ?? target;
    await this.#restore(base);
    const { dataset, session } = await importMusic({
      items,
      dataset: base,
      sources,
      notices,
      signal,
      onProgress: (progress) => (this.status = { phase: 'running', ...progress }),
      onSnapshot: (snapshot) => notices.guard(this.#save(snapshot)),
    });
    await this.#save(dataset);
    if (dataset.clips.length === 0 && dataset.quarantined.length === 0) {
      await this.#drop(dataset.id);
      if (previousId !== null) await this.select(previousId);
    }
    this.status = { phase: 'done', ...session };
    await this.#copies.refresh(this.current);
    await this.#copies.offer();
  }

  async #loadDemo(): Promise<void> {
    this.status = running(0, 1, 'The demo set');
    try {
      const { dataset, features, urls } = await fetchDemo();
      await featureStore.putMany(features);
      await this.sources.saveMany(urls.map(([id, url]) => [id, { kind: 'url', url }] as const));
      await this.#restore(dataset);
      const total = dataset.clips.length;
      const session = { done: total, total, seconds: null, cached: total, stopped: false };
      this.status = { phase: 'done', ...session };
    } catch (error) {
      this.#fail(error);
    }
  }

  #sweep(): Promise<void> {
    const { signal } = new AbortController();
    return withLibraryLock(signal, async () => {
      const { rows: datasets } = await datasetStore.all();
      const readRuns = async () => (await runStore.all()).rows.values();
      await sweepUnused({ datasets: datasets.values(), readRuns }, this.sources);
    });
  }

  /** Music goes to the visitor's own dataset; the synthetic demo is never mixed with it. */
  #importTarget(): Dataset {
    const { current } = this;
    if (current && !current.synthetic) return current;
    return this.#datasets.get(LIBRARY_ID) ?? emptyDataset(LIBRARY_ID, 'My music');
  }

  async #save(dataset: Dataset): Promise<void> {
    this.#datasets = new Map(this.#datasets).set(dataset.id, dataset);
    await datasetStore.set(dataset.id, dataset);
  }

  async #restore(dataset: Dataset): Promise<void> {
    await this.#save(dataset);
    await this.select(dataset.id);
  }

  async #drop(id: string): Promise<void> {
    await datasetStore.delete(id);
    this.#datasets = new Map([...this.#datasets].filter(([key]) => key !== id));
    const next = this.#datasets.keys().next().value ?? null;
    this.#currentId = next;
    await settingsStore.set({ version: 1, datasetId: next });
  }

  #fail(error: unknown): void {
    this.status = { phase: 'failed', error: toEarmarkError(error).record };
    this.#notices.showError(error);
  }
}

function emptyDataset(id: string, title: string): Dataset {
  return {
    version: 1,
    id,
    title,
    synthetic: id === DEMO_ID,
    clips: [],
    quarantined: [],
    notes: [],
  };
}
