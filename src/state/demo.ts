// The bundled demo set: its list of clips and their precomputed features, fetched from beside the page.

import * as v from 'valibot';
import type { Dataset } from '$lib/core/dataset-types';
import { EarmarkError } from '$lib/core/errors';
import type { FeatureValue } from '$lib/features/extractor';
import { featureKey } from '$lib/storage/feature-store';

const DEMO_ID = 'demo';

const listSchema = v.object({
  version: v.literal(1),
  title: v.string(),
  clips: v.array(
    v.object({
      file: v.string(),
      genre: v.string(),
      artist: v.string(),
      durationSeconds: v.number(),
      sampleRate: v.number(),
      channels: v.number(),
      bytes: v.number(),
      sha256: v.string(),
    }),
  ),
});

const featuresSchema = v.object({
  version: v.literal(1),
  extractors: v.record(v.string(), v.object({ version: v.number() })),
  values: v.record(v.string(), v.record(v.string(), v.array(v.number()))),
});

export interface Demo {
  readonly dataset: Dataset;
  /** By `featureKey`. */
  readonly features: readonly (readonly [string, FeatureValue])[];
  /** Where each clip's audio lies. */
  readonly urls: readonly (readonly [string, string])[];
}

/** @throws EarmarkError `demo-unavailable` */
export async function fetchDemo(): Promise<Demo> {
  const base = new URL('static-datasets/demo/', document.baseURI);
  const [list, precomputed] = await Promise.all([
    fetchJson(new URL('dataset.json', base), listSchema),
    fetchJson(new URL('features.json', base), featuresSchema),
  ]);
  const dataset: Dataset = {
    version: 1,
    id: DEMO_ID,
    title: list.title,
    synthetic: true,
    clips: list.clips.map(({ file, genre, artist, bytes, sha256, ...audio }) => ({
      id: sha256,
      name: file.replace(/^clips\//, ''),
      genre,
      artist,
      bytes,
      audio: { ...audio, format: 'MP3' },
    })),
    quarantined: [],
    notes: [],
  };
  const features = Object.entries(precomputed.values).flatMap(([hash, byExtractor]) =>
    Object.entries(byExtractor).map(([extractor, values]) => {
      const version = precomputed.extractors[extractor]?.version ?? 0;
      const value: FeatureValue = { kind: 'vector', values: Float32Array.from(values) };
      return [featureKey(hash, extractor, version), value] as const;
    }),
  );
  const urls = list.clips.map((clip) => [clip.sha256, new URL(clip.file, base).href] as const);
  return { dataset, features, urls };
}

async function fetchJson<Output>(
  url: URL,
  schema: v.GenericSchema<unknown, Output>,
): Promise<Output> {
  const response = await fetch(url).catch((error: unknown) => {
    throw new EarmarkError('demo-unavailable', `no answer for ${url.pathname}`, { cause: error });
  });
  if (!response.ok) {
    throw new EarmarkError(
      'demo-unavailable',
      `HTTP status ${response.status} for ${url.pathname}`,
    );
  }
  const json: unknown = await response.json().catch(() => null); // a host may answer with a page
  const parsed = v.safeParse(schema, json);
  if (!parsed.success) {
    throw new EarmarkError('demo-unavailable', `an unexpected form of ${url.pathname}`);
  }
  return parsed.output;
}
