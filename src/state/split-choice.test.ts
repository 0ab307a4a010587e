import { describe, expect, it } from 'vitest';
import { makeClip } from '../../test/builders/clips';
import type { Clip, Dataset, ImportedList } from '../core/dataset-types';
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

describe('a split that came with the data', () => {
  const whole = (id: string, more: Partial<Dataset> = {}): Dataset => {
    const clips = (['train', 'test'] as const).map((split) => makeClip({ id: split, split }));
    return { ...datasetOf({}), id, clips, ...more };
  };
  const bare = (id: string): Dataset => ({ ...datasetOf({ artist: 'A' }), id });
  function visit(first: Dataset, examination: { kind: ValidationKind } = { kind: 'none' }) {
    const dataset = { current: first };
    return { dataset, choice: new SplitChoice({ dataset, examination }) };
  }
  const stateOf = ({ strategy, isGiven, list }: SplitChoice) => [strategy, isGiven, list];

  it('is used until another is chosen by hand, which stays with its dataset', () => {
    expect(stateOf(visit(whole('a')).choice)).toEqual(['imported', true, null]);
    const { dataset, choice } = visit(whole('a'));
    choice.choose('random');
    expect(stateOf(choice)).toEqual(['random', false, null]);
    dataset.current = whole('a', { title: 'with another list' });
    expect(choice.strategy).toBe('random');
    dataset.current = whole('b');
    expect(stateOf(choice)).toEqual(['imported', true, null]);
  });

  it('is not carried over to a dataset without one, as a choice by hand is', () => {
    expect(choiceOn({ artist: 'A' }).strategy).toBe('random');
    const { dataset, choice } = visit(bare('a'));
    choice.choose('artist');
    dataset.current = whole('b');
    expect(stateOf(choice)).toEqual(['imported', true, null]);
    dataset.current = bare('c');
    expect([choice.strategy, choice.missing]).toEqual(['artist', '']);
  });

  it('has training and test clips: else the newest list that has', () => {
    expect(choiceOn({ split: 'test' }).strategy).toBe('random');
    const [train, test, part] = ['train', 'test', 'test'] as const;
    const listOf = (name: string, splits: readonly ('train' | 'test')[]): ImportedList => ({
      name,
      says: splits.map((split, i) => ({ split, files: [`rock/${'ab'[i]}.wav`] })),
    });
    const lists = [listOf('old', [train, test]), listOf('new', [test, train]), listOf('', [part])];
    const dataset = { ...datasetOf({ split: part }), lists };
    const { choice } = visit(dataset);
    expect(stateOf(choice)).toEqual(['imported', true, 'new']);
    expect(choice.clips.map(({ split }) => split)).toEqual(['test', 'train']);
  });

  it('gives way to folds, and says so', () => {
    const { choice } = visit(whole('a'), { kind: 'kfold' });
    expect(stateOf(choice)).toEqual(['random', false, null]);
    expect([choice.chosen, choice.missing]).toEqual(['imported', 'not with cross-validation']);
  });
});

it('counts the clips that a split by artist takes for artists of their own', () => {
  const clips = [undefined, ' ', 'A'].map((artist, i) => makeClip({ id: `${i}`, artist }));
  const dataset = { current: { ...datasetOf({}), clips } };
  const choice = new SplitChoice({ dataset, examination: { kind: 'none' } });
  expect(choice.clipsWithoutArtist).toBe(2);
});
