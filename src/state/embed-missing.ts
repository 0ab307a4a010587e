// Brings the cache up to the embeddings that a run learns from: the feature workers hear the clips, a network says what it
// hears, each clip as it is and its variants where some are asked for.

import { proxy, transfer } from 'comlink';
import { areAlike } from '$lib/backbones/alike';
import type { BackboneContract } from '$lib/backbones/contract';
import type { Pooling } from '$lib/backbones/pooling';
import type { Clip } from '$lib/core/dataset-types';
import { EarmarkError, isAbort, toEarmarkError } from '$lib/core/errors';
import type { OnProgress } from '$lib/core/progress';
import type { BackboneUse } from '$lib/core/run-types';
import { variantId, type Variant } from '$lib/core/variant';
import { describeEmbedding, type EmbeddingId } from '$lib/features/embedding-feature';
import type { EmbeddingWorkerApi, FeatureWorkerApi } from '$lib/rpc/interfaces';
import { buffersOfTensors } from '$lib/rpc/transfer';
import type { WorkerPool } from '$lib/rpc/worker-pool';
import type { AudioSources } from '$lib/storage/audio-sources';
import { featureKey, featureStore } from '$lib/storage/feature-store';
import { moved, withPageDecoder } from './analyse-blob';
import type { ClipFailure } from './clip-failures';

export interface EmbedMissingOptions {
  readonly clips: readonly Clip[];
  readonly backbone: BackboneUse;
  readonly contract: Pick<BackboneContract, 'frontEnd' | 'windowSeconds'>;
  readonly pooling: Pooling;
  /** What the embeddings are kept under. */
  readonly feature: EmbeddingId;
  /** The augmented versions needed of a clip; without it none are. */
  readonly variantsOf?: (clipId: string) => readonly Variant[];
  readonly sources: AudioSources;
  readonly pool: WorkerPool<FeatureWorkerApi>;
  readonly network: WorkerPool<EmbeddingWorkerApi>;
  readonly signal: AbortSignal;
  readonly onProgress: OnProgress;
}

/** A file and all its versions take this long at most: a large network on a slow processor takes a minute a version. */
const LIMIT_SECONDS = 600;
/** Enough to see whether a network tells clips apart. */
const CHECKED_CLIPS = 100;

/** Clips that still lack something. What is wrong with the network, and a stop, end all. */
export async function embedMissing(options: EmbedMissingOptions): Promise<readonly ClipFailure[]> {
  const { clips, feature, variantsOf = () => [], pool, signal, onProgress } = options;
  const present = await featureStore.keys();
  const { version } = describeEmbedding(feature);
  const isMissing = (id: string): boolean => !present.has(featureKey(id, feature, version));
  const incomplete = clips
    .map((clip) => ({ clip, variants: variantsOf(clip.id) }))
    .filter(
      ({ clip, variants }) =>
        isMissing(clip.id) || variants.some((variant) => isMissing(variantId(clip.id, variant))),
    );
  const failures: ClipFailure[] = [];
  let done = 0;
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let item = incomplete[next++]; item; item = incomplete[next++]) {
      signal.throwIfAborted();
      const { clip, variants } = item;
      try {
        await embedClip(clip, variants, options);
      } catch (error) {
        if (isAbort(error) || isOfTheNetwork(error)) throw error;
        const onlyVariants = !isMissing(clip.id);
        failures.push({ clip, onlyVariants, error: toEarmarkError(error) });
      }
      signal.throwIfAborted();
      onProgress(++done / incomplete.length);
    }
  };
  await Promise.all(Array.from({ length: Math.min(pool.size + 1, incomplete.length) }, lane));
  await checkDiffer(options);
  return failures;
}

/** A network that hears the same in all clips teaches nothing. @throws EarmarkError `backbone-constant` */
async function checkDiffer({ clips, feature, backbone }: EmbedMissingOptions): Promise<void> {
  const { version } = describeEmbedding(feature);
  const some = spreadOver(clips, CHECKED_CLIPS).map(({ id }) => id);
  const kept = await featureStore.getMany(some, feature, version);
  const vectors = kept.flatMap((value) => (value?.kind === 'vector' ? [value.values] : []));
  if (!areAlike(vectors)) return;
  throw new EarmarkError(
    'backbone-constant',
    `the same ${vectors[0]!.length} numbers from ${backbone.title} for all of ${vectors.length} clips`,
  );
}

/** At most so many of them, from the first to the last. */
function spreadOver<Item>(items: readonly Item[], most: number): Item[] {
  const step = Math.max(1, items.length / most);
  return Array.from(
    { length: Math.min(most, items.length) },
    (_, i) => items[Math.floor(i * step)]!,
  );
}

async function embedClip(
  clip: Clip,
  variants: readonly Variant[],
  { backbone, contract, pooling, feature, sources, pool, network, signal }: EmbedMissingOptions,
): Promise<void> {
  const file = await sources.open(clip.id);
  const hash = await withPageDecoder({ pool, file }, (pcm) =>
    pool.run(
      (api, patience) => {
        const listener = proxy({
          onHeard: async (heard: Parameters<EmbeddingWorkerApi['embed']>[0]['heard']) => {
            patience.suspend();
            const request = { backbone, pooling, feature, heard };
            await network.run(
              (embedder) =>
                embedder.embed(transfer(request, buffersOfTensors(heard.windows)), signal),
              { seconds: LIMIT_SECONDS, signal },
            );
            patience.restart();
          },
        });
        const request = moved({ file, pcm, hearing: contract, feature, variants });
        return api.hear(request, listener, signal);
      },
      { seconds: LIMIT_SECONDS, signal },
    ),
  );
  if (hash !== clip.id) {
    throw new EarmarkError('playback-unavailable', `${clip.name}, changed since it was imported`);
  }
}

/** It would be the same of every clip. */
function isOfTheNetwork(error: unknown): boolean {
  return error instanceof EarmarkError && error.code.startsWith('backbone-');
}
