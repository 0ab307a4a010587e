import { describe, expect, it } from 'vitest';
import type { Clip } from '../core/dataset-types';
import { makeClip } from '../../test/builders/clips';
import { analyseDataset } from './analyse';
import { datasetFingerprint } from './fingerprint';

function clipsOf(genre: string, count: number, more: Partial<Clip> = {}): Clip[] {
  return Array.from({ length: count }, (_, i) => makeClip({ id: `${genre}${i}`, genre, ...more }));
}

function codes(clips: readonly Clip[]): string[] {
  return analyseDataset(clips).recommendations.map((item) => item.code);
}

describe('analyseDataset', () => {
  it('counts clips, minutes and artists, largest genre first, then by name', () => {
    const analysis = analyseDataset([
      ...clipsOf('rock', 2, { artist: 'A' }),
      ...clipsOf('jazz', 4),
      ...clipsOf('blues', 2),
    ]);
    expect(analysis.genres).toEqual([
      { genre: 'jazz', clips: 4, minutes: 2, artists: 0 },
      { genre: 'blues', clips: 2, minutes: 1, artists: 0 },
      { genre: 'rock', clips: 2, minutes: 1, artists: 1 },
    ]);
    expect(analysis.imbalanceRatio).toBe(2);
    // H(½, ¼, ¼) = 1.5 bits of log₂ 3.
    expect(analysis.normalisedEntropy).toBeCloseTo(1.5 / Math.log2(3), 12);
  });

  it('is even for equal genres, and defined for one genre and none', () => {
    expect(analyseDataset([...clipsOf('a', 3), ...clipsOf('b', 3)]).normalisedEntropy).toBe(1);
    expect(analyseDataset(clipsOf('a', 3))).toMatchObject({
      normalisedEntropy: 1,
      imbalanceRatio: 1,
    });
    expect(analyseDataset([])).toEqual({
      genres: [],
      labels: null,
      imbalanceRatio: 1,
      normalisedEntropy: 1,
      recommendations: [],
    });
  });

  it('counts every label where clips have several, and speaks of these', () => {
    const clips = [
      ...clipsOf('rock', 30, { labels: ['rock', 'loud', 'loud'] }),
      ...clipsOf('jazz', 40, { labels: ['jazz', 'loud'] }),
      ...clipsOf('blues', 2, { labels: ['blues', 'jazz'] }),
    ];
    const analysis = analyseDataset(clips);
    expect(analysis.genres.map(({ genre, clips }) => [genre, clips])).toEqual([
      ['jazz', 40],
      ['rock', 30],
      ['blues', 2],
    ]);
    expect(analysis.labels?.map(({ genre, clips }) => [genre, clips])).toEqual([
      ['loud', 70],
      ['jazz', 42],
      ['rock', 30],
      ['blues', 2],
    ]);
    expect(analysis.imbalanceRatio).toBe(35);
    expect(codes(clips)).toEqual(['rare-labels', 'artists-unknown', 'looks-good']);
    expect(analysis.recommendations[2]?.text).toContain('4 labels, the largest 2.3 times');
    const uneven = analyseDataset([...clips, ...clipsOf('loud', 60, { labels: ['loud'] })]);
    expect(uneven.recommendations.find(({ code }) => code === 'imbalance')?.text).toContain(
      'even out the labels',
    );
  });

  it('calls only what is even evenly spread', () => {
    const said = (small: number) =>
      analyseDataset([...clipsOf('a', 84), ...clipsOf('b', small)]).recommendations.at(-1)?.text;
    expect(said(60)).toContain('evenly spread');
    expect(said(30)).toContain('the largest 2.8 times the smallest');
  });

  it('advises what follows from the numbers', () => {
    const good = [...clipsOf('a', 30), ...clipsOf('b', 30)];
    expect(codes(good)).toEqual(['artists-unknown', 'looks-good']);
    expect(codes(clipsOf('a', 3))).toContain('one-genre');
    expect(codes([...good, ...clipsOf('c', 1)])).toContain('single-clip');
    expect(codes([...good, ...clipsOf('c', 5)])).toEqual([
      'few-clips',
      'imbalance',
      'artists-unknown',
    ]);
    const withArtists = good.map((clip, i) => ({ ...clip, artist: `${i % 8}` }));
    expect(codes(withArtists)).toContain('use-artist-split');
    const alone = good.map((clip) => ({ ...clip, artist: clip.genre }));
    expect(codes(alone)).toContain('single-artist');
    const audio = { ...good[0]!.audio!, sampleRate: 44100, durationSeconds: 3 };
    expect(codes([...good, makeClip({ id: 'x', genre: 'a', audio, split: 'test' })])).toEqual([
      'artists-unknown',
      'mixed-sample-rates',
      'short-clips',
      'imported-split',
      'looks-good',
    ]);
  });

  it('names genres and numbers in its advice', () => {
    const { recommendations } = analyseDataset([...clipsOf('rock', 60), ...clipsOf('jazz', 10)]);
    expect(recommendations.find((item) => item.code === 'imbalance')).toEqual({
      code: 'imbalance',
      level: 'warning',
      text: expect.stringContaining(
        'rock has 6.0 times as many clips as jazz (60 and 10)',
      ) as string,
    });
  });
});

describe('datasetFingerprint', () => {
  it('depends on ids and genres, not on order or names', () => {
    const clips = [makeClip({ id: 'b' }), makeClip({ id: 'a', genre: 'jazz' })];
    const print = datasetFingerprint(clips);
    // printf 'a jazz\nb rock' | sha256sum
    expect(print).toBe('5f8705db3c61a8ed');
    expect(datasetFingerprint([clips[1]!, { ...clips[0]!, name: 'elsewhere.wav' }])).toBe(print);
    expect(datasetFingerprint([clips[0]!])).not.toBe(print);
  });
});
