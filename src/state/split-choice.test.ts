import { expect, it } from 'vitest';
import { makeClip } from '../../test/builders/clips';
import type { Clip, Dataset } from '../core/dataset-types';
import { SplitChoice } from './split-choice.svelte';
import type { ValidationKind } from './validation-choice.svelte';

function datasetOf(more: Partial<Clip>): Dataset {
  const clips = [makeClip({ id: 'a', ...more }), makeClip({ id: 'b', ...more })];
  const empty = { quarantined: [], notes: [] };
  return { version: 1, id: 'd', title: 'd', synthetic: false, clips, ...empty };
}

function choiceOn(more: Partial<Clip>, kind: ValidationKind = 'none'): SplitChoice {
  return new SplitChoice({ dataset: { current: datasetOf(more) }, examination: { kind } });
}

it('falls back to chance where the dataset lacks what the chosen split takes, and says why', () => {
  const strategyOf = (strategy: 'random' | 'artist' | 'imported', more: Partial<Clip>) => {
    const choice = choiceOn(more);
    choice.choose(strategy);
    expect(choice.chosen).toBe(strategy);
    return [choice.strategy, choice.missing];
  };
  expect(strategyOf('artist', {})).toEqual(['random', 'no artists known']);
  expect(strategyOf('artist', { artist: 'A' })).toEqual(['artist', '']);
  expect(strategyOf('imported', { artist: 'A' })).toEqual(['random', 'none found']);
  expect(strategyOf('imported', { split: 'test' })).toEqual(['imported', '']);
});

it('takes no other list for the one that was chosen', () => {
  const choice = choiceOn({ split: 'test' });
  choice.choose('imported', 'filtered');
  expect(choice.strategy).toBe('random');
  expect(choice.missing).toContain('filtered');
});

it('an imported split gives way to folds', () => {
  const choice = choiceOn({ split: 'test' }, 'kfold');
  choice.choose('imported');
  expect([choice.strategy, choice.missing]).toEqual(['random', 'not with cross-validation']);
});
