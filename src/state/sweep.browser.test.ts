// What nothing needs any more is freed, and nothing else: not even of a run that is saved meanwhile.

import { clear } from 'idb-keyval';
import { expect, test } from 'vitest';
import { makeClip } from '../../test/builders/clips';
import type { Run } from '../core/run-types';
import { variantId } from '../core/variant';
import { runVariantIds } from '../evaluation/examples';
import { AudioSources } from '../storage/audio-sources';
import { featureStore } from '../storage/feature-store';
import { sweepUnused } from './sweep';

const value = { kind: 'vector', values: Float32Array.of(1) } as const;
const runOf = (clipId: string, seed = 1) =>
  ({
    config: { seed, params: { variants: 1 } },
    split: { train: [clipId], validation: [], test: [] },
  }) as unknown as Run;

test('keeps the variants of every run, saved before or meanwhile, and frees the others', async () => {
  await clear();
  const clips = ['a', 'b'].map((id) => makeClip({ id }));
  const variant = { stretchRate: 1, pitchSemitones: 1, noiseAmplitude: 0, noiseSeed: 1 };
  const unused = variantId('a', variant);
  const [used] = runVariantIds(runOf('a')) as [string];
  const [late] = runVariantIds(runOf('b', 2)) as [string];
  for (const id of ['a', 'b', 'gone', unused, used]) await featureStore.put(id, 'timbre', 1, value);
  const datasets = [{ clips }] as unknown as Parameters<typeof sweepUnused>[0]['datasets'];
  const readRuns = async () => {
    const saved = [runOf('a')];
    await featureStore.put(late, 'timbre', 1, value); // by a run that was saved a moment later
    return saved;
  };
  await sweepUnused({ datasets, readRuns }, new AudioSources());
  expect(await featureStore.clipIds()).toEqual(['a', 'b']);
  expect(new Set(await featureStore.variantIds())).toEqual(new Set([used, late]));
});
