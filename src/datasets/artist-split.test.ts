import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../core/random';
import { makeClip } from '../../test/builders/clips';
import {
  allIds,
  artist,
  clipList,
  codeOf,
  fractions,
  imported,
  seeds,
  sidesOf,
} from '../../test/builders/splits';
import { artistKey } from './artist-split';
import { applyClipList } from './clip-list';
import { clipListCsv } from './formats/clip-list-csv';
import { labelPaths } from './labels';
import { makeSplit } from './split';

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
