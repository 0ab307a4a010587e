import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Clip, Split, SplitPart } from '../core/dataset-types';
import type { EarmarkError } from '../core/errors';
import { createRandom } from '../core/random';
import type { RunConfig } from '../core/run-types';
import { makeClip } from '../../test/builders/clips';
import { artistKey } from './artist-split';
import { applyClipList } from './clip-list';
import { clipListCsv } from './formats/clip-list-csv';
import { labelPaths } from './labels';
import { checkTrainable, genresToLeaveOut, makeLabelSplit, makeSplit } from './split';

type SplitConfig = RunConfig['split'];

const random: SplitConfig = { strategy: 'random', testFraction: 0.2, validationFraction: 0.1 };
const artist: SplitConfig = { ...random, strategy: 'artist' };
const imported: SplitConfig = { ...random, strategy: 'imported' };

const clipList = fc
  .array(
    fc.record({
      genre: fc.constantFrom('blues', 'jazz', 'rock'),
      artist: fc.option(fc.constantFrom('A', 'B', 'C', 'D', 'E', 'F'), { nil: undefined }),
    }),
    { minLength: 1, maxLength: 60 },
  )
  .map((items) => items.map((item, i) => makeClip({ ...item, id: `id${i}` })));
const seeds = fc.nat();
const fractions = fc.record({
  testFraction: fc.double({ min: 0.05, max: 0.5, noNaN: true }),
  validationFraction: fc.double({ min: 0, max: 0.5, noNaN: true }),
});

function allIds(split: Split): string[] {
  return [...split.train, ...split.validation, ...split.test];
}

function sidesOf(clips: readonly Clip[], split: Split): Map<string, Record<keyof Split, number>> {
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

function codeOf(action: () => unknown): string {
  try {
    action();
    return 'none';
  } catch (error) {
    return (error as EarmarkError).code;
  }
}

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

describe('artist split', () => {
  it('never has an artist on two sides, covers all clips, ignores order', () => {
    fc.assert(
      fc.property(clipList, seeds, fractions, (clips, seed, fraction) => {
        const config = { ...artist, ...fraction };
        const code = codeOf(() => makeSplit(clips, config, seed));
        const known = clips.some((clip) => clip.artist);
        if (!known) expect(code).toBe('split-needs-artists');
        fc.pre(known && code === 'none');
        const split = makeSplit(clips, config, seed);
        expect(allIds(split).sort()).toEqual(clips.map((clip) => clip.id).sort());
        const partOf = new Map(
          (['train', 'validation', 'test'] as const).flatMap((part) =>
            split[part].map((id) => [id, part] as const),
          ),
        );
        for (const a of clips) {
          for (const b of clips) {
            if (a.artist && a.artist === b.artist) expect(partOf.get(a.id)).toBe(partOf.get(b.id));
          }
        }
        for (const counts of sidesOf(clips, split).values()) {
          expect(Math.min(counts.train, counts.test)).toBeGreaterThanOrEqual(1);
        }
        const shuffled = createRandom(seed + 1).shuffle([...clips]);
        expect(makeSplit(shuffled, config, seed)).toEqual(split);
      }),
    );
  });

  it('approximates the fractions with artists of very different size', () => {
    const chance = createRandom(3);
    const clips = ['blues', 'jazz', 'rock'].flatMap((genre) =>
      Array.from({ length: 12 }, (_, a) => a).flatMap((a) =>
        Array.from({ length: 1 + chance.integer(20) }, (_, i) =>
          makeClip({ id: `${genre}${a}-${i}`, genre, artist: `${genre} ${a}` }),
        ),
      ),
    );
    for (const counts of sidesOf(clips, makeSplit(clips, artist, 1)).values()) {
      const total = counts.train + counts.validation + counts.test;
      expect(Math.abs(counts.test / total - 0.2)).toBeLessThan(0.05);
      expect(Math.abs(counts.validation / total - 0.1)).toBeLessThan(0.05);
    }
  });

  it('gives a genre of two artists one on each side, the larger to train', () => {
    const clips = [
      ...Array.from({ length: 9 }, (_, i) => makeClip({ id: `a${i}`, artist: 'A' })),
      makeClip({ id: 'b', artist: ' b ' }),
    ];
    const split = makeSplit(clips, artist, 1);
    expect(split.test).toEqual(['b']);
    expect(split.train).toHaveLength(9);
  });

  it('names the genres with one artist', () => {
    const clips = [
      makeClip({ id: '1', genre: 'reggae', artist: 'Bob' }),
      makeClip({ id: '2', genre: 'reggae', artist: 'bob ' }),
      makeClip({ id: '3', genre: 'rock', artist: 'A' }),
      makeClip({ id: '4', genre: 'rock' }),
    ];
    expect(() => makeSplit(clips, artist, 1)).toThrow(
      expect.objectContaining({ code: 'split-artists-too-few', got: 'reggae: 1 artist' }) as Error,
    );
    expect(artistKey(clips[1]!)).toBe('bob');
  });

  it('says so when artists of several genres make it impossible', () => {
    const triangle = [
      ['g1', 'x'],
      ['g1', 'y'],
      ['g2', 'y'],
      ['g2', 'z'],
      ['g3', 'z'],
      ['g3', 'x'],
    ].map(([genre, name], i) => makeClip({ id: `${i}`, genre: genre!, artist: name }));
    expect(codeOf(() => makeSplit(triangle, artist, 1))).toBe('split-artists-too-few');
  });

  it('is quick on a large collection', () => {
    const chance = createRandom(5);
    const clips = Array.from({ length: 25_000 }, (_, i) => {
      const name = chance.integer(6000);
      return makeClip({ id: `${i}`, genre: `g${name % 16}`, artist: `${name}` });
    });
    const start = performance.now();
    const split = makeSplit(clips, artist, 1);
    expect(performance.now() - start).toBeLessThan(5000);
    expect(Math.abs(split.test.length / clips.length - 0.2)).toBeLessThan(0.01);
  });
});

const manifest = new URL('../../../shared/data/gtzan/manifest.csv', import.meta.url);

describe('on real music (GTZAN)', () => {
  it('finds genres in the paths, artists in the list, and an artist split of near 20 %', (context) => {
    context.skip(!existsSync(manifest), '../shared/data/gtzan/manifest.csv is not there');
    const entries = clipListCsv.parse('manifest.csv', readFileSync(manifest, 'utf8'));
    const paths = entries.map((entry) => `gtzan/${entry.file}`);
    const labels = labelPaths(paths);
    const unlabelled = paths.map((name, i) =>
      makeClip({ id: `${i}`, name, genre: labels.get(name)?.genre ?? '' }),
    );
    expect(unlabelled.map((clip) => clip.genre)).toEqual(entries.map((entry) => entry.genre));

    const { clips, matched, unmatched } = applyClipList(unlabelled, entries);
    expect([matched, unmatched]).toEqual([550, []]);
    for (const seed of [1, 2, 3]) {
      const sides = sidesOf(clips, makeSplit(clips, artist, seed));
      const shares = [...sides.values()].map(
        (counts) => counts.test / (counts.train + counts.validation + counts.test),
      );
      expect(Math.min(...shares)).toBeGreaterThan(0.15);
      expect(Math.max(...shares)).toBeLessThan(0.25);
    }
    const published = makeSplit(clips, imported, 1);
    expect(published.train).toHaveLength(381);
    expect(published.test).toHaveLength(87);
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
