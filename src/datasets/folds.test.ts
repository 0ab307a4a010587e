import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeClip } from '../../test/builders/clips';
import { foldSplits } from '../../test/builders/folds';
import type { Clip } from '../core/dataset-types';
import type { EarmarkError } from '../core/errors';
import { createRandom } from '../core/random';
import { artistKey } from './artist-split';
import type { FoldOptions, FoldSplit } from './folds';

const GENRES = ['blues', 'jazz', 'rock'];
const PARTS = ['train', 'validation', 'test'] as const;

const random: FoldOptions = { folds: 3, repeats: 2, strategy: 'random', validationFraction: 0.15 };
const artist: FoldOptions = { ...random, strategy: 'artist' };

/** At least four clips a genre, by four artists of its own and some that play anything. */
const clipList = fc
  .record({
    own: fc.array(fc.nat({ max: 5 }), { minLength: 12, maxLength: 12 }),
    others: fc.array(
      fc.record({
        genre: fc.constantFrom(...GENRES),
        artist: fc.option(fc.constantFrom('A', ' a ', 'B', 'C'), { nil: undefined }),
      }),
      { maxLength: 40 },
    ),
  })
  .map(({ own, others }) => {
    const owned = own.flatMap((extra, i) => {
      const clip = { genre: GENRES[i % 3]!, artist: `artist ${i}` };
      return Array.from({ length: 1 + extra }, () => clip);
    });
    return [...owned, ...others].map((clip, i) => makeClip({ ...clip, id: `id${i}` }));
  });
const seeds = fc.nat();
const choices = fc.record({
  folds: fc.integer({ min: 2, max: 4 }),
  repeats: fc.integer({ min: 1, max: 3 }),
  validationFraction: fc.double({ min: 0, max: 0.4, noNaN: true }),
});
const strategies = fc.constantFrom('random' as const, 'artist' as const);

const idsOf = (clips: readonly Clip[]): string[] => clips.map((clip) => clip.id).sort();

function countOf(clips: readonly Clip[], split: FoldSplit, part: (typeof PARTS)[number]) {
  const ids = new Set(split[part]);
  const chosen = clips.filter(({ id }) => ids.has(id));
  return GENRES.map((genre) => chosen.filter((clip) => clip.genre === genre).length);
}

function errorOf(action: () => unknown): Pick<EarmarkError, 'code' | 'got'> | null {
  try {
    action();
    return null;
  } catch (error) {
    return error as EarmarkError;
  }
}

describe('folds', () => {
  it('hold every clip out exactly once a repeat, and every clip is in one part of each fold', () => {
    fc.assert(
      fc.property(clipList, seeds, choices, strategies, (clips, seed, choice, strategy) => {
        const splits = foldSplits(clips, { ...choice, strategy }, seed);
        expect(splits.map(({ repeat, fold }) => [repeat, fold])).toEqual(
          Array.from({ length: choice.folds * choice.repeats }, (_, i) => [
            1 + Math.floor(i / choice.folds),
            1 + (i % choice.folds),
          ]),
        );
        for (const split of splits) {
          expect(PARTS.flatMap((part) => split[part]).sort()).toEqual(idsOf(clips));
        }
        for (let repeat = 1; repeat <= choice.repeats; repeat++) {
          const ofRepeat = splits.filter((split) => split.repeat === repeat);
          expect(ofRepeat.flatMap(({ test }) => test).sort()).toEqual(idsOf(clips));
        }
      }),
    );
  });

  it('have something of every genre to learn from', () => {
    fc.assert(
      fc.property(clipList, seeds, choices, strategies, (clips, seed, choice, strategy) => {
        for (const split of foldSplits(clips, { ...choice, strategy }, seed)) {
          expect(Math.min(...countOf(clips, split, 'train'))).toBeGreaterThan(0);
        }
      }),
    );
  });

  it('depend on the seed and not on the order of the clips', () => {
    fc.assert(
      fc.property(clipList, seeds, strategies, (clips, seed, strategy) => {
        const options = { ...random, strategy };
        const shuffled = createRandom(seed + 1).shuffle([...clips]);
        expect(foldSplits(shuffled, options, seed)).toEqual(foldSplits(clips, options, seed));
      }),
      { numRuns: 30 },
    );
    const clips = Array.from({ length: 60 }, (_, i) =>
      makeClip({ id: `id${i}`, genre: GENRES[i % 3]! }),
    );
    const [first, , , again] = foldSplits(clips, random, 1);
    expect(foldSplits(clips, random, 2)[0]).not.toEqual(first);
    expect(again!.test).not.toEqual(first!.test);
  });

  it('give validation the share that one split would give it', () => {
    const clips = Array.from({ length: 90 }, (_, i) =>
      makeClip({ id: `id${i}`, genre: GENRES[i % 3]!, artist: `artist ${i % 45}` }),
    );
    for (const strategy of ['random', 'artist'] as const) {
      const options = { ...random, strategy, validationFraction: 0.2 };
      for (const split of foldSplits(clips, options, 5)) {
        expect(countOf(clips, split, 'validation')).toEqual([6, 6, 6]);
      }
    }
    const none = foldSplits(clips, { ...random, validationFraction: 0 }, 5);
    expect(none.flatMap(({ validation }) => validation)).toEqual([]);
  });
});

