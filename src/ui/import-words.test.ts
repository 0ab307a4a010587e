import { describe, expect, it } from 'vitest';
import { importOutcome } from './import-words';

const NOTHING = { done: 0, total: 0, seconds: 0.42, cached: 0, stopped: false };
const FILTERED = { name: 'filtered', matched: 930, clips: 1000 };

describe('what an import came to', () => {
  it('is told of tables, of lists and of music', () => {
    const table = { file: 'features.csv', rows: 1000 };
    const tables = { ...NOTHING, done: 1, total: 1, tables: [table] };
    expect(importOutcome(tables)).toEqual(['Table read: 1,000 rows of features.csv in 0.4 s.']);
    expect(importOutcome({ ...tables, lists: [FILTERED] })[1]).toBe(
      'List applied: “filtered” says something about 930 of 1,000 clips.',
    );
    expect(importOutcome({ ...tables, tables: [table, table] })[0]).toBe(
      'Table read: 1,000 rows of features.csv.',
    );
    expect(importOutcome({ ...NOTHING, done: 2, total: 3, cached: 1 })).toEqual([
      '2 of 3 files read in 0.4 s, 1 of them known already.',
    ]);
    expect(importOutcome({ ...NOTHING, done: 1, total: 3, stopped: true })).toHaveLength(2);
  });

  it('never speaks of 0 files where lists came alone', () => {
    expect(importOutcome({ ...NOTHING, lists: [FILTERED] })).toEqual([
      'List applied: “filtered” says something about 930 of 1,000 clips.',
    ]);
    expect(importOutcome({ ...NOTHING, lists: [{ ...FILTERED, name: '', matched: 0 }] })).toEqual([
      'List not used: it names none of the 1,000 clips.',
    ]);
  });

  it('says what says the genres, and how to correct a guess', () => {
    const told = (folder: number, name: number, list: number): string[] =>
      importOutcome({ ...NOTHING, done: 9, total: 9, genresFrom: { folder, name, list } }).slice(1);
    expect(told(0, 0, 0)).toEqual([]);
    expect(told(9, 0, 0)).toEqual(['Genres are the names of the folders.']);
    expect(told(0, 0, 9)).toEqual(['Genres are what the list says.']);
    expect(told(0, 9, 0)).toEqual([
      'Genres are the beginnings of the file names (“blues” of blues.00001.wav).',
      expect.stringMatching(/drop a list as well .*file and label/),
    ]);
    expect(told(7, 1, 1)[0]).toBe(
      'Genres are the names of the folders for 7 files, the beginnings of the file names (“blues” of blues.00001.wav) for 1 file, and what the list says for 1 file.',
    );
  });

  it('is a word where nothing had to be read', () => {
    expect(importOutcome({ ...NOTHING, total: 60, seconds: null })).toEqual(['60 clips ready.']);
  });
});
