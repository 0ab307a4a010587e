import { describe, expect, it } from 'vitest';
import { makeClip } from '../../test/builders/clips';
import type { Dataset, SplitPart } from '../core/dataset-types';
import { datasetSplitWords, strayWords } from './dataset-splits';

const PARTS: (SplitPart | undefined)[] = ['train', 'train', 'validation', 'test', undefined];
const NOTE = { file: 't.csv', code: 'note-split-words' as const, got: '“weird” (1 row)' };
const TABLE: Dataset = {
  version: 1,
  id: 't',
  title: 't',
  synthetic: false,
  clips: PARTS.map((split, i) => makeClip({ id: `${i}`, split, audio: null })),
  table: {
    ...{ id: 't', files: ['t.csv'], rows: 5, columns: [] },
    ...{ extractor: null, target: 'genre', subset: null },
  },
  splitName: 'set',
  quarantined: [],
  notes: [NOTE],
};
const list = (name: string) => ({ name, says: [{ split: 'train' as const, files: ['a'] }] });

describe('the split of a dataset', () => {
  it('is told with the size of each part, and what is in none', () => {
    expect(datasetSplitWords(TABLE)).toBe(
      'Split by column “set”: 2 clips to learn from (train), 1 for validation, 1 held out (test), 1 in none of them.',
    );
    expect(strayWords(TABLE)).toBe('“weird” (1 row)');
  });

  it('may be one of several lists', () => {
    const listed = { ...TABLE, splitName: 'filtered', lists: [list('filtered'), list('other')] };
    expect(datasetSplitWords(listed)).toMatch(
      /^Split by list “filtered”: .* Also there: “other”\.$/,
    );
    expect(strayWords(listed)).toBe('');
  });

  it('is not spoken of where there is none', () => {
    const clips = TABLE.clips.map((clip) => ({ ...clip, split: undefined }));
    expect(datasetSplitWords({ ...TABLE, clips })).toBe('');
    expect(datasetSplitWords({ ...TABLE, clips: [] })).toBe('');
  });
});
