import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMatrix } from '../core/matrix';
import { FeatureProfile, MIN_OTHERS, type Comparison, type Quantiles } from './feature-profile';
import { standingWords } from './feature-profile-words';

/** One column; clips are called by their place. */
function profileOf(clips: readonly (readonly [genre: string, value: number])[]): FeatureProfile {
  const values = Float32Array.from(clips, ([, value]) => value);
  return new FeatureProfile({
    values: createMatrix(clips.length, 1, values),
    clipIds: clips.map((_, index) => `${index}`),
    genres: clips.map(([genre]) => genre),
  });
}

const rock = (...values: number[]): (readonly ['rock', number])[] =>
  values.map((value) => ['rock', value]);

describe('FeatureProfile', () => {
  it('compares a clip with the others of its genre, and with all others', () => {
    const profile = profileOf([...rock(5, 1, 5, 9, 3), ['jazz', 7], ['jazz', 5]]);
    expect(profile.compare('0', 0, 'genre')).toEqual({ others: 4, below: 2, equal: 1, above: 1 });
    expect(profile.compare('0', 0, 'all')).toEqual({ others: 6, below: 2, equal: 2, above: 2 });
    expect(profile.numSiblings('0')).toBe(4);
    expect(profile.numSiblings('5')).toBe(1);
  });

  it('gives quantiles of the others as numpy does', () => {
    // np.quantile([1, 2, 4, 8], [.05, .25, .5, .75, .95])
    expect(profileOf(rock(100, 8, 1, 4, 2)).quantiles('0', 0, 'genre')).toEqual({
      low: expect.closeTo(1.15, 6),
      lowerQuartile: 1.75,
      median: 3,
      upperQuartile: 5,
      high: expect.closeTo(7.4, 6),
    });
  });

  it('ranks what lies beyond the genre by robust distance, whichever way', () => {
    const columns = 3;
    const rows = [[0, -10, 0.5], ...[-2, -1, 0, 1, 2].map((value) => [value, value, value])];
    const profile = new FeatureProfile({
      values: createMatrix(rows.length, columns, Float32Array.from(rows.flat())),
      clipIds: rows.map((_, index) => `${index}`),
      genres: rows.map(() => 'rock'),
    });
    const ranked = profile.ranked('0');
    expect(ranked.map(({ column }) => column)).toEqual([1, 2, 0]);
    // The quartiles of −2…2 are ±1.
    expect(ranked[0]!.deviation).toBeCloseTo((-10 * 1.349) / 2, 5);
    expect(ranked[2]!.deviation).toBe(0);
  });

  it('goes by place alone where the middle half of the others is equal', () => {
    const [mostly] = profileOf(rock(1, 0, 0, 0, 0, 0, 0, 0, 1, 1)).ranked('0');
    expect(mostly).toMatchObject({ place: 7 / 9, deviation: 0, isUnusual: false });
    const [alone] = profileOf(rock(-1, 0, 0, 0, 0)).ranked('0');
    expect(alone).toMatchObject({ place: 1, deviation: 0, isUnusual: false });
    const [level] = profileOf(rock(0, 0, 0, 0, 0)).ranked('0');
    expect(level).toMatchObject({ place: 0, deviation: 0, isUnusual: false });
  });

  it('calls unusual what is far beyond the genre, or beyond all clips', () => {
    const siblings = [1, 2, 3, 4, 5, 6, 7, 8];
    const isUnusual = (own: number, others: readonly number[]): boolean =>
      profileOf([...rock(own, ...siblings), ...others.map((v) => ['jazz', v] as const)]).ranked(
        '0',
      )[0]!.isUnusual;
    const many = (value: number): number[] => Array.from({ length: 30 }, () => value);
    expect(isUnusual(50, many(99))).toBe(true);
    expect(isUnusual(9, many(99))).toBe(false);
    expect(isUnusual(9, many(0))).toBe(true);
    expect(isUnusual(9, [0, 0, 0])).toBe(false);
    expect(isUnusual(7.5, many(0))).toBe(false);
  });

  it('compares with all clips where a genre has too few', () => {
    const profile = profileOf([['polka', 4], ['polka', 4], ...rock(0, 1, 2, 3, 4, 5, 6, 7, 8)]);
    const [standing] = profile.ranked('0');
    expect(standing).toMatchObject({ place: 4 / 10, isUnusual: false });
    expect(profile.values('0', 0, 'genre')).toEqual([4]);
    const [lonely] = profileOf(rock(3)).ranked('0');
    expect(lonely).toMatchObject({ place: -1, deviation: 0, isUnusual: false });
    expect(profileOf(rock(3)).quantiles('0', 0, 'all')).toBeNull();
  });

  it('passes over what is not a number', () => {
    const profile = profileOf(rock(NaN, 1, NaN, 3, Infinity, 5));
    expect(profile.values('1', 0, 'genre')).toEqual([3, 5]);
    expect(profile.compare('0', 0, 'genre')).toEqual({ others: 3, below: 0, equal: 0, above: 0 });
    expect(profile.ranked('0')[0]!.value).toBeNaN();
    expect(profile.ranked('4')[0]!.value).toBeNaN();
    expect(() => profile.ranked('9')).toThrow(RangeError);
  });
});

