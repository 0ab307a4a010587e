import { describe, expect, it } from 'vitest';
import type { ColumnRole, TableColumn } from '../../core/dataset-types';
import { loadExtractor } from '../../features/registry';
import { applyClipList } from '../clip-list';
import { clipsOfTable, columnsWithoutText, type TableRows } from './clips-of-table';
import { arrangeAsExtractor } from './extractor-columns';
import { parseLabels } from './label-cells';
import { listsRecordings, tableKind } from './table-kind';

const column = (
  name: string,
  role: ColumnRole,
  kind: TableColumn['kind'] = 'text',
): TableColumn => ({
  ...{ name, role, kind },
});

function table(columns: readonly TableColumn[], texts: Record<string, string[]>): TableRows {
  const rows = Object.values(texts)[0]!.length;
  return {
    id: 't',
    rows,
    columns,
    texts: new Map(Object.entries(texts)),
    target: 'genre',
    subset: null,
  };
}

describe('clips of a table', () => {
  it('have the genre as most rows spell it, and leave out rows without one', () => {
    const { clips, leftOut } = clipsOfTable(
      table([column('g', 'label'), column('s', 'split'), column('a', 'artist')], {
        g: ['Rock', 'rock', 'rock ', '', 'NaN'],
        s: ['Training', 'val', 'unused', 'test', 'test'],
        a: ['A', '', 'nan', 'B', 'B'],
      }),
    );
    expect(
      clips.map(({ genre, split, artist, name, id }) => [genre, split, artist, name, id]),
    ).toEqual([
      ['rock', 'train', 'A', 'row 1', 't/0'],
      ['rock', 'validation', undefined, 'row 2', 't/1'],
      ['rock', undefined, undefined, 'row 3', 't/2'],
    ]);
    expect(leftOut).toEqual([{ reason: 'no-label', count: 2, firstRow: 3 }]);
  });

  it('in no part of the split are counted, by the words that name none', () => {
    const { clips, strayParts } = clipsOfTable(
      table([column('g', 'label'), column('s', 'split')], {
        g: ['rock', 'rock', 'rock', 'rock', ''],
        s: ['weird', 'train', 'weird', '', 'odd'],
      }),
    );
    expect(clips.map(({ split }) => split)).toEqual([undefined, 'train', undefined, undefined]);
    expect([...strayParts]).toEqual([['weird', 2]]);
  });

  it('take numbers as text where a column has no texts', () => {
    const columns = [
      column('g', 'label', 'number'),
      column('a', 'artist', 'number'),
      column('x', 'feature', 'number'),
    ];
    const rows = { ...table(columns, { a: ['7', '8', '8'] }) };
    expect(columnsWithoutText(rows)).toEqual(['g']);
    expect(() => clipsOfTable(rows)).toThrow('no values of the column g');
    const { clips } = clipsOfTable({
      ...rows,
      numbers: new Map([['g', Float32Array.of(3, NaN, 0)]]),
    });
    expect(clips.map(({ genre, artist }) => [genre, artist])).toEqual([
      ['3', '7'],
      ['0', '8'],
    ]);
  });

  it('have all labels if these are the target, from lists and from columns of 0 and 1', () => {
    const columns = [column('tags', 'labels'), column('live', 'labels', 'number')];
    const rows = table(columns, { tags: ['a|b', '', "['b']", ''] });
    const numbers = new Map([['live', Float32Array.of(1, 1, 0, NaN)]]);
    const { clips } = clipsOfTable({ ...rows, numbers, target: 'labels' });
    expect(clips.map(({ genre, labels }) => [genre, labels])).toEqual([
      ['a', ['a', 'b', 'live']],
      ['live', ['live']],
      ['b', ['b']],
    ]);
    expect(clipsOfTable({ ...rows, numbers }).clips.map(({ genre }) => genre)).toEqual([
      'a',
      'live',
      'b',
    ]);
  });

  it('need a column that tells the genre', () => {
    const rows = table([column('a', 'feature', 'number'), column('g', 'ignore')], { g: ['x'] });
    const code = 'table-label-missing';
    expect(() => clipsOfTable(rows)).toThrow(
      expect.objectContaining({ code, got: 'the columns a, g' }) as Error,
    );
    const named = { ...rows, columns: [column('g', 'label')], target: 'labels' as const };
    expect(() => clipsOfTable(named)).toThrow(expect.objectContaining({ code }) as Error);
  });

  it('are there in a moment for all of FMA', () => {
    const many = (of: (i: number) => string): string[] =>
      Array.from({ length: 106_574 }, (_, i) => of(i));
    const rows = table(
      [column('id', 'id'), column('g', 'label'), column('l', 'labels'), column('s', 'subset')],
      {
        id: many(String),
        g: many((i) => `g${i % 16}`),
        l: many((i) => `["g${i % 16}","x${i % 99}"]`),
        s: many(() => 'large'),
      },
    );
    const started = performance.now();
    const { clips } = clipsOfTable({ ...rows, target: 'labels', subset: 'large' });
    expect(clips).toHaveLength(106_574);
    expect(performance.now() - started).toBeLessThan(3000);
  });
});

