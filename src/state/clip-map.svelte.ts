// The map of the dataset's clips: what can be mapped, and the map that was drawn last.

import { proxy } from 'comlink';
import { embeddingOf } from '$lib/backbones/embedding-choice';
import { POOLINGS } from '$lib/backbones/pooling';
import type { Clip } from '$lib/core/dataset-types';
import { isAbort, toEarmarkError, type ErrorRecord } from '$lib/core/errors';
import { MIN_MAP_CLIPS } from '$lib/evaluation/map/clip-map';
import { describeEmbedding } from '$lib/features/embedding-feature';
import type { MapRequest, MapResult, MapWorkerApi } from '$lib/rpc/map-interface';
import { WorkerPool } from '$lib/rpc/worker-pool';
import { featureKey, featureStore } from '$lib/storage/feature-store';
import type { BackbonesState } from './backbones.svelte';
import type { DatasetState } from './dataset.svelte';
import type { FeatureSetsState } from './feature-sets.svelte';

const mapWorker = new WorkerPool<MapWorkerApi>(
  (name) => new Worker(new URL('../../workers/map.ts', import.meta.url), { type: 'module', name }),
  { size: 1 },
);

/** The same clips give the same map. */
const SEED = 1;
const LIMIT_SECONDS = 600;

export interface MapSource {
  readonly id: string;
  readonly title: string;
  readonly source: MapRequest['source'];
  /** Those of the dataset that have it. */
  readonly clips: readonly Clip[];
}

export interface DrawnMap extends MapResult {
  readonly source: MapSource;
  /** In the order of the map's rows. */
  readonly clips: readonly Clip[];
}

export interface ClipMapParts {
  readonly dataset: DatasetState;
  readonly backbones: BackbonesState;
  readonly featureSets: FeatureSetsState;
}

export class ClipMapState {
  /** What enough clips have, embeddings first; null until looked for. */
  sources = $state.raw<readonly MapSource[] | null>(null);
  drawn = $state.raw<DrawnMap | null>(null);
  /** 0…1; null while nothing is drawn. */
  progress = $state<number | null>(null);
  problem = $state.raw<ErrorRecord | null>(null);
  readonly #parts: ClipMapParts;
  #controller: AbortController | null = null;

  constructor(parts: ClipMapParts) {
    this.#parts = parts;
  }

  /** Looks what there is of the dataset's clips. */
  async refresh(): Promise<void> {
    const { dataset, featureSets } = this.#parts;
    const { clips = [], table } = dataset.current ?? {};
    await featureSets.refresh();
    const keys = table ? new Set<string>() : await featureStore.keys();
    if (clips !== dataset.current?.clips) return; // another dataset: whoever chose it asks again
    const having = (id: string, version: number): Clip[] =>
      clips.filter((clip) => keys.has(featureKey(clip.id, id, version)));
    const sets = (featureSets.list ?? []).map((set): MapSource => {
      if (set.table) return { id: set.id, title: set.title, source: set.table, clips };
      const source = set.id as MapRequest['source'];
      return { id: set.id, title: set.title, source, clips: having(set.id, set.version) };
    });
    const all = [...(table ? [] : this.#embeddings(having)), ...sets];
    this.sources = all.filter((source) => source.clips.length >= MIN_MAP_CLIPS);
  }

  /** Draws the map; the one before stays until it is there. */
  async draw(source: MapSource): Promise<void> {
    this.stop();
    const { signal } = (this.#controller = new AbortController());
    this.problem = null;
    this.progress = 0;
    const listener = proxy({
      onProgress: (share: number) => {
        if (!signal.aborted) this.progress = share;
      },
    });
    const clips = source.clips.map(({ id, row }) => ({ id, ...(row !== undefined && { row }) }));
    const request = { clips, source: source.source, seed: SEED };
    try {
      const result = await mapWorker.run((api) => api.map(request, listener, signal), {
        seconds: LIMIT_SECONDS,
        signal,
      });
      const byId = new Map(source.clips.map((clip) => [clip.id, clip]));
      const drawn = result.clipIds.flatMap((id) => byId.get(id) ?? []);
      if (!signal.aborted) this.drawn = { ...result, source, clips: drawn };
    } catch (error) {
      if (!isAbort(error)) this.problem = toEarmarkError(error).record;
    } finally {
      if (this.#controller?.signal === signal) this.progress = null;
    }
  }

  /** Ends the drawing. */
  stop(): void {
    this.#controller?.abort();
    this.#controller = null;
    this.progress = null;
  }

  #embeddings(having: (id: string, version: number) => Clip[]): MapSource[] {
    return this.#parts.backbones.list.flatMap((backbone) =>
      POOLINGS.map((pooling): MapSource => {
        const id = embeddingOf(backbone, pooling);
        const { version } = describeEmbedding(id);
        const title = `What ${backbone.title} hears (${pooling})`;
        return { id, title, source: id, clips: having(id, version) };
      }),
    );
  }
}
