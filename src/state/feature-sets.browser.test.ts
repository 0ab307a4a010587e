// Feature sets beside a dataset: counted from what is kept, read once, measured on demand.

import { beforeEach, expect, test, vi } from 'vitest';
import { makeClip } from '../../test/builders/clips';
import type { Dataset } from '../core/dataset-types';
import { EarmarkError } from '../core/errors';
import { loadExtractor } from '../features/registry';
import { featureKey, featureStore } from '../storage/feature-store';
import type { DatasetState } from './dataset.svelte';
import { FeatureSetsState } from './feature-sets.svelte';
import type { measureAll } from './measure-all';

const clips = ['a', 'b', 'c'].map((id) => makeClip({ id }));

async function keep(ids: readonly string[], value = 1): Promise<void> {
  const extractor = await loadExtractor('timbre');
  if (extractor.kind !== 'vector') throw new Error('timbre is a vector');
  const values = new Float32Array(extractor.columns.length).fill(value);
  await featureStore.putMany(
    ids.map((id) => [
      featureKey(id, extractor.id, extractor.version),
      { kind: 'vector', values } as const,
    ]),
  );
}

/** As much of the dataset as feature sets look at. */
function makeState(measure: typeof measureAll = vi.fn()) {
  const dataset = { current: { clips } as Pick<Dataset, 'clips'> | null };
  return { dataset, sets: new FeatureSetsState(dataset as unknown as DatasetState, measure) };
}

beforeEach(() => featureStore.deleteClips(new Set(clips.map(({ id }) => id))));

test('counts what is kept, sets always in the same order', async () => {
  const empty = makeState().sets;
  await empty.refresh();
  await keep(['a', 'c']);
  const { sets } = makeState();
  expect(sets.list).toBeNull();
  await sets.refresh();
  expect(sets.fullest).toMatchObject({ id: 'timbre', measured: 2 });
  expect(sets.list!.filter(({ measured }) => measured > 0)).toHaveLength(1);
  expect(sets.list!.map(({ id }) => id)).toEqual(empty.list!.map(({ id }) => id));
});

test('reads a profile once, and anew when more clips were measured', async () => {
  await keep(['a', 'c']);
  const { sets } = makeState();
  await sets.refresh();
  const profile = await sets.profileOf(sets.fullest!);
  expect(profile.numClips).toBe(2);
  expect(profile.has('b')).toBe(false);
  await sets.refresh();
  expect(await sets.profileOf(sets.fullest!)).toBe(profile);
  await keep(['b']);
  await sets.refresh();
  expect((await sets.profileOf(sets.fullest!)).has('b')).toBe(true);
});

test('measures with progress, and tells what could not be', async () => {
  const seen: (number | undefined)[] = [];
  const { sets } = makeState(async ({ onProgress }) => {
    seen.push(sets.measuring?.fraction);
    onProgress(0.5);
    seen.push(sets.measuring?.fraction);
    await keep(['a']);
    throw new EarmarkError('features-missing', '2 clips without them');
  });
  await sets.refresh();
  await expect(sets.measure('timbre')).rejects.toThrow('2 clips');
  expect(seen).toEqual([0, 0.5]);
  expect(sets.measuring).toBeNull();
  expect(sets.list!.find(({ id }) => id === 'timbre')!.measured).toBe(1);
});

test('can be stopped', async () => {
  const { sets } = makeState(({ signal }) => {
    sets.stop();
    return Promise.reject(signal.reason as Error);
  });
  await sets.refresh();
  await expect(sets.measure('timbre')).rejects.toThrow('abort');
  expect(sets.measuring).toBeNull();
});
