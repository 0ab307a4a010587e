// Every feature extractor there is. To add one: one file, one line here.
// Loading is lazy, so that the page never pays for an extractor it does not run.

import type { FeatureExtractor } from './extractor';

const EXTRACTORS = {
  'log-mel': async () => (await import('./log-mel')).logMelExtractor,
  timbre: async () => (await import('./timbre')).timbreExtractor,
  'essentia-descriptors': async () =>
    (await import('./essentia-descriptors')).essentiaDescriptorsExtractor,
} satisfies Record<string, () => Promise<FeatureExtractor>>;

export type ExtractorId = keyof typeof EXTRACTORS;

export const EXTRACTOR_IDS = Object.keys(EXTRACTORS) as ExtractorId[];

export function loadExtractor(id: ExtractorId): Promise<FeatureExtractor> {
  return EXTRACTORS[id]();
}