describe('FeatureProfile, for any values', () => {
  const value = fc.oneof(
    { weight: 8, arbitrary: fc.float({ min: -1e6, max: 1e6, noNaN: true }) },
    { weight: 4, arbitrary: fc.constantFrom(-1, 0, 1) },
    { weight: 1, arbitrary: fc.constantFrom(NaN, Infinity, -Infinity) },
  );
  const clips = fc.array(fc.tuple(fc.constantFrom('rock', 'jazz'), value), {
    minLength: 1,
    maxLength: 40,
  });

  it('counts every other clip once', () => {
    fc.assert(
      fc.property(clips, fc.constantFrom('genre' as const, 'all' as const), (list, group) => {
        const profile = profileOf(list);
        list.forEach(([genre, own], index) => {
          const rest = list.flatMap(([other, v], i) =>
            i !== index && Number.isFinite(v) && (group === 'all' || other === genre)
              ? Math.fround(v)
              : [],
          );
          const comparison = profile.compare(`${index}`, 0, group);
          expect(comparison.others).toBe(rest.length);
          if (!Number.isFinite(own)) return;
          const mine = Math.fround(own);
          expect(comparison.below).toBe(rest.filter((v) => v < mine).length);
          expect(comparison.equal).toBe(rest.filter((v) => v === mine).length);
          expect(comparison.above).toBe(rest.filter((v) => v > mine).length);
          expect(standingWords(comparison, genre)).toMatch(/\w/);
        });
      }),
    );
  });

  it('gives rising quantiles between the extremes, and a deviation with the sign of the distance', () => {
    fc.assert(
      fc.property(clips, (list) => {
        const profile = profileOf(list);
        list.forEach((_, index) => {
          const id = `${index}`;
          const spread: Quantiles | null = profile.quantiles(id, 0, 'all');
          const [standing] = profile.ranked(id);
          if (!spread) return;
          const { low, lowerQuartile, median, upperQuartile, high } = spread;
          const steps = [low, lowerQuartile, median, upperQuartile, high];
          expect(steps).toEqual(steps.toSorted((a, b) => a - b));
          const values = profile.values(id, 0, 'all');
          expect(low).toBeGreaterThanOrEqual(values[0]!);
          expect(high).toBeLessThanOrEqual(values.at(-1)!);
          if (Number.isNaN(standing!.value) || profile.numSiblings(id) >= 4) return;
          if (!(upperQuartile > lowerQuartile)) return;
          expect(Math.sign(standing!.deviation) + 0).toBe(Math.sign(standing!.value - median) + 0);
        });
      }),
    );
  });

  it('keeps rank, flag and words in agreement', () => {
    const columns = 6;
    const row = fc.tuple(
      fc.constantFrom('rock', 'jazz', 'polka'),
      fc.array(value, { minLength: columns, maxLength: columns }),
    );
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 60 }), (rows) => {
        const profile = new FeatureProfile({
          values: createMatrix(rows.length, columns, Float32Array.from(rows.flatMap(([, v]) => v))),
          clipIds: rows.map((_, index) => `${index}`),
          genres: rows.map(([genre]) => genre),
        });
        const ranked = profile.ranked('0');
        const flags = ranked.map(({ isUnusual }) => isUnusual);
        expect(flags).toEqual(flags.toSorted((a, b) => Number(b) - Number(a)));
        const shares = ranked.map(({ column, value: own, place, isUnusual }) => {
          const inGenre = profile.compare('0', column, 'genre');
          const { others, below, equal, above } =
            inGenre.others >= MIN_OTHERS ? inGenre : profile.compare('0', column, 'all');
          const share = below + equal + above === 0 ? -1 : Math.max(below, above) / others;
          expect(place).toBe(share);
          if (!isUnusual) return share;
          expect(inGenre.others).toBeGreaterThanOrEqual(MIN_OTHERS);
          expect(share).toBeGreaterThanOrEqual(0.95);
          expect(own).not.toBeNaN();
          const text = standingWords(inGenre, rows[0]![0]);
          expect(text).toMatch(/^(higher|lower) than (all other|9[5-9])/);
          return share;
        });
        for (const flag of [true, false]) {
          const run = shares.filter((_, index) => flags[index] === flag);
          expect(run).toEqual(run.toSorted((a, b) => b - a));
        }
      }),
    );
  });
});

describe('standingWords', () => {
  const words = (below: number, equal: number, above: number, kind = 'rock'): string =>
    standingWords({ others: below + equal + above, below, equal, above }, kind);

  it('says it in percent of many, in numbers of few', () => {
    expect(words(83, 0, 17)).toBe('higher than 83\u00a0% of the other rock clips');
    expect(words(17, 0, 83)).toBe('lower than 83\u00a0% of the other rock clips');
    expect(words(2, 0, 1)).toBe('higher than 2 of the 3 other rock clips');
    expect(words(5, 70, 25)).toBe('the same as 70\u00a0% of the other rock clips');
    expect(words(83, 0, 17, '')).toBe('higher than 83\u00a0% of all other clips');
  });

  it('says all, both, one and none as such', () => {
    expect(words(20, 0, 0)).toBe('higher than all other rock clips');
    expect(words(0, 2, 0)).toBe('the same as both other rock clips');
    expect(words(0, 0, 1)).toBe('lower than the one other rock clip');
    expect(words(0, 0, 0)).toBe('the only rock clip measured');
    expect(words(0, 0, 0, '')).toBe('the only clip measured');
  });

  it('never rounds some to all', () => {
    expect(words(999, 1, 0)).toContain('99\u00a0%');
  });

  it('says when the clip itself was not measured', () => {
    const unmeasured: Comparison = { others: 5, below: 0, equal: 0, above: 0 };
    expect(standingWords(unmeasured, 'rock')).toBe('not measured');
  });
});
