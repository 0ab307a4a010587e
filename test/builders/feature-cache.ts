// Feature caches without a browser's storage: one that forgets everything, and one that keeps it in memory.

import type { AnalysedAudio, FeatureCache } from '../../src/features/analyse-file';
import type { FeatureValue } from '../../src/features/extractor';

export const NO_CACHE: FeatureCache = {
  has: () => Promise.resolve(false),
  get: () => Promise.resolve(null),
  put: () => Promise.resolve(),
  getAudio: () => Promise.resolve(null),
  putAudio: () => Promise.resolve(),
};

export interface MemoryCache {
  readonly cache: FeatureCache;
  /** By "id/extractor/version". */
  readonly rows: Map<string, FeatureValue>;
  /** "id/extractor" of everything that was put, in order. */
  readonly written: string[];
}

export function memoryCache(): MemoryCache {
  const rows = new Map<string, FeatureValue>();
  const audio = new Map<string, AnalysedAudio>();
  const written: string[] = [];
  const cache: FeatureCache = {
    has: async (...key) => rows.has(key.join('/')),
    get: async (...key) => rows.get(key.join('/')) ?? null,
    put: async (id, extractor, version, value) => {
      written.push(`${id}/${extractor}`);
      rows.set([id, extractor, version].join('/'), value);
    },
    getAudio: async (hash) => audio.get(hash) ?? null,
    putAudio: async (hash, value) => void audio.set(hash, value),
  };
  return { cache, rows, written };
}
