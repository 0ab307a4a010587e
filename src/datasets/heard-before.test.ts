import { expect, it } from 'vitest';
import { heardAmong, heldOutClips, learnedFrom } from './heard-before';

const split = { train: ['a', 'b'], validation: ['c'], test: ['d', 'e'] };

it('counts training and validation clips as heard, and what its own start had heard, once each', () => {
  expect(learnedFrom({ split })).toEqual(['a', 'b', 'c']);
  expect(learnedFrom({ split, heardBefore: ['b', 'z'] })).toEqual(['a', 'b', 'c', 'z']);
});

it('finds the test clips of another split that were heard, never its own', () => {
  const heard = learnedFrom({ split });
  expect(heardAmong(split.test, heard)).toEqual([]);
  expect(heardAmong(['e', 'c', 'x', 'a'], heard)).toEqual(['c', 'a']);
});

it('takes every clip of a cross-validation as held out', () => {
  expect(heldOutClips({ split, config: {} })).toEqual(['d', 'e']);
  const folds = { ...split, train: ['a', 'd'] };
  const config = { crossValidation: { folds: 2, repeats: 1 } };
  expect(heldOutClips({ split: folds, config })).toEqual(['a', 'd']);
});
