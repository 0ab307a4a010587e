// Features of every clip, written beside them as `features.json`, so that a first run need not wait.
// The project's own extractors compute them from the decoded MP3s, as the page does for dropped files.

import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { extractAll } from '../../../src/features/analyse';
import { loadExtractor, type ExtractorId } from '../../../src/features/registry';
import { decodeMp3 } from './encode';
import type { Manifest } from './manifest';

const EXTRACTORS = ['timbre', 'essentia-descriptors'] as const satisfies readonly ExtractorId[];
type PrecomputedId = (typeof EXTRACTORS)[number];
const SIGNIFICANT_DIGITS = 6;

export interface FeatureFile {
  readonly version: 1;
  readonly extractors: Readonly<
    Record<PrecomputedId, { readonly version: number; readonly columns: readonly string[] }>
  >;
  /** By the clip's SHA-256, one value a column. */
  readonly values: Readonly<Record<string, Readonly<Record<PrecomputedId, readonly number[]>>>>;
}

/** @param folder of the set, holding `dataset.json` and the clips */
export async function writeFeatures(folder: string): Promise<void> {
  const text = await readFile(path.join(folder, 'dataset.json'), 'utf8');
  const { clips } = JSON.parse(text) as Manifest;
  const values: Record<string, Record<PrecomputedId, readonly number[]>> = {};
  for (const { file, sha256 } of clips) {
    values[sha256] = await featuresOf(new Uint8Array(await readFile(path.join(folder, file))));
  }
  const extractors = await byExtractor(describeExtractor);
  const content: FeatureFile = { version: 1, extractors, values };
  await writeFile(path.join(folder, 'features.json'), `${JSON.stringify(content)}\n`);
}

/** Features of one MP3, rounded as they are stored. */
export async function featuresOf(
  mp3: Uint8Array,
): Promise<Record<PrecomputedId, readonly number[]>> {
  const features = await extractAll(await decodeMp3(mp3), EXTRACTORS);
  return byExtractor((id) => {
    const value = features.get(id);
    if (value?.kind !== 'vector') throw new TypeError(`"${id}" gives no vector`);
    return Array.from(value.values, (number) => Number(number.toPrecision(SIGNIFICANT_DIGITS)));
  });
}

async function describeExtractor(
  id: PrecomputedId,
): Promise<{ version: number; columns: readonly string[] }> {
  const extractor = await loadExtractor(id);
  if (extractor.kind !== 'vector') throw new TypeError(`"${id}" gives no vector`);
  return { version: extractor.version, columns: extractor.columns.map(({ name }) => name) };
}

async function byExtractor<T>(
  give: (id: PrecomputedId) => T | Promise<T>,
): Promise<Record<PrecomputedId, T>> {
  return {
    timbre: await give('timbre'),
    'essentia-descriptors': await give('essentia-descriptors'),
  };
}
