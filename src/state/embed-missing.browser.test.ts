// A network that says the same of every clip ends the run before it begins.

import { expect, it } from 'vitest';
import type { Clip } from '../core/dataset-types';
import { embeddingId } from '../features/embedding-feature';
import { describeEmbedding } from '../features/embedding-feature';
import { featureStore } from '../storage/feature-store';
import { embedMissing, type EmbedMissingOptions } from './embed-missing';

async function embedded(key: string, valuesOf: (index: number) => number[]): Promise<unknown> {
  const feature = embeddingId({ key, columns: 3 });
  const clips = [0, 1, 2].map((index) => ({ id: `${key}-${index}` }) as Clip);
  const { version } = describeEmbedding(feature);
  for (const [index, { id }] of clips.entries()) {
    const values = Float32Array.from(valuesOf(index));
    await featureStore.put(id, feature, version, { kind: 'vector', values });
  }
  return embedMissing({
    clips,
    feature,
    backbone: { id: 'mute', title: 'Mute', key, embeddingSize: 3 },
    pool: { size: 1 },
    signal: new AbortController().signal,
    onProgress: () => undefined,
  } as unknown as EmbedMissingOptions);
}

it('refuses embeddings that are all the same', async () => {
  await expect(embedded('c0ffee0000000001-mean', () => [1, -2, 3])).rejects.toMatchObject({
    code: 'backbone-constant',
    record: { got: 'the same 3 numbers from Mute for all of 3 clips' },
  });
});

it('takes embeddings of which one differs', async () => {
  const work = embedded('c0ffee0000000002-mean', (index) => [1, -2, index === 2 ? 3.1 : 3]);
  await expect(work).resolves.toEqual([]);
});
