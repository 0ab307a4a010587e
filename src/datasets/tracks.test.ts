import { describe, expect, it } from 'vitest';
import { makeClip } from '../../test/builders/clips';
import type { Clip, SplitPart } from '../core/dataset-types';
import { applyClipList } from './clip-list';
import { foldDealer } from './folds';
import { makeSplit } from './split';
import { trackOfPiece, withTracks } from './tracks';

const GENRES = ['blues', 'jazz'];
const RANDOM = { strategy: 'random', testFraction: 0.2, validationFraction: 0.15 } as const;
const NAMED = (): boolean => true;

/** 20 tracks a genre, five pieces each. */
function pieces(
  nameOf = (genre: string, track: string, i: number) => `${genre}.${track}.${i}.wav`,
) {
  return GENRES.flatMap((genre) =>
    Array.from({ length: 100 }, (_, i) => {
      const name = nameOf(genre, `${Math.floor(i / 5)}`.padStart(5, '0'), i % 5);
      return makeClip({ id: name, name, genre });
    }),
  );
}

/** Tracks that lie in more than one part. */
function dividedTracks(clips: readonly Clip[], partOf: ReadonlyMap<string, unknown>): string[] {
  const parts = new Map<string, Set<unknown>>();
  for (const { id, track = id } of clips) {
    parts.set(track, (parts.get(track) ?? new Set()).add(partOf.get(id)));
  }
  return [...parts].filter(([, set]) => set.size > 1).map(([track]) => track);
}

describe('pieces of a track', () => {
  it.each([
    ['blues.00000.3.wav', 'blues.00000'],
    ['blues.00000.3', 'blues.00000'],
    ['My Song - part 2.mp3', 'My Song'],
    ['take_five_seg_07.flac', 'take_five'],
    ['blues.00000.wav', null],
    ['track 12.mp3', null],
    ['000002', null],
  ])('%s is of %s', (name, track) => expect(trackOfPiece(name)).toBe(track));

  it('are told by their names, and by having the same name', () => {
    const clips = withTracks(pieces(), NAMED);
    expect(new Set(clips.map(({ track }) => track)).size).toBe(40);
    const same = withTracks(
      pieces((genre, track) => `${genre}.${track}.wav`).map((clip, i) => ({ ...clip, id: `${i}` })),
      NAMED,
    );
    expect(new Set(same.map(({ track }) => track)).size).toBe(40);
    const alone = ['blues.00000.wav', 'blues.00001.wav'].map((name) =>
      makeClip({ id: name, name, genre: 'blues' }),
    );
    expect(withTracks(alone, NAMED)).toEqual(alone);
    expect(withTracks(clips.slice(0, 5), () => false)).toEqual(clips.slice(0, 5));
  });

  it('stay apart where their names leave a genre in one piece', () => {
    const clips = GENRES.flatMap((genre) =>
      [1, 2, 3].map((i) => makeClip({ id: `${genre}${i}`, genre, name: genre })),
    );
    expect(withTracks(clips, NAMED)).toEqual(clips);
  });

  it('are in one part of a random split, whose shares stay as they are', () => {
    const clips = withTracks(pieces(), NAMED);
    for (const seed of [1, 2, 3]) {
      const split = makeSplit(clips, RANDOM, seed);
      const partOf = new Map(
        (['train', 'validation', 'test'] satisfies SplitPart[]).flatMap((part) =>
          split[part].map((id) => [id, part] as const),
        ),
      );
      expect(dividedTracks(clips, partOf)).toEqual([]);
      expect(split.test).toHaveLength(40);
      expect(split.validation).toHaveLength(30);
    }
  });

  it('are in one fold', () => {
    const clips = withTracks(pieces(), NAMED);
    const options = { folds: 5, repeats: 1, strategy: 'random', validationFraction: 0.15 } as const;
    const folds = foldDealer(clips, options, 1)(1);
    const foldOf = new Map(
      folds.flatMap(({ test, fold }) => test.map((id) => [id, fold] as const)),
    );
    expect(foldOf.size).toBe(clips.length);
    expect(dividedTracks(clips, foldOf)).toEqual([]);
    for (const { train, validation, test } of folds) {
      expect(test).toHaveLength(40);
      const partOf = new Map([
        ...train.map((id) => [id, 'train'] as const),
        ...validation.map((id) => [id, 'validation'] as const),
        ...test.map((id) => [id, 'test'] as const),
      ]);
      expect(dividedTracks(clips, partOf)).toEqual([]);
    }
  });

  it('get what a list says of their track', () => {
    const clips = withTracks(pieces(), NAMED);
    const entries = [
      { file: 'blues/blues.00000.wav', split: 'train' },
      { file: 'jazz/jazz.00001.wav', split: 'test' },
    ] as const;
    const { clips: listed, matched, unmatched } = applyClipList(clips, entries);
    expect({ matched, unmatched }).toEqual({ matched: 10, unmatched: [] });
    expect(listed.filter(({ split }) => split === 'train')).toHaveLength(5);
    expect(listed.filter(({ split }) => split === 'test').map(({ track }) => track)).toEqual(
      Array.from({ length: 5 }, () => 'jazz.00001'),
    );
  });
});
