import { describe, expect, it } from 'vitest';
import type { ColumnRole, Dataset, TableColumn } from '../../core/dataset-types';
import { kaggle57Extractor } from '../../features/kaggle-57';
import { loadExtractor } from '../../features/registry';
import { setClipsAside, takeClipsBack } from '../set-aside';
import type { KeptTable, TableReading } from './kept-table';
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
  lines: [[0, 2]],
  rows: 4,
  columns: COLUMNS,
  target: 'genre',
  problem: null,
  notes: [],
};
const READING = firstReading(KEPT, []);
const TEXTS = new Map([
  ['file', ['a.wav', 'b.wav', 'c.wav', 'd.wav']],
  ['genre', ['rock', 'jazz', '', 'rock']],
  ['set', ['train', 'test', 'train', '']],
]);

function datasetOf(reading = firstReading(KEPT, []), known?: ReturnType<typeof tableDataset>) {
  const { rows, lines } = KEPT;
  const clips = clipsOrProblem({ ...reading, rows, lines, texts: TEXTS });
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
        got: '1 row without a genre, the first is line 4',
      },
    ]);
  });

  it('says which words of the split column name no part', () => {
    const texts = new Map([...TEXTS, ['set', ['train', 'weird', 'x', 'odd']]]);
    const { rows, lines } = KEPT;
    const clips = clipsOrProblem({ ...READING, rows, lines, texts });
    expect(tableDataset({ kept: KEPT, reading: READING, clips }).notes.at(-1)).toEqual({
      file: 'folder/my features.csv',
      code: 'note-split-words',
      got: '“weird” (1 row), “odd” (1 row)',
    });
  });

  it('begins FMA with its small subset and is called after it', () => {
    const fma: KeptTable = { ...KEPT, source: 'fma' };
    const reading = firstReading(fma, ['small', 'medium', 'large', 'full']);
    expect(reading.subset).toBe('small');
    const clips = { clips: [], leftOut: [], strayParts: new Map(), problem: null };
    expect(tableDataset({ kept: fma, reading, clips }).title).toBe('FMA small');
    expect(firstReading(KEPT, ['a', 'b']).subset).toBeNull();
  });

  it('without a label has no clips and says why, until a column is given that role', () => {
    const reading = { ...firstReading(KEPT, []), ...withRole(READING, 'genre', 'ignore') };
    const dataset = datasetOf(reading);
    expect(dataset.clips).toEqual([]);
    expect(dataset.notes[0]?.code).toBe('table-label-missing');
    const again = datasetOf({ ...reading, ...withRole(reading, 'genre', 'label') }, dataset);
    expect(again.clips).toHaveLength(3);
  });

  it('forgets the split of its own column with that column', () => {
    const without = { ...READING, ...withRole(READING, 'set', 'ignore') };
    const anew = datasetOf(without, datasetOf());
    expect(anew.splitName).toBeUndefined();
    expect(anew.clips.map(({ split }) => split)).toEqual([undefined, undefined, undefined]);
  });
});