describe('cells with several labels', () => {
  it.each([
    ['[1, 2]', ['1', '2']],
    ['["Rock", "R&B, Soul"]', ['Rock', 'R&B, Soul']],
    ["['drum \\'n\\' bass', \"90's\"]", ["drum 'n' bass", "90's"]],
    ['[]', []],
    ['', []],
    ['nan', []],
    ['rock|pop | rock', ['rock', 'pop']],
    ['rock; pop', ['rock', 'pop']],
    ['rock, pop', ['rock', 'pop']],
    ['(a, b)', ['a', 'b']],
    ['Old-Time / Historic', ['Old-Time / Historic']],
    ['[broken', ['[broken']],
  ])('%s', (cell, labels) => {
    expect(parseLabels(cell)).toEqual(labels);
  });
});

describe('columns of an extractor', () => {
  it.each(['kaggle-57', 'fma-518'] as const)(
    '%s is known in any order and spelling',
    async (id) => {
      const extractor = await loadExtractor(id);
      if (extractor.kind !== 'vector') throw new TypeError(id);
      const names = extractor.columns.map(({ name }) => name);
      const inOrder = names.map((_, i) => i);
      expect(arrangeAsExtractor(names)).toEqual({ extractor: id, columns: names, order: inOrder });
      expect(arrangeAsExtractor(names.slice(1))).toBeNull();
      const spelled = [
        'other',
        ...names.toReversed().map((name) => name.replaceAll('_', '.').toUpperCase()),
      ];
      const arranged = arrangeAsExtractor(spelled);
      expect(arranged).toMatchObject({ extractor: id, columns: names });
      expect(arranged?.order.slice(0, 2)).toEqual([names.length, names.length - 1]);
    },
  );
});

describe('a file that looks like a table', () => {
  it.each([
    ['features.csv', 'file,a,b,c,d,label\nx.wav,1,2,3,4,rock\n', true],
    ['list.csv', 'file,label,artist,split\nx.wav,rock,A,train\n', false],
    ['list.csv', 'file,label,year,bpm\nx.wav,rock,1999,120\n', false],
    ['train_filtered.txt', 'blues/blues.00001.wav\n', false],
    ['readme.txt', 'Dear reader, this is text.\nIt has lines.\n', false],
    ['song.wav', 'a,b,c,d,e\n1,2,3,4,5\n', false],
    ['any name', 'PAR1\u0015\u0004', true],
    ['german.csv', 'a;b;c;d\n1,5;2,5;3,5;4,5\n', true],
    ['cut.csv', 'file,a,b,c,d,label\nx.wav,1,2,3,4,rock\ny.wav,1,2', true],
    ['wide.csv', Array.from({ length: 9000 }, (_, i) => `column${i}`).join(','), true],
    ['empty.csv', '', false],
  ])('%s %#', (name, head, is) => {
    expect(tableKind(name, head) !== null).toBe(is);
  });
});

describe('a table with a column of files', () => {
  const head = (numbers: number): Uint8Array => {
    const names = Array.from({ length: numbers }, (_, i) => `n${i}`);
    const row = (file: string): string => [file, 'rock', ...names.map((_, i) => `${i}`)].join();
    const lines = [['File', 'genre', ...names].join(), row('a.wav'), row('b.wav')];
    return new TextEncoder().encode(lines.join('\n') + '\n');
  };

  it.each([
    ['is also the list of the recordings dropped along with it', 4, ['music/B.ogg'], true],
    ['is no list of other recordings', 4, ['music/c.ogg'], false],
    ['is also one where many numbers were measured', 57, ['music/b.wav'], true],
    ['is none without recordings', 4, [], false],
  ])('%s', (_, numbers, recordings, is) => {
    expect(listsRecordings(head(numbers), recordings)).toBe(is);
  });
});

it('a title stands beside the name, which lists go by', () => {
  const columns = [column('track', 'id'), column('title', 'ignore'), column('g', 'label')];
  const rows = table(columns, {
    track: ['000003', '000005', ''],
    title: ['Food', '', 'A/B'],
    g: ['rock', 'jazz', 'rock'],
  });
  const { clips } = clipsOfTable(rows);
  expect(clips.map(({ name, title }) => [name, title])).toEqual([
    ['000003', 'Food'],
    ['000005', undefined],
    ['row 3', 'A/B'],
  ]);
  const parts = applyClipList(clips, [
    { file: '000/000003.mp3', split: 'train' },
    { file: '000005.mp3', split: 'test' },
  ]);
  expect(parts.matched).toBe(2);
});

it('a number as a label or an id is written as people write it', () => {
  const columns = [column('g', 'label', 'number'), column('i', 'id', 'number')];
  const numbers = new Map([
    ['g', Float32Array.of(0.1, NaN, 2)],
    ['i', Float32Array.of(1.5, 2, 16_777_216)],
  ]);
  const { clips } = clipsOfTable({ ...table(columns, { none: ['', '', ''] }), numbers });
  expect(clips.map(({ genre, name }) => [genre, name])).toEqual([
    ['0.1', '1.5'],
    ['2', '16777216'],
  ]);
});
