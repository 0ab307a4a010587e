// FMA's full table must not freeze the page: what it works out for every change of a dataset or a setting, at that size.

import { expect, it } from 'vitest';
import type { Clip, SplitStrategy } from '../core/dataset-types';
import type { ParamValues } from '../core/run-types';
import { analyseDataset } from '../datasets/analyse';
import { datasetFingerprint, splitFingerprint } from '../datasets/fingerprint';
import { foldDealer } from '../datasets/folds';
import { findApproach } from '../trainers/registry';
import { planTraining } from './training-plan';

const ROWS = 106_574;
/** Of processor time; each takes about a quarter of it, and what grows with the square would take minutes. */
const LIMIT_MILLISECONDS = 1000;

const PARTS = ['train', 'train', 'train', 'validation', 'test'] as const;
const CLIPS = Array.from({ length: ROWS }, (_, row): Clip => ({
  id: `0123456789abcdef/${row}`,
  name: String((row * 3) % 155_320).padStart(6, '0'),
  genre: `genre ${(row * 7919) % 16}`,
  artist: `artist ${row % 16_341}`,
  split: PARTS[row % PARTS.length],
  audio: null,
  bytes: 0,
  row,
}));

const plan =
  (strategy: SplitStrategy, folds: ParamValues | null = null) =>
  () => {
    const approach = findApproach('quick-baseline')!;
    const { phase } = planTraining({
      clips: CLIPS,
      approach,
      seed: 1,
      params: {},
      strategy,
      folds,
    });
    expect(phase).toBe('ready');
  };

/** As the worker does before the first fold: of one repeat. */
const deal = (strategy: SplitStrategy) => () => {
  const options = { folds: 5, repeats: 2, strategy, validationFraction: 0.15 };
  const [first] = foldDealer(CLIPS, options, 1)(1);
  expect(first!.unvalidated).toEqual([]);
  splitFingerprint(first!);
};

it.each<[string, () => unknown]>([
  ['its fingerprint', () => datasetFingerprint(CLIPS)],
  ['its analysis', () => analyseDataset(CLIPS)],
  ['a random split', plan('random')],
  ['a split by artist', plan('artist')],
  ['an imported split', plan('imported')],
  ['a random cross-validation', plan('random', { folds: 10, repeats: 2 })],
  ['a cross-validation by artist', plan('artist', { folds: 10, repeats: 2 })],
  ['random folds', deal('random')],
  ['folds by artist', deal('artist')],
])('106,574 rows: %s', (what, work) => {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  const milliseconds = (user + system) / 1000;
  console.log(`${what}: ${milliseconds.toFixed(0)} ms`);
  expect(milliseconds).toBeLessThan(LIMIT_MILLISECONDS);
});
