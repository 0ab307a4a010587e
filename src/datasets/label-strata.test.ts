import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeClip } from '../../test/builders/clips';
import { allIds, artist, random, seeds } from '../../test/builders/splits';
import type { Clip } from '../core/dataset-types';
import { createRandom } from '../core/random';
import { foldDealer } from './folds';
import { labelsOf } from './label-groups';
import { labelsOfClip } from './label-sets';
import { dealByLabels } from './label-strata';
import { makeLabelSplit, makeSplit } from './split';

const LABELS = ['ambient', 'blues', 'calm', 'dance', 'evening', 'fast'];
const PARTS = ['train', 'validation', 'test'] as const;

const tagged = fc
  .array(
    fc.record({
      labels: fc.subarray(LABELS, { minLength: 1 }),
      artist: fc.option(fc.integer({ min: 0, max: 12 }), { nil: undefined }),
    }),
    { minLength: 12, maxLength: 60 },
  )
  .map((items) =>
    items.map((item, i) =>
      makeClip({
        ...{ id: `id${i}`, genre: item.labels[0]!, labels: item.labels },
        ...(item.artist !== undefined && { artist: `artist ${item.artist}` }),
      }),
    ),
  );

/** Clips with a label in a part. */
function countIn(clips: readonly Clip[], ids: readonly string[], label: string): number {
  const inside = new Set(ids);
  return clips.filter((clip) => inside.has(clip.id) && labelsOfClip(clip).includes(label)).length;
}

describe('a split of clips with several labels', () => {
  it('puts each clip in one part and hangs on the seed alone', () => {
    fc.assert(
      fc.property(tagged, seeds, (clips, seed) => {
        const split = makeLabelSplit(clips, random, seed);
        expect(allIds(split).sort()).toEqual(clips.map(({ id }) => id).sort());
        const shuffled = createRandom(seed + 1).shuffle([...clips]);
        expect(makeLabelSplit(shuffled, random, seed)).toEqual(split);
      }),
    );
    const clips = manyClips(80);
    expect(makeLabelSplit(clips, random, 1)).not.toEqual(makeLabelSplit(clips, random, 2));
  });

  it('keeps the clips of an artist, and those of a track, together', () => {
    fc.assert(
      fc.property(tagged, seeds, (some, seed) => {
        const clips = [...some, makeClip({ id: 'x', labels: ['calm'], artist: 'artist 1' })];
        const split = makeLabelSplit(clips, artist, seed);
        const sides = new Map<string, Set<string>>();
        for (const part of PARTS) {
          for (const id of split[part]) {
            const name = clips.find((clip) => clip.id === id)?.artist ?? id;
            sides.set(name, (sides.get(name) ?? new Set()).add(part));
          }
        }
        expect([...sides.values()].every(({ size }) => size === 1)).toBe(true);
      }),
    );
    const pieces = manyClips(60).map((clip, i) => ({ ...clip, track: `t${Math.floor(i / 3)}` }));
    const { train } = makeLabelSplit(pieces, random, 3);
    const tracks = train.map((id) => pieces.find((clip) => clip.id === id)!.track);
    expect(tracks.length).toBe(3 * new Set(tracks).size);
  });

  it('spreads every label closer to its share than division by chance does', () => {
    let [stratified, byChance] = [0, 0];
    for (let seed = 0; seed < 20; seed++) {
      const clips = manyClips(200, seed);
      const alone = clips.map((clip) => ({ ...clip, genre: 'any', labels: undefined }));
      stratified += unevenness(clips, makeLabelSplit(clips, random, seed));
      byChance += unevenness(clips, makeSplit(alone, random, seed));
    }
    console.info(
      `share of a label in a part off by ${(stratified / 20).toFixed(4)}, by chance ${(byChance / 20).toFixed(4)}`,
    );
    expect(stratified).toBeLessThan(0.5 * byChance);
  });

  it('has each label in each part, as long as there are three clips of it', () => {
    for (let seed = 0; seed < 50; seed++) {
      const clips = manyClips(40, seed);
      const split = makeLabelSplit(clips, random, seed);
      for (const label of labelsOf(clips)) {
        if (countIn(clips, allIds(split), label) < 3) continue;
        for (const part of PARTS) expect(countIn(clips, split[part], label)).toBeGreaterThan(0);
      }
    }
  });

  it('leaves a part of share 0 empty', () => {
    const split = makeLabelSplit(manyClips(30), { ...random, validationFraction: 0 }, 1);
    expect(split.validation).toEqual([]);
  });
});

it('folds have each label as often as each other, and so have their validation clips', () => {
  const clips = manyClips(200, 5);
  const options = { ...random, folds: 5, repeats: 1, severalLabels: true };
  const folds = foldDealer(clips, options, 1)(1);
  expect(folds.flatMap(({ test }) => test).sort()).toEqual(clips.map(({ id }) => id).sort());
  for (const label of labelsOf(clips)) {
    const total = countIn(
      clips,
      clips.map(({ id }) => id),
      label,
    );
    for (const { test, validation } of folds) {
      expect(Math.abs(countIn(clips, test, label) - total / 5)).toBeLessThanOrEqual(2);
      expect(Math.abs(countIn(clips, validation, label) - total / 10)).toBeLessThanOrEqual(2);
    }
  }
});

it('groups without labels fill up the parts', () => {
  const groups = Array.from({ length: 10 }, () => ({
    clips: [0],
    counts: new Map<number, number>(),
  }));
  const parts = dealByLabels(groups, { numLabels: 0, shares: [0.7, 0.3], random: createRandom(1) });
  expect(parts.filter((part) => part === 1)).toHaveLength(3);
});

/** Label k comes with chance 1 / (k + 2). */
function manyClips(count: number, seed = 1): Clip[] {
  const chance = createRandom(seed).fork('clips');
  return Array.from({ length: count }, (_, i) => {
    const labels = LABELS.filter((_label, k) => chance.next() < 1 / (k + 2));
    const own = labels.length > 0 ? labels : ['calm'];
    return makeClip({ id: `id${i}`, genre: own[0]!, labels: own });
  });
}

/** Mean over labels and parts of how far the label's share of its part is from that of all clips. */
function unevenness(
  clips: readonly Clip[],
  split: Record<(typeof PARTS)[number], readonly string[]>,
) {
  const all = clips.map(({ id }) => id);
  const errors = labelsOf(clips).flatMap((label) =>
    PARTS.map((part) =>
      Math.abs(
        countIn(clips, split[part], label) / split[part].length -
          countIn(clips, all, label) / all.length,
      ),
    ),
  );
  return errors.reduce((sum, error) => sum + error, 0) / errors.length;
}
