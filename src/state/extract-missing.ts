// Brings the feature cache up to what an approach needs, for clips whose audio can be reached: each clip as it is, and
// its variants where some are asked for.

import type { Clip } from '$lib/core/dataset-types';
import { EarmarkError, isAbort, toEarmarkError } from '$lib/core/errors';
import type { OnProgress } from '$lib/core/progress';
import { variantId, type Variant } from '$lib/core/variant';
import { loadExtractor, type ExtractorId } from '$lib/features/registry';
import type { FeatureWorkerApi } from '$lib/rpc/interfaces';
import type { WorkerPool } from '$lib/rpc/worker-pool';
import type { AudioSources } from '$lib/storage/audio-sources';
import { featureKey, featureStore } from '$lib/storage/feature-store';
import { analyseBlob } from './analyse-blob';
import type { ClipFailure } from './clip-failures';

export interface ExtractMissingOptions {
  readonly clips: readonly Clip[];
  readonly extractors: readonly ExtractorId[];
  /** The augmented versions needed of a clip; without it none are. */
  readonly variantsOf?: (clipId: string) => readonly Variant[];
  readonly sources: AudioSources;
  readonly pool: WorkerPool<FeatureWorkerApi>;
  readonly signal: AbortSignal;
  readonly onProgress: OnProgress;
}

export interface Extracted {
  /** Clips that had lacked something and lack nothing now. */
  readonly completed: number;
  /** Clips that still lack something, in the order given. */
  readonly failures: readonly ClipFailure[];
}

/** One clip's failure is no other's: rejects only when it is stopped. */
export async function extractMissing(options: ExtractMissingOptions): Promise<Extracted> {
  const { clips, extractors, variantsOf = () => [], sources, pool, signal, onProgress } = options;
  const present = await featureStore.keys();
  const versions = await Promise.all(
    extractors.map(async (id) => [id, (await loadExtractor(id)).version] as const),
  );
  const isMissing = (id: string): boolean =>
    versions.some(([extractor, version]) => !present.has(featureKey(id, extractor, version)));
  const incomplete = clips
    .map((clip) => ({ clip, variants: variantsOf(clip.id) }))
    .filter(
      ({ clip, variants }) =>
        isMissing(clip.id) || variants.some((variant) => isMissing(variantId(clip.id, variant))),
    );
  let done = 0;
  const failed = new Map<Clip, ClipFailure>();
  const extract = async ({ clip, variants }: (typeof incomplete)[number]): Promise<void> => {
    try {
      const file = await sources.open(clip.id);
      const { hash } = await analyseBlob({ pool, file, extractors, variants, signal });
      if (hash !== clip.id) {
        throw new EarmarkError(
          'playback-unavailable',
          `${clip.name}, changed since it was imported`,
        );
      }
    } catch (error) {
      if (isAbort(error)) throw error;
      const onlyVariants = !isMissing(clip.id);
      failed.set(clip, { clip, onlyVariants, error: toEarmarkError(error) });
    }
    // Others may end after the stop; what was stopped makes no progress.
    signal.throwIfAborted();
    onProgress(++done / incomplete.length);
  };
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let item = incomplete[next++]; item; item = incomplete[next++]) {
      signal.throwIfAborted();
      await extract(item);
    }
  };
  await Promise.all(Array.from({ length: Math.min(pool.size + 1, incomplete.length) }, lane));
  const failures = incomplete.flatMap(({ clip }) => failed.get(clip) ?? []);
  return { completed: incomplete.length - failures.length, failures };
}
