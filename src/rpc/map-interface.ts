// The typed interface of the map worker: what the page may ask, and what comes back.

import type { Clip } from '../core/dataset-types';
import type { ClipMap } from '../evaluation/map/clip-map';
import type { FeatureColumns } from '../evaluation/table-rows';
import type { FeatureId } from '../features/registry';

export interface MapRequest {
  /** All have what is mapped. */
  readonly clips: readonly Pick<Clip, 'id' | 'row'>[];
  /** A kept feature, or columns of a table. */
  readonly source: FeatureId | FeatureColumns;
  readonly seed: number;
}

export interface MapResult extends ClipMap {
  /** Which clips are on the map, in the order of its rows. */
  readonly clipIds: readonly string[];
}

/** Draws maps of clips. */
export interface MapWorkerApi {
  /** @throws EarmarkError `features-missing`, `features-damaged`, `features-constant`, `table-values-missing` */
  map(
    request: MapRequest,
    listener: { onProgress(fraction: number): void },
    signal: AbortSignal,
  ): Promise<MapResult>;
}
