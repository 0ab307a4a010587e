import { describe, expect, it } from 'vitest';
import type { ColumnRole, TableColumn } from '../../core/dataset-types';
import { kaggle57Extractor } from '../../features/kaggle-57';
import type { KeptTable } from './kept-table';
import {
  clipsOrProblem,
  columnsForText,
  featureColumns,
  firstReading,
  tableDataset,
  withRole,
} from './table-dataset';

const column = (name: string, role: ColumnRole, kind: TableColumn['kind'] = 'number') => ({
  ...{ name, role, kind },
  ...{ reason: 'because', missing: 0, distinct: null, examples: [] },
});
const COLUMNS = [
  column('file', 'id', 'text'),
  column('genre', 'label', 'text'),
  column('set', 'split', 'text'),
  column('tempo', 'feature'),
  column('length', 'ignore'),
];
const KEPT: KeptTable = {
  id: 'abc',
  files: ['folder/my features.csv'],
  source: 'csv',
  rows: 4,
  columns: COLUMNS,
  target: 'genre',
  problem: null,
  notes: [],
};
const TEXTS = new Map([
  ['file', ['a.wav', 'b.wav', 'c.wav', 'd.wav']],
  ['genre', ['rock', 'jazz', '', 'rock']],
  ['set', ['train', 'test', 'train', '']],
]);

function datasetOf(reading = firstReading(KEPT, []), known?: ReturnType<typeof tableDataset>) {
  const { rows } = KEPT;
  const clips = clipsOrProblem({ ...reading, rows, texts: TEXTS });
  return tableDataset({ kept: KEPT, reading, clips, ...(known && { known }) });
}

describe('a dataset of a table', () => {
  it('has a clip for each row with a label, and says what was left out', () => {
    const dataset = datasetOf();
    expect(dataset).toMatchObject({ id: 'table-abc', title: 'my features', splitName: 'set' });
    expect(dataset.clips.map(({ name, genre, row, split }) => [name, genre, row, split])).toEqual([
      ['a.wav', 'rock', 0, 'train'],
      ['b.wav', 'jazz', 1, 'test'],
      ['d.wav', 'rock', 3, undefined],
    ]);
    expect(dataset.notes).toEqual([
      {
        file: 'folder/my features.csv',
        code: 'note-rows-left-out',
        got: '1 row without a genre, the first is row 3',
      },
    ]);
  });

  it('begins FMA with its small subset and is called after it', () => {
    const fma: KeptTable = { ...KEPT, source: 'fma' };
    const reading = firstReading(fma, ['small', 'medium', 'large', 'full']);
    expect(reading.subset).toBe('small');
    const clips = { clips: [], leftOut: [], problem: null };
    expect(tableDataset({ kept: fma, reading, clips }).title).toBe('FMA small');
    expect(firstReading(KEPT, ['a', 'b']).subset).toBeNull();
  });

  it('without a label has no clips and says why, until a column is given that role', () => {
    const reading = { ...firstReading(KEPT, []), ...withRole(KEPT, 'genre', 'ignore') };
    const dataset = datasetOf(reading);
    expect(dataset.clips).toEqual([]);
    expect(dataset.notes[0]?.code).toBe('table-label-missing');
    const again = datasetOf({ ...reading, ...withRole(reading, 'genre', 'label') }, dataset);
    expect(again.clips).toHaveLength(3);
  });

  it('keeps the split of a list when its columns are read anew, but not that of its own column', () => {
    const known = datasetOf();
    const listed = {
      ...known,
      splitName: 'filtered',
      clips: known.clips.map((clip) => ({ ...clip, split: 'test' as const })),
    };
    const reading = firstReading(KEPT, []);
    expect(datasetOf(reading, listed).clips.map(({ split }) => split)).toEqual([
      'test',
      'test',
      'test',
    ]);
    const without = { ...reading, ...withRole(reading, 'set', 'ignore') };
    const anew = datasetOf(without, known);
    expect(anew.splitName).toBeUndefined();
    expect(anew.clips.map(({ split }) => split)).toEqual([undefined, undefined, undefined]);
  });
});

it('features that an extractor measures are learned from in its order, under its names', () => {
  const kaggle = kaggle57Extractor.columns.map(({ name }) => name);
  const shuffled = [...kaggle.slice(20), ...kaggle.slice(0, 20)];
  const used = featureColumns(shuffled.map((name) => column(name.toUpperCase(), 'feature')));
  expect(used.extractor).toBe('kaggle-57');
  expect(used.names).toEqual(kaggle);
  expect(used.columns).toEqual(kaggle.map((name) => name.toUpperCase()));
  expect(featureColumns([column('tempo', 'feature')]).extractor).toBeNull();
});

describe('a role', () => {
  it('that one column can have leaves the one that had it', () => {
    const { columns } = withRole(KEPT, 'set', 'label');
    expect(columns.map(({ role }) => role)).toEqual(['id', 'ignore', 'label', 'feature', 'ignore']);
    expect(featureColumns(withRole(KEPT, 'length', 'feature').columns).columns).toEqual([
      'tempo',
      'length',
    ]);
    expect(columnsForText(COLUMNS)).toEqual(['file', 'genre', 'set']);
  });

  it('for text is refused to a column whose texts were not kept', () => {
    const reading = { ...firstReading(KEPT, []), rows: 4, texts: new Map() };
    expect(() => clipsOrProblem(reading)).toThrow(
      expect.objectContaining({ code: 'table-role-unfit' }) as Error,
    );
  });

  it('decides what is learned: labels where nothing else says a genre', () => {
    const both = withRole(KEPT, 'set', 'labels');
    expect(both.target).toBe('genre');
    expect(withRole(both, 'genre', 'ignore').target).toBe('labels');
    const chosen = { ...both, target: 'labels' as const };
    expect(withRole(chosen, 'length', 'feature').target).toBe('labels');
    expect(withRole(chosen, 'set', 'ignore').target).toBe('genre');
  });
});
