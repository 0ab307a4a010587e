// Brings the feature cache up to what an approach needs, for clips whose audio can be reached.

import type { Clip } from '$lib/core/dataset-types';
import { EarmarkError, isAbort } from '$lib/core/errors';
import type { OnProgress } from '$lib/core/progress';
import { loadExtractor, type ExtractorId } from '$lib/features/registry';
import type { FeatureWorkerApi } from '$lib/rpc/interfaces';
import type { WorkerPool } from '$lib/rpc/worker-pool';
import type { AudioSources } from '$lib/storage/audio-sources';
import { featureKey, featureStore } from '$lib/storage/feature-store';
import { analyseBlob } from './analyse-blob';

export interface ExtractMissingOptions {
  readonly clips: readonly Clip[];
  readonly extractors: readonly ExtractorId[];
  readonly sources: AudioSources;
  readonly pool: WorkerPool<FeatureWorkerApi>;
  readonly signal: AbortSignal;
  readonly onProgress: OnProgress;
}

/** @throws EarmarkError `features-missing` naming how many clips could not be reached */
export async function extractMissing(options: ExtractMissingOptions): Promise<void> {
  const { clips, extractors, sources, pool, signal, onProgress } = options;
  const present = await featureStore.keys();
  const versions = await Promise.all(
    extractors.map(async (id) => [id, (await loadExtractor(id)).version] as const),
  );
  const incomplete = clips.filter((clip) =>
    versions.some(([id, version]) => !present.has(featureKey(clip.id, id, version))),
  );
  let done = 0;
  let firstFailure: unknown = null;
  let failures = 0;
  const extract = async (clip: Clip): Promise<void> => {
    try {
      const file = await sources.open(clip.id);
      const { hash } = await analyseBlob({ pool, file, extractors, signal });
      if (hash !== clip.id) {
        throw new EarmarkError(
          'playback-unavailable',
          `${clip.name}, changed since it was imported`,
        );
      }
    } catch (error) {
      if (isAbort(error)) throw error;
      firstFailure ??= error;
      failures++;
    }
    onProgress(++done / incomplete.length);
  };
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let clip = incomplete[next++]; clip; clip = incomplete[next++]) {
      signal.throwIfAborted();
      await extract(clip);
    }
  };
  await Promise.all(Array.from({ length: Math.min(pool.size + 1, incomplete.length) }, lane));
  if (failures > 0) {
    const reason = firstFailure instanceof Error ? firstFailure.message : String(firstFailure);
    throw new EarmarkError('features-missing', `${failures} clips without them (${reason})`);
  }
}
