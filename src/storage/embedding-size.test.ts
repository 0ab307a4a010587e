// How much room embeddings take, as structured clone writes what IndexedDB keeps.

import { serialize } from 'node:v8';
import { expect, it } from 'vitest';
import { describeEmbedding, embeddingId } from '../features/embedding-feature';
import { encodeFeature, featureKey } from './feature-store';

const CLIPS = 1000;
const COLUMNS = 768;
const MOST_BYTES = 4e6;

it('a thousand embeddings of 768 numbers take less than 4 MB', () => {
  const feature = embeddingId({ key: `${'c0ffee'.repeat(2)}0000-mean`, columns: COLUMNS });
  const { version } = describeEmbedding(feature);
  let bytes = 0;
  for (let clip = 0; clip < CLIPS; clip++) {
    const values = Float32Array.from({ length: COLUMNS }, (_, i) => Math.sin(clip + i));
    const key = featureKey(String(clip).padStart(64, '0'), feature, version);
    bytes += serialize(encodeFeature({ kind: 'vector', values })).length + serialize(key).length;
  }
  console.log(`${(bytes / 1e6).toFixed(2)} MB`);
  expect(bytes).toBeLessThan(MOST_BYTES);
});
