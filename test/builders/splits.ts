// What tests of splits have in common: made-up clips, settings, and ways to look at a split.

import fc from 'fast-check';
import type { Clip, Split } from '../../src/core/dataset-types';
import type { EarmarkError } from '../../src/core/errors';
import type { RunConfig } from '../../src/core/run-types';
import { makeClip } from './clips';

type SplitConfig = RunConfig['split'];

export const random: SplitConfig = {
  strategy: 'random',
  testFraction: 0.2,
  validationFraction: 0.1,
};
export const artist: SplitConfig = { ...random, strategy: 'artist' };
export const imported: SplitConfig = { ...random, strategy: 'imported' };

/** Three genres, six artists; some clips without. */
export const clipList = fc
  .array(
    fc.record({
      genre: fc.constantFrom('blues', 'jazz', 'rock'),
      artist: fc.option(fc.constantFrom('A', 'B', 'C', 'D', 'E', 'F'), { nil: undefined }),
    }),
    { minLength: 1, maxLength: 60 },
  )
  .map((items) => items.map((item, i) => makeClip({ ...item, id: `id${i}` })));
export const seeds = fc.nat();
export const fractions = fc.record({
  testFraction: fc.double({ min: 0.05, max: 0.5, noNaN: true }),
  validationFraction: fc.double({ min: 0, max: 0.5, noNaN: true }),
});

export function allIds(split: Split): string[] {
  return [...split.train, ...split.validation, ...split.test];
}

/** Clips of each genre in each part. */
export function sidesOf(
  clips: readonly Clip[],
  split: Split,
): Map<string, Record<keyof Split, number>> {
  const sides = new Map<string, Record<keyof Split, number>>();
  for (const clip of clips) {
    const counts = sides.get(clip.genre) ?? { train: 0, validation: 0, test: 0 };
    for (const part of ['train', 'validation', 'test'] as const) {
      if (split[part].includes(clip.id)) counts[part]++;
    }
    sides.set(clip.genre, counts);
  }
  return sides;
}

/** Of the error that it throws, or "none". */
export function codeOf(action: () => unknown): string {
  try {
    action();
    return 'none';
  } catch (error) {
    return (error as EarmarkError).code;
  }
}