describe('a dataset of a table that is read anew', () => {
  const partsOf = ({ clips }: Dataset) => clips.map(({ split }) => split);
  const withRoles = (...roles: [name: string, role: ColumnRole][]): TableReading => {
    let reading = READING;
    for (const [name, role] of roles) reading = { ...reading, ...withRole(reading, name, role) };
    return reading;
  };
  const says = [
    { split: 'test', files: ['music/b.wav', 'c.wav'] },
    { split: 'train', artist: 'Somebody', files: ['d.wav'] },
  ] as const;
  const listed = (name: string): Dataset => {
    const known = datasetOf();
    const splitName = name || undefined;
    return datasetOf(READING, { ...known, splitName, lists: [{ name, says }] });
  };

  it.each(['filtered', ''])('has the split and the artists of the list “%s” again', (name) => {
    const known = listed(name);
    expect(partsOf(known)).toEqual([undefined, 'test', 'train']);
    const without = datasetOf(withRoles(['genre', 'ignore']), known);
    expect(without.clips).toEqual([]);
    const again = datasetOf(READING, without);
    expect(again.splitName).toBe(name || undefined);
    expect(partsOf(again)).toEqual([undefined, 'test', 'train']);
    expect(again.clips.map(({ artist }) => artist)).toEqual([undefined, undefined, 'Somebody']);
  });

  it('has it also for rows that were no clips when the list came', () => {
    const known = listed('filtered');
    const byFile = datasetOf(withRoles(['file', 'label']), known);
    expect(byFile.clips).toHaveLength(4);
    const named = { ...withRoles(['genre', 'ignore']), ...withRole(READING, 'tempo', 'label') };
    const numbers = new Map([['tempo', Float32Array.of(1, 1, 2, 2)]]);
    const clips = clipsOrProblem({ ...named, rows: KEPT.rows, texts: TEXTS, numbers });
    const wider = tableDataset({ kept: KEPT, reading: named, clips, known });
    expect(partsOf(wider)).toEqual([undefined, 'test', 'test', 'train']);
  });

  it('has the split of a column that gets the role after the list', () => {
    const known = listed('filtered');
    const off = datasetOf(withRoles(['set', 'ignore']), known);
    expect([off.splitName, ...partsOf(off)]).toEqual(['filtered', undefined, 'test', 'train']);
    const on = datasetOf(READING, off);
    expect([on.splitName, ...partsOf(on)]).toEqual(['set', 'train', 'test', undefined]);
    const later = datasetOf(withRoles(['length', 'feature']), on);
    expect([later.splitName, ...partsOf(later)]).toEqual(['set', 'train', 'test', undefined]);
  });

  it('leaves out what was left out, unless others have its genre by now', () => {
    const known = datasetOf();
    const jazz = known.clips.filter(({ genre }) => genre === 'jazz');
    const error = { code: 'genre-left-out', got: '1 of jazz' } as const;
    const without = setClipsAside(
      known,
      jazz.map((clip) => ({ clip, error })),
    );
    const again = datasetOf(withRoles(['length', 'feature']), without);
    expect(again.clips.map(({ genre }) => genre)).toEqual(['rock', 'rock']);
    expect(again.quarantined).toEqual([{ file: 'b.wav', clip: 'abc/1', ...error }]);
    const unnamed = datasetOf(withRoles(['file', 'ignore']), again);
    expect(unnamed.quarantined).toEqual([{ file: 'line 3', clip: 'abc/1', ...error }]);
    expect(
      datasetOf(
        READING,
        takeClipsBack(
          unnamed,
          jazz.map((clip) => ({ clip, error })),
        ),
      ),
    ).toEqual({ ...known, lists: undefined });
    const joined = { name: '', says: [{ genre: 'jazz', files: ['a.wav'] }] };
    expect(datasetOf(READING, { ...again, lists: [joined] }).clips).toHaveLength(3);
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

it('features of one’s own beside those of an extractor are learned from, too', async () => {
  for (const id of ['kaggle-57', 'fma-518'] as const) {
    const extractor = await loadExtractor(id);
    if (extractor.kind !== 'vector') throw new TypeError(id);
    const names = [...extractor.columns.map(({ name }) => name), 'my_own'];
    const { columns, extractor: whole } = featureColumns(
      names.map((name) => column(name, 'feature')),
    );
    expect([columns, whole]).toEqual([names, null]);
  }
});

describe('a role', () => {
  it('that one column can have leaves the one that had it', () => {
    const { columns } = withRole(READING, 'set', 'label');
    expect(columns.map(({ role }) => role)).toEqual(['id', 'ignore', 'label', 'feature', 'ignore']);
    expect(featureColumns(withRole(READING, 'length', 'feature').columns).columns).toEqual([
      'tempo',
      'length',
    ]);
    expect(columnsForText(COLUMNS)).toEqual(['file', 'genre', 'set']);
  });

  it('takes the subset along with it', () => {
    const columns = [...COLUMNS, column('part', 'subset', 'text')];
    const reading: TableReading = { ...READING, columns, subset: 'small' };
    expect(withRole(reading, 'tempo', 'ignore').subset).toBe('small');
    expect(withRole(reading, 'part', 'ignore').subset).toBeNull();
    expect(withRole(reading, 'set', 'subset').subset).toBeNull();
  });

  it('for text is refused to a column whose texts were not kept', () => {
    const reading = { ...firstReading(KEPT, []), rows: 4, texts: new Map() };
    expect(() => clipsOrProblem(reading)).toThrow(
      expect.objectContaining({ code: 'table-role-unfit' }) as Error,
    );
  });

  it('decides what is learned: labels where nothing else says a genre', () => {
    const both = withRole(READING, 'set', 'labels');
    expect(both.target).toBe('genre');
    expect(withRole(both, 'genre', 'ignore').target).toBe('labels');
    const chosen = { ...both, target: 'labels' as const };
    expect(withRole(chosen, 'length', 'feature').target).toBe('labels');
    expect(withRole(chosen, 'set', 'ignore').target).toBe('genre');
  });
});
