// The datasets of this browser as they are saved, and which of them is in use.

import type { Clip, Dataset } from '$lib/core/dataset-types';
import { datasetStore } from '$lib/storage/dataset-store';
import { settingsStore } from '$lib/storage/settings-store';

const LIBRARY_ID = 'library';

export class DatasetShelf {
  /** Every dataset, by id. */
  #datasets = $state.raw<ReadonlyMap<string, Dataset>>(new Map());
  #currentId = $state<string | null>(null);
  readonly #indices = new WeakMap<readonly Clip[], ReadonlyMap<string, Clip>>();

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

  get currentId(): string | null {
    return this.#currentId;
  }

  get(id: string): Dataset | undefined {
    return this.#datasets.get(id);
  }

  /** The visitor's own music; empty before there is any. */
  get library(): Dataset {
    return this.get(LIBRARY_ID) ?? emptyDataset(LIBRARY_ID, 'My music');
  }

  /** Each list of clips is indexed once, however many of its clips are looked for. */
  findClip(datasetId: string, clipId: string): Clip | null {
    const clips = this.get(datasetId)?.clips;
    if (!clips) return null;
    const index = this.#indices.get(clips) ?? new Map(clips.map((clip) => [clip.id, clip]));
    this.#indices.set(clips, index);
    return index.get(clipId) ?? null;
  }

  /** Reads what was saved, and takes up the dataset that was in use. */
  async load(): Promise<{ damaged: number; isFirstVisit: boolean }> {
    const { rows, damaged } = await datasetStore.all();
    this.#datasets = rows;
    const settings = await settingsStore.get();
    this.#currentId =
      settings?.datasetId && rows.has(settings.datasetId)
        ? settings.datasetId
        : (rows.keys().next().value ?? null);
    return { damaged: damaged.length, isFirstVisit: settings === null && rows.size === 0 };
  }

  async select(id: string): Promise<void> {
    this.#currentId = id;
    await settingsStore.set({ version: 1, datasetId: id });
  }

  async save(dataset: Dataset): Promise<void> {
    this.#datasets = new Map(this.#datasets).set(dataset.id, dataset);
    await datasetStore.set(dataset.id, dataset);
  }

  /** The first of the others is taken up. */
  async drop(id: string): Promise<void> {
    await datasetStore.delete(id);
    this.#datasets = new Map([...this.#datasets].filter(([key]) => key !== id));
    const next = this.#datasets.keys().next().value ?? null;
    this.#currentId = next;
    await settingsStore.set({ version: 1, datasetId: next });
  }
}

function emptyDataset(id: string, title: string): Dataset {
  return { version: 1, id, title, synthetic: false, clips: [], quarantined: [], notes: [] };
}
