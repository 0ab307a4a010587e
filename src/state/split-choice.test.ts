import { expect, it } from 'vitest';
import { makeClip } from '../../test/builders/clips';
import type { Clip, Dataset } from '../core/dataset-types';
import { SplitChoice } from './split-choice.svelte';

function datasetOf(more: Partial<Clip>): Dataset {
  const clips = [makeClip({ id: 'a', ...more }), makeClip({ id: 'b', ...more })];
  const empty = { quarantined: [], notes: [] };
  return { version: 1, id: 'd', title: 'd', synthetic: false, clips, ...empty };
}

it('falls back to chance where the dataset lacks what the chosen split takes', () => {
  const strategyOf = (strategy: 'random' | 'artist' | 'imported', more: Partial<Clip>) => {
    const choice = new SplitChoice({ current: datasetOf(more) });
    choice.choose(strategy);
    return choice.strategy;
  };
  expect(strategyOf('artist', {})).toBe('random');
  expect(strategyOf('artist', { artist: 'A' })).toBe('artist');
  expect(strategyOf('imported', { artist: 'A' })).toBe('random');
  expect(strategyOf('imported', { split: 'test' })).toBe('imported');
});
