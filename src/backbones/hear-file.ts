// From a file's bytes to what a pretrained network is given of it: decoded, and for each of its versions that has no
// embedding yet, cut into windows and through the front end. Runs inside the feature workers; keeps nothing itself.

import { augment } from '../audio/augment';
import { EarmarkError } from '../core/errors';
import { hashBlob } from '../core/hash';
import type { TensorData } from '../core/tensor-data';
import { variantId, type Variant } from '../core/variant';
import { decodeExcerpt, type DecodedPcm, type FeatureCache } from '../features/analyse-file';
import { describeEmbedding, type EmbeddingId } from '../features/embedding-feature';
import { hearWindows, type Hearing } from './hear';

export interface HearFileOptions {
  readonly file: Blob;
  /** What the page decoded, for a file that the worker cannot decode. */
  readonly pcm: DecodedPcm | null;
  readonly hearing: Hearing;
  /** What the embeddings are kept under. */
  readonly feature: EmbeddingId;
  /** Augmented versions to hear as well. */
  readonly variants?: readonly Variant[];
  readonly cache: Pick<FeatureCache, 'has'>;
  readonly signal?: AbortSignal;
  /** Takes one version after the other; the next waits until it resolves. */
  onHeard(heard: HeardClip): Promise<void> | void;
}

export interface HeardClip {
  /** The clip's hash, or the id of a variant of it. */
  readonly id: string;
  readonly windows: readonly TensorData[];
}

/** Resolves with the SHA-256 of the bytes. */
export async function hearFile(options: HearFileOptions): Promise<string> {
  const { file, pcm, hearing, feature, variants = [], cache, signal, onHeard } = options;
  if (file.size === 0) throw new EarmarkError('file-empty', '0 bytes');
  const hash = await hashBlob(file, signal);
  const { version } = describeEmbedding(feature);
  const missing: { readonly id: string; readonly variant: Variant | null }[] = [];
  for (const variant of [null, ...variants]) {
    const id = variant ? variantId(hash, variant) : hash;
    if (!(await cache.has(id, feature, version))) missing.push({ id, variant });
  }
  if (missing.length === 0) return hash;
  const { waveform } = await decodeExcerpt(file, pcm, signal);
  for (const { id, variant } of missing) {
    signal?.throwIfAborted();
    const version = variant ? await augment(waveform, variant) : waveform;
    await onHeard({ id, windows: await hearWindows(version, hearing) });
  }
  return hash;
}
