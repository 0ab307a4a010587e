import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SplitPart } from '../core/dataset-types';
import { createRandom } from '../core/random';
import { makeClip } from '../../test/builders/clips';
import {
  allIds,
  artist,
  clipList,
  codeOf,
  fractions,
  imported,
  random,
  seeds,
  sidesOf,
} from '../../test/builders/splits';
import { checkTrainable, genresToLeaveOut, makeLabelSplit, makeSplit } from './split';

describe('random split', () => {
  it('puts every clip in exactly one part and every genre on both sides', () => {
    fc.assert(
      fc.property(clipList, seeds, fractions, (clips, seed, fraction) => {
        const split = makeSplit(clips, { ...random, ...fraction }, seed);
        expect(allIds(split).sort()).toEqual(clips.map((clip) => clip.id).sort());
        for (const counts of sidesOf(clips, split).values()) {
          const total = counts.train + counts.validation + counts.test;
          expect(counts.train).toBeGreaterThanOrEqual(1);
          if (total >= 2) expect(counts.test).toBeGreaterThanOrEqual(1);
          if (total < 4) expect(counts.validation).toBe(0);
        }
      }),
    );
  });

  it('depends on the seed and not on the order of the clips', () => {
    fc.assert(
      fc.property(clipList, seeds, (clips, seed) => {
        const shuffled = createRandom(seed + 1).shuffle([...clips]);
        expect(makeSplit(shuffled, random, seed)).toEqual(makeSplit(clips, random, seed));
      }),
    );
    const clips = Array.from({ length: 40 }, (_, i) => makeClip({ id: `${i}` }));
    expect(makeSplit(clips, random, 1)).not.toEqual(makeSplit(clips, random, 2));
  });

  it('keeps the fractions in each genre', () => {
    const clips = ['blues', 'jazz'].flatMap((genre) =>
      Array.from({ length: 50 }, (_, i) => makeClip({ id: `${genre}${i}`, genre })),
    );
    const sides = sidesOf(clips, makeSplit(clips, random, 7));
    expect([...sides.values()]).toEqual([
      { train: 35, validation: 5, test: 10 },
      { train: 35, validation: 5, test: 10 },
    ]);
  });
});

describe('imported split', () => {
  it('takes the parts from the clips and leaves out what has none', () => {
    const clips = [
      makeClip({ id: '4', split: 'train', genre: 'jazz' }),
      makeClip({ id: '3', split: 'train' }),
      makeClip({ id: '1', split: 'test' }),
      makeClip({ id: '2', split: 'validation' }),
      makeClip({ id: '0', genre: 'blues' }),
    ];
    expect(makeSplit(clips, imported, 1)).toEqual({
      train: ['3', '4'],
      validation: ['2'],
      test: ['1'],
    });
  });
  it('needs train and test', () => {
    expect(codeOf(() => makeSplit([makeClip({ id: '1' })], imported, 1))).toBe(
      'split-not-imported',
    );
    const onlyTrain = [makeClip({ id: '1', split: 'train' })];
    expect(() => makeSplit(onlyTrain, imported, 1)).toThrow('no clip marked test');
  });
  it.each([
    ['train:rock test:jazz', 'no training clip of jazz'],
    ['train:rock train:jazz test:blues test:jazz test:folk', 'no training clip of blues, folk'],
    ['train:rock test:rock validation:jazz', 'only rock in the train part'],
  ])('needs two genres to learn, and each tested one among them: %s', (marks, got) => {
    const clips = marks.split(' ').map((mark, i) => {
      const [split, genre] = mark.split(':') as [SplitPart, string];
      return makeClip({ id: `${i}`, split, genre });
    });
    expect(() => makeSplit(clips, imported, 1)).toThrow(
      expect.objectContaining({ code: 'split-genres-missing', got }) as Error,
    );
  });
});

describe('checkTrainable', () => {
  const of = (...genres: string[]) => genres.map((genre) => ({ genre }));
  it.each([
    [of(), 'dataset-empty', '0 clips'],
    [of('rock', 'rock'), 'dataset-too-few-genres', '1 genre (rock)'],
    [
      of('rock', 'jazz', 'jazz', 'blues'),
      'dataset-too-few-clips',
      'blues has 1 clip, rock has 1 clip',
    ],
  ])('%j → %s', (clips, code, got) => {
    expect(() => checkTrainable(clips)).toThrow(expect.objectContaining({ code, got }) as Error);
  });
  it('accepts two genres of two clips', () => {
    expect(() => checkTrainable(of('rock', 'jazz', 'jazz', 'rock'))).not.toThrow();
  });
});

describe('genresToLeaveOut', () => {
  const of = (...genres: string[]) => genres.map((genre) => ({ genre }));
  it('names the genres that stand in the way, with their clips', () => {
    const clips = of('rock', 'jazz', 'jazz', 'blues', 'folk', 'folk');
    const stray = genresToLeaveOut(clips);
    expect(stray).toEqual([
      { genre: 'blues', clips: [{ genre: 'blues' }] },
      { genre: 'rock', clips: [{ genre: 'rock' }] },
    ]);
    const rest = clips.filter((clip) => !stray.some(({ genre }) => genre === clip.genre));
    expect(() => checkTrainable(rest)).not.toThrow();
  });
  it('names none where too little would be left, or nothing is in the way', () => {
    expect(genresToLeaveOut(of('rock', 'jazz', 'jazz'))).toEqual([]);
    expect(genresToLeaveOut(of('rock', 'rock', 'jazz', 'jazz'))).toEqual([]);
  });
});

describe('split of clips with several labels', () => {
  const genres = ['rock', 'rock', 'rock', 'rock', 'rock', 'dub', 'ska', 'jazz', 'jazz'];
  const clips = genres.map((genre, i) => {
    const labels = [genre, 'loud'];
    const split = i < 7 ? ('train' as const) : ('test' as const);
    return makeClip({ id: `${i}`, genre, labels, split, artist: `artist ${i}` });
  });

  it.each([random, artist])('divides where main genres are too rare, $strategy', (config) => {
    const split = makeLabelSplit(clips, config, 1);
    expect(allIds(split).sort()).toEqual(clips.map(({ id }) => id));
    expect(split.test.length).toBeGreaterThanOrEqual(2);
    expect(split).toEqual(makeLabelSplit(clips.toReversed(), config, 1));
  });

  it('takes an imported split whose test part has main genres of its own', () => {
    expect(codeOf(() => makeSplit(clips, imported, 1))).toBe('split-genres-missing');
    expect(makeLabelSplit(clips, imported, 1).test).toEqual(['7', '8']);
  });

  it('divides where every main genre is rare', () => {
    const alone = clips.map((clip) => ({ ...clip, genre: clip.id }));
    expect(makeLabelSplit(alone, random, 1).test).toHaveLength(2);
  });
});