describe('random folds', () => {
  it('hold the same number of clips of each genre, to one clip, and of all clips', () => {
    fc.assert(
      fc.property(clipList, seeds, choices, (clips, seed, choice) => {
        const splits = foldSplits(clips, { ...choice, strategy: 'random' }, seed);
        for (let repeat = 1; repeat <= choice.repeats; repeat++) {
          const counts = splits
            .filter((split) => split.repeat === repeat)
            .map((split) => countOf(clips, split, 'test'));
          const sizes = counts.map((ofFold) => ofFold.reduce((sum, n) => sum + n, 0));
          for (const column of [...GENRES.map((_, g) => counts.map((ofFold) => ofFold[g]!)), sizes])
            expect(Math.max(...column) - Math.min(...column)).toBeLessThanOrEqual(1);
        }
      }),
    );
  });
});

describe('artist folds', () => {
  it('keep all clips of an artist in one part, whichever way the name is written', () => {
    fc.assert(
      fc.property(clipList, seeds, choices, (clips, seed, choice) => {
        for (const split of foldSplits(clips, { ...choice, strategy: 'artist' }, seed)) {
          const partOf = new Map(PARTS.flatMap((part) => split[part].map((id) => [id, part])));
          const sides = new Map<string, Set<string>>();
          for (const clip of clips) {
            const key = artistKey(clip);
            if (key === null) continue;
            sides.set(key, (sides.get(key) ?? new Set()).add(partOf.get(clip.id)!));
          }
          for (const parts of sides.values()) expect(parts.size).toBe(1);
        }
      }),
    );
  });

  it('give validation a whole artist of each genre, even where that is more than its share', () => {
    const clips = Array.from({ length: 360 }, (_, i) =>
      makeClip({ id: `id${i}`, genre: GENRES[i % 3]!, artist: `artist ${i % 9}` }),
    );
    for (const split of foldSplits(clips, artist, 1)) {
      expect(PARTS.map((part) => countOf(clips, split, part))).toEqual(Array(3).fill([40, 40, 40]));
      expect(split.unvalidated).toEqual([]);
    }
    const solo = clips.map((clip) =>
      clip.genre === 'jazz' ? { ...clip, artist: `jazz ${clip.artist === 'artist 1'}` } : clip,
    );
    for (const split of foldSplits(solo, { ...artist, folds: 2 }, 1)) {
      expect(countOf(clips, split, 'train')[1]).toBeGreaterThan(0);
      expect(split.unvalidated).toContain('jazz');
    }
  });

  it('spread clips without an artist as if each were an artist of its own', () => {
    const clips = Array.from({ length: 30 }, (_, i) =>
      makeClip({ id: `id${i}`, genre: GENRES[i % 3]!, ...(i < 6 && { artist: `A${i % 3}` }) }),
    );
    for (const split of foldSplits(clips, { ...artist, folds: 5 }, 1)) {
      expect(countOf(clips, split, 'test')).toEqual([2, 2, 2]);
    }
  });
});

it('folds of clips with several labels do not need every main genre in each', () => {
  const clips = Array.from({ length: 22 }, (_, i) =>
    makeClip({ id: `id${i}`, genre: i < 2 ? 'polka' : GENRES[i % 3]!, labels: ['loud'] }),
  );
  const splits = foldSplits(clips, { ...random, folds: 5, severalLabels: true }, 1);
  expect(splits.flatMap(({ test }) => test)).toHaveLength(44);
});

describe('folds that cannot be made', () => {
  const clips = (perGenre: number, artistOf: (i: number) => string | undefined = () => undefined) =>
    ['jazz', 'rock'].flatMap((genre) =>
      Array.from({ length: genre === 'jazz' ? perGenre : 20 }, (_, i) =>
        makeClip({ id: `${genre}${i}`, genre, artist: artistOf(i) }),
      ),
    );

  it('are refused with the genres that lack clips or artists', () => {
    expect(errorOf(() => foldSplits(clips(4), { ...random, folds: 5 }, 1))).toMatchObject({
      code: 'folds-too-few-clips',
      got: '5 folds, but jazz: 4 clips',
    });
    expect(errorOf(() => foldSplits([], random, 1))?.code).toBe('folds-too-few-clips');
    const twoArtists = clips(20, (i) => `artist ${i % 2}`);
    expect(errorOf(() => foldSplits(twoArtists, artist, 1))).toMatchObject({
      code: 'folds-too-few-artists',
      got: '3 folds, but jazz: 2 artists, rock: 2 artists',
    });
    expect(errorOf(() => foldSplits(clips(20), artist, 1))?.code).toBe('split-needs-artists');
    expect(errorOf(() => foldSplits(clips(20), { ...random, strategy: 'imported' }, 1))?.code).toBe(
      'folds-of-imported-split',
    );
  });
});
