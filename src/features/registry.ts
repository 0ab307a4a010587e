// Every feature extractor there is. To add one: one file, one line here.
// Loading is lazy, so that the page never pays for an extractor it does not run.

import { describeEmbedding, isEmbeddingId, type EmbeddingId } from './embedding-feature';
import type { Feature, FeatureExtractor } from './extractor';

const EXTRACTORS = {
  'log-mel': async () => (await import('./log-mel')).logMelExtractor,
  timbre: async () => (await import('./timbre')).timbreExtractor,
  'kaggle-57': async () => (await import('./kaggle-57')).kaggle57Extractor,
  'essentia-descriptors': async () =>
    (await import('./essentia-descriptors')).essentiaDescriptorsExtractor,
  'essentia-extended': async () => (await import('./essentia-extended')).essentiaExtendedExtractor,
  'fma-518': async () => (await import('./fma-518')).fma518Extractor,
  'fma-518-corrected': async () => (await import('./fma-518')).fma518CorrectedExtractor,
} satisfies Record<string, () => Promise<FeatureExtractor>>;

export type ExtractorId = keyof typeof EXTRACTORS;

/** All that can be kept of a clip. */
export type FeatureId = ExtractorId | EmbeddingId;

export const EXTRACTOR_IDS = Object.keys(EXTRACTORS) as ExtractorId[];

/** What every import measures: enough for the defaults of all approaches. Others are measured when something asks for them. */
export const IMPORT_EXTRACTOR_IDS: readonly ExtractorId[] = ['log-mel', 'timbre'];

export function loadExtractor(id: ExtractorId): Promise<FeatureExtractor> {
  return EXTRACTORS[id]();
}

/** What has to be measured; the rest is what pretrained networks hear. */
export function extractorsAmong(features: readonly FeatureId[]): ExtractorId[] {
  return features.filter((id) => !isEmbeddingId(id));
}

export async function loadFeature(id: FeatureId): Promise<Feature> {
  return isEmbeddingId(id) ? describeEmbedding(id) : loadExtractor(id);
}
