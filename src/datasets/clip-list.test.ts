import { describe, expect, it } from 'vitest';
import type { Clip } from '../core/dataset-types';
import { applyClipList, indexClipList } from './clip-list';
import { makeClip } from '../../test/builders/clips';

function names(...list: string[]): Clip[] {
  return list.map((name, i) => makeClip({ id: `${i}`, name, genre: 'unknown' }));
}

function genresAfter(clips: readonly Clip[], ...files: string[]): string[] {
  const entries = files.map((file) => ({ file, genre: `of ${file}` }));
  return applyClipList(clips, entries).clips.map((clip) => clip.genre);
}

describe('applyClipList', () => {
  it('finds clips whatever folders lie above them, in either', () => {
    expect(genresAfter(names('gtzan/blues/a.wav'), 'blues/a.wav')).toEqual(['of blues/a.wav']);
    expect(genresAfter(names('a.wav'), 'data\\Blues\\A.wav')).toEqual(['of data\\Blues\\A.wav']);
    expect(genresAfter(names('x/a.wav'), 'y/a.wav')).toEqual(['unknown']);
  });

  it('sees through another file type', () => {
    expect(genresAfter(names('blues/blues.00001.ogg'), 'blues.00001.au')).toEqual([
      'of blues.00001.au',
    ]);
    expect(genresAfter(names('a.mp3', 'a.wav'), 'a.mp3')).toEqual(['of a.mp3', 'unknown']);
  });

  it('leaves clips alone where an entry could mean several, and the other way round', () => {
    expect(genresAfter(names('rock/01.mp3', 'jazz/01.mp3'), '01.mp3')).toEqual([
      'unknown',
      'unknown',
    ]);
    expect(genresAfter(names('01.mp3'), 'rock/01.mp3', 'jazz/01.mp3')).toEqual(['unknown']);
  });

  it('keeps what the list does not say, and reports what it did not find', () => {
    const clip = makeClip({ id: '1', name: 'a.wav', genre: 'rock', artist: 'A', split: 'test' });
    const result = applyClipList([clip], [{ file: 'a.wav' }, { file: 'gone.wav' }]);
    expect(result.clips).toEqual([clip]);
    expect(result.matched).toBe(1);
    expect(result.unmatched).toEqual(['gone.wav']);
  });

  it('gives clips all labels that the list says, and keeps them where it says none', () => {
    const [clip] = names('a.wav');
    const labelled = { file: 'a.wav', genre: 'rock', labels: ['rock', 'loud'] };
    const { clips } = applyClipList([clip!], [labelled]);
    expect(clips[0]).toMatchObject({ genre: 'rock', labels: ['rock', 'loud'] });
    expect(applyClipList(clips, [{ file: 'a.wav', artist: 'A' }]).clips[0]).toMatchObject({
      labels: ['rock', 'loud'],
      artist: 'A',
    });
    const differing = [labelled, { ...labelled, labels: ['rock'] }];
    expect(indexClipList(differing).find('a.wav')).toBeUndefined();
  });

  it('replaces an earlier split by a whole new one, but not by a part of one', () => {
    const clips = ['a', 'b', 'c'].map((id) => makeClip({ id, name: `${id}.wav`, split: 'train' }));
    const train = { file: 'a.wav', split: 'train' } as const;
    const test = { file: 'b.wav', split: 'test' } as const;
    const splits = (result: { clips: Clip[] }) => result.clips.map((clip) => clip.split);
    expect(splits(applyClipList(clips, [train, test]))).toEqual(['train', 'test', undefined]);
    expect(splits(applyClipList(clips, [test]))).toEqual(['train', 'test', 'train']);
  });
});

it('indexClipList finds the entry of a path before there are clips', () => {
  const index = indexClipList([{ file: 'a/1.mp3', genre: 'rock' }]);
  expect(index.find('music/a/1.mp3')?.genre).toBe('rock');
  expect(index.find('music/a/2.mp3')).toBeUndefined();
  expect(index.find('')).toBeUndefined();
});
