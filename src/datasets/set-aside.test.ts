import { describe, expect, it } from 'vitest';
import { makeClip } from '../../test/builders/clips';
import type { Dataset } from '../core/dataset-types';
import { setClipsAside, takeClipsBack } from './set-aside';

const clips = ['a', 'b', 'c', 'd'].map((id) => makeClip({ id }));
const dataset: Dataset = {
  version: 1,
  id: 'library',
  title: 'My music',
  synthetic: false,
  clips,
  quarantined: [{ file: 'rock/bb.wav', code: 'file-empty', got: '0 bytes' }],
  notes: [],
};
const error = { code: 'analysis-timeout', got: 'none after 120 seconds' } as const;
const unusable = [clips[3]!, clips[1]!].map((clip) => ({ clip, error }));

describe('clips set aside', () => {
  it('leave the dataset under their name and reason', () => {
    const after = setClipsAside(dataset, unusable);
    expect(after.clips.map(({ id }) => id)).toEqual(['a', 'c']);
    expect(after.quarantined).toEqual([
      { file: 'rock/b.wav', clip: 'b', ...error },
      { file: 'rock/bb.wav', code: 'file-empty', got: '0 bytes' },
      { file: 'rock/d.wav', clip: 'd', ...error },
    ]);
    expect(setClipsAside(after, unusable)).toEqual(after);
  });

  it('come back as they were', () => {
    expect(takeClipsBack(setClipsAside(dataset, unusable), unusable)).toEqual(dataset);
    expect(takeClipsBack(dataset, unusable)).toEqual(dataset);
  });
});
