// A run's choice of network and pooling, as the feature that it learns from.

import type { BackboneUse, ParamValues } from '../core/run-types';
import { embeddingId, type EmbeddingId } from '../features/embedding-feature';
import { pooledSize, POOLINGS, type Pooling } from './pooling';

/** The setting that says how the windows of a clip become one embedding. */
export const POOLING_PARAM = 'pooling';

export function poolingOf(params: ParamValues): Pooling {
  return POOLINGS.find((pooling) => pooling === params[POOLING_PARAM]) ?? 'mean';
}

export function embeddingOf(
  { key, embeddingSize }: Pick<BackboneUse, 'key' | 'embeddingSize'>,
  pooling: Pooling,
): EmbeddingId {
  return embeddingId({ key: `${key}-${pooling}`, columns: pooledSize(embeddingSize, pooling) });
}
