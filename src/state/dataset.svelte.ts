// The visitor's datasets: what is there, importing more, and what of it cannot be used.

import { analyseDataset } from '$lib/datasets/analyse';
import { datasetFingerprint } from '$lib/datasets/fingerprint';
import { isIgnorableFile } from '$lib/datasets/ignorable-files';
import type { Clip, Dataset } from '$lib/core/dataset-types';
import { isAbort, toEarmarkError, type EarmarkError } from '$lib/core/errors';
import { joinErrors } from '$lib/core/join-errors';
import { AudioSources } from '$lib/storage/audio-sources';
import { datasetStore } from '$lib/storage/dataset-store';
import { featureStore } from '$lib/storage/feature-store';
import { importMusic } from './import-music';
import { nothingToImport, running, type AppliedList, type ImportStatus } from './import-status';
import { applyLists, readClipLists, type ClipList } from './clip-lists';
import { CopiesState, type Unheard } from './copies.svelte';
import { tellCutOff, tellDamaged, tellQueued, tellRemoved } from './dataset-notices';
import { DatasetShelf } from './dataset-shelf.svelte';
import { fetchDemo } from './demo';
import { collectItems, itemsFromDrop, itemsFromPicker, type FileItem } from './file-intake';
import { importTables, readFmaLists, type TableItems } from './import-table';
import { announceTab, withLibraryLock } from './locks';
import type { NoticeState } from './notices.svelte';
import { importMark } from './import-mark';
import { remakeTable } from './remake-table';
import { SetAsideState, type EditDataset } from './set-aside';
import { clearLibrary } from './clear-leftovers';
import { takeTables } from './table-intake';
import { TableState } from './table.svelte';

export class DatasetState {
  readonly #shelf = new DatasetShelf();
  status = $state.raw<ImportStatus>({ phase: 'idle' });

