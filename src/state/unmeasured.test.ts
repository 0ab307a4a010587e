import { expect, it, vi } from 'vitest';
import { makeClip } from '../../test/builders/clips';
import { loadExtractor } from '../features/registry';
import { featureKey, featureStore } from '../storage/feature-store';
import { Unmeasured } from './unmeasured.svelte';

const clips = ['a', 'b', 'c'].map((id) => makeClip({ id }));

it('counts the clips that lack a set', async () => {
  const { version } = await loadExtractor('log-mel');
  const keys = [featureKey('a', 'log-mel', version), featureKey('b', 'log-mel', version + 1)];
  vi.spyOn(featureStore, 'keys').mockResolvedValue(new Set(keys));
  const unmeasured = new Unmeasured();
  await unmeasured.count(clips, ['log-mel']);
  expect(unmeasured.clips).toBe(2);
  await Promise.all([unmeasured.count(clips, ['timbre']), unmeasured.count([], ['log-mel'])]);
  expect(unmeasured.clips).toBe(0); // of what was asked last
});
