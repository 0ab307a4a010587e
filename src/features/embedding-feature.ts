// An embedding, which a pretrained network gives, as a feature beside those that extractors give. Its id says all that
// reading it back needs: which network under which contract and pooling (a key), and how many numbers it has.

import type { VectorFeature } from './extractor';

export type EmbeddingId = `embedding:${string}`;

const PREFIX = 'embedding:';
/** Raised when the way from a clip to its embedding changes for every network. */
const VERSION = 1;

export interface EmbeddingFacts {
  /** Names all that the numbers depend on; holds no colon. */
  readonly key: string;
  /** Numbers a clip. */
  readonly columns: number;
}

export function embeddingId({ key, columns }: EmbeddingFacts): EmbeddingId {
  return `${PREFIX}${key}:${columns}`;
}

export function isEmbeddingId(id: string): id is EmbeddingId {
  return id.startsWith(PREFIX);
}

/** Numbers a clip. */
export function numColumnsOf(id: EmbeddingId): number {
  return Number(id.slice(id.lastIndexOf(':') + 1));
}

export function describeEmbedding(id: EmbeddingId): VectorFeature {
  return {
    id,
    version: VERSION,
    kind: 'vector',
    title: 'what the pretrained network hears',
    columns: Array.from({ length: numColumnsOf(id) }, (_, index) => ({
      name: `embedding_${index + 1}`,
      unit: '',
      help: 'One of the numbers by which the pretrained network describes a clip; alone it has no name.',
    })),
  };
}