  readonly current = $derived(this.#shelf.current);
  readonly available = $derived(this.#shelf.available);
  readonly fingerprint = $derived(
    this.current ? datasetFingerprint(this.current.clips, this.current.table) : '',
  );
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
  /** The table that the current dataset is made of. */
  readonly table: TableState;
  readonly #notices: NoticeState;
  readonly #copies: CopiesState;
  #controller: AbortController | null = null;
  #markLoaded: () => void = () => undefined;
  /** Changes come one after another, the first of them after everything saved was read. */
  #turn = new Promise<void>((resolve) => (this.#markLoaded = resolve));

  constructor(notices: NoticeState) {
    this.#notices = notices;
    this.#copies = new CopiesState(this.sources, notices);
    this.setAside = new SetAsideState(notices, this.#edit);
    this.table = new TableState(notices, this.#edit);
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
      await announceTab();
      const { damaged, isFirstVisit } = await this.#shelf.load();
      if (damaged > 0) tellDamaged(this.#notices, damaged);
      if (isFirstVisit) await this.#loadDemo();
      await this.#copies.refresh(this.current);
      if (await importMark.isLeftOver()) tellCutOff(this.#notices);
      // Damaged rows may still be mended by another version: their features stay.
      if (damaged === 0) this.#notices.guard(this.#enqueue(() => clearLibrary(this.sources)));
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

  /** Only takes it up where it is there but not in use; else loads it, anew if it is in use. */
  async loadDemo(): Promise<void> {
    const known = this.available.find(({ synthetic }) => synthetic);
    if (known && known.id !== this.current?.id) await this.select(known.id);
    else await this.#enqueue(() => this.#loadDemo());
  }

  async select(id: string): Promise<void> {
    if (!this.#shelf.get(id)) return;
    // What an import came to is said of the dataset that it was into.
    if (this.status.phase !== 'running') this.status = { phase: 'idle' };
    await this.#shelf.select(id);
    await this.#copies.refresh(this.current);
  }

  /** Removes the dataset; what it alone used is freed the next time the page is opened. */
  async remove(id: string): Promise<void> {
    const removed = this.#shelf.get(id);
    if (!removed || this.status.phase === 'running') return;
    await this.#shelf.drop(id);
    this.status = { phase: 'idle' };
    tellRemoved(this.#notices, removed, () => this.#restore(removed));
  }

  find(id: string): Dataset | null {
    return this.#shelf.get(id) ?? null;
  }

  findClip(datasetId: string, clipId: string): Clip | null {
    return this.#shelf.findClip(datasetId, clipId);
  }

  readonly #edit: EditDataset = (id, edit) => {
    const { signal } = new AbortController();
    return this.#enqueue(() =>
      withLibraryLock(signal, async () => {
        const saved = await datasetStore.get(id);
        if (saved) await this.#shelf.save(await edit(saved));
      }),
    );
  };

  #enqueue(work: () => Promise<void>): Promise<void> {
    const turn = this.#turn.then(work);
    this.#turn = turn.catch(() => undefined); // told by whoever asked for it
    return turn;
  }

  #import(collected: Promise<readonly FileItem[]>): Promise<void> {
    collected.catch(() => undefined); // told when its turn comes
    if (this.status.phase === 'running') tellQueued(this.#notices);
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

  /** Tables of features become datasets of their own; lists speak of what came with them, or else of what is there. */
  async #importInto(dropped: readonly FileItem[], signal: AbortSignal): Promise<void> {
    const { tables, items: others, lists: ownLists, fmaLists } = await takeTables(dropped, signal);
    const { items, lists, failures } = await readClipLists(others);
    const ofFma = await readFmaLists(fmaLists, items, signal);
    const all = [...failures, ...ofFma.failures];
    if (tables.length > 0) all.push(...(await this.#importTables(tables, lists, signal)));
    // What is left of a drop with tables may be nothing but their notes.
    const isMusic = items.some(({ path }) => !isIgnorableFile(path));
    try {
      if (isMusic || (tables.length === 0 && lists.length > 0)) {
        const ofTables = await readClipLists(ownLists);
        all.push(...ofTables.failures);
        await this.#importMusic(items, [...ofFma.lists, ...ofTables.lists, ...lists], signal);
      } else if (tables.length === 0 && failures.length === 0) {
        this.#fail(nothingToImport(dropped.map(({ path }) => path)));
      }
    } finally {
      this.#tell(all);
    }
    await this.#copies.refresh(this.current);
    await this.#copies.offer();
  }

  async #importTables(
    tables: readonly TableItems[],
    lists: readonly ClipList[],
    signal: AbortSignal,
  ): Promise<readonly EarmarkError[]> {
    const applied: AppliedList[] = [];
    const { session, failures } = await importTables({
      tables,
      signal,
      onProgress: (progress) => (this.status = { phase: 'running', ...progress }),
      onDataset: (dataset) => this.#restore(this.#withLists(dataset, lists, applied)),
    });
    if (session.done > 0) this.status = { phase: 'done', ...session, lists: applied };
    return failures;
  }

  async #importMusic(
    items: readonly FileItem[],
    lists: readonly ClipList[],
    signal: AbortSignal,
  ): Promise<void> {
    const previousId = this.#shelf.currentId;
    const target = this.#importTarget({ onlyLists: items.length === 0 });
    // Another tab may have added to it since it was read.
    const base = (await datasetStore.get(target.id)) ?? target;
    await this.#restore(base);
    const { dataset, session } = await importMusic({
      items,
      listed: lists.flatMap(({ entries }) => entries),
      dataset: base,
      sources: this.sources,
      notices: this.#notices,
      signal,
      onProgress: (progress) => (this.status = { phase: 'running', ...progress }),
      onSnapshot: (snapshot) => this.#notices.guard(this.#shelf.save(snapshot)),
    });
    const applied: AppliedList[] = [];
    await this.#shelf.save(this.#withLists(dataset, lists, applied));
    if (dataset.clips.length === 0 && dataset.quarantined.length === 0) {
      await this.#shelf.drop(dataset.id);
      if (previousId !== null) await this.select(previousId);
    }
    this.status = { phase: 'done', ...session, lists: applied };
  }

  /** Failures beside an import, once all of it is over; without one they are what it came to. */
  #tell(failures: readonly EarmarkError[]): void {
    for (const failure of joinErrors(failures)) {
      if (this.status.phase === 'done') this.#notices.showError(failure);
      else this.#fail(failure);
    }
  }

  /** @param applied is added to */
  #withLists(dataset: Dataset, lists: readonly ClipList[], applied: AppliedList[]): Dataset {
    const options = { notices: this.#notices, edit: this.#edit, remake: remakeTable };
    const listed = applyLists({ dataset, lists, ...options });
    applied.push(...listed.applied);
    return listed.dataset;
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

  /** Music goes to the visitor's own dataset: never to the synthetic demo, nor to a table. */
  #importTarget({ onlyLists }: { onlyLists: boolean }): Dataset {
    const { current } = this;
    if (current && !current.synthetic && (onlyLists || !current.table)) return current;
    return this.#shelf.library;
  }

  async #restore(dataset: Dataset): Promise<void> {
    await this.#shelf.save(dataset);
    await this.select(dataset.id);
  }

  #fail(error: unknown): void {
    this.status = { phase: 'failed', error: toEarmarkError(error).record };
    this.#notices.showError(error);
  }
}
