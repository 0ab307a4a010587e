// Tables of features in storage: blocks as they come, rows and columns as they are asked for, and nothing left behind.

import { clear, createStore, del, get, keys, set } from 'idb-keyval';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createMatrix } from '../core/matrix';
import type { ReadTable, TableBlock } from '../datasets/tables/table';
import { TableWriter, tableStore } from './table-store';

const STORES = ['tables', 'table-blocks', 'table-texts'];
const NAMES = ['a', 'b', 'c'];

function block(firstRow: number, rows: number): TableBlock {
  const data = Float32Array.from({ length: rows * NAMES.length }, (_, i) => {
    const row = firstRow + Math.floor(i / NAMES.length);
    return 10 * row + (i % NAMES.length);
  });
  return { firstRow, matrix: createMatrix(rows, NAMES.length, data) };
}

function tableOf(id: string, rows: number): ReadTable {
  const column = { missing: 0, distinct: null, examples: ['1'], reason: 'numbers' };
  return {
    id,
    files: ['t.csv'],
    source: 'csv',
    lines: [[0, 2]],
    rows,
    columns: NAMES.map((name) => ({ ...column, name, role: 'feature', kind: 'number' })),
    texts: new Map([['genre', Array.from({ length: rows }, (_, i) => (i % 2 ? 'rock' : 'jazz'))]]),
    target: 'genre',
    problem: null,
    notes: [],
  };
}

async function write(id: string, rows: number, blockRows = rows): Promise<void> {
  const writer = new TableWriter();
  await writer.start(NAMES);
  for (let row = 0; row < rows; row += blockRows) {
    await writer.add(block(row, Math.min(blockRows, rows - row)));
  }
  await writer.finish(tableOf(id, rows));
}

/** No write goes through after so many. */
function fillDisk(after: number): void {
  const put = Object.getOwnPropertyDescriptor(IDBObjectStore.prototype, 'put')!
    .value as IDBObjectStore['put'];
  let writes = 0;
  vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (
    this: IDBObjectStore,
    ...row
  ) {
    if (++writes > after) throw new DOMException('full', 'QuotaExceededError');
    return put.apply(this, row);
  });
}

const countRows = async (name: string): Promise<number> =>
  (await keys(createStore(`earmark-${name}`, 'rows'))).length;

afterEach(() => void vi.restoreAllMocks());
beforeEach(async () => {
  for (const name of STORES) await clear(createStore(`earmark-${name}`, 'rows'));
});

describe('a kept table', () => {
  it('gives rows and columns in the order asked for, from any block', async () => {
    await write('t', 10, 4);
    const matrix = await tableStore.rows('t', [9, 0, 4, 9], ['c', 'a']);
    expect(Array.from(matrix.data)).toEqual([92, 90, 2, 0, 42, 40, 92, 90]);
    expect((await tableStore.columns('t', ['b'])).get('b')).toEqual(
      Float32Array.from({ length: 10 }, (_, row) => 10 * row + 1),
    );
    expect((await tableStore.texts('t', ['genre', 'none'])).get('genre')?.slice(0, 3)).toEqual([
      'jazz',
      'rock',
      'jazz',
    ]);
    expect(await tableStore.get('t')).toMatchObject({ id: 't', rows: 10, source: 'csv' });
  });

  it('of an older version has its lines', async () => {
    await write('t', 4);
    const store = createStore('earmark-tables', 'rows');
    const { lines, ...older } = (await get<Record<string, unknown>>('t', store))!;
    expect(lines).toEqual([[0, 2]]);
    const linesWith = async (more: object) => {
      await set('t', { ...older, ...more }, store);
      return (await tableStore.get('t'))!.lines;
    };
    expect(await linesWith({ headerRows: 4 })).toEqual([[0, 5]]);
    expect(await linesWith({ headerRows: 0 })).toEqual([]);
    expect(await linesWith({})).toEqual([]);
    expect(await linesWith({ lines: [[0, 3]] })).toEqual([[0, 3]]);
  });

  it('gives no row of a block that is larger or smaller than the others, until it is read again', async () => {
    const writer = new TableWriter();
    await writer.start(NAMES);
    for (const [firstRow, rows] of [
      [0, 4],
      [4, 2],
      [6, 4],
    ] as const) {
      await writer.add(block(firstRow, rows));
    }
    await writer.finish(tableOf('t', 10));
    expect((await tableStore.rows('t', [3], ['a'])).data[0]).toBe(30);
    const missing = { code: 'table-values-missing' };
    await expect(tableStore.rows('t', [4], ['a'])).rejects.toMatchObject(missing);
    await expect(tableStore.rows('t', [8], ['a'])).rejects.toMatchObject(missing);
    await write('t', 10, 4);
    expect(Array.from((await tableStore.rows('t', [4, 8], ['a'])).data)).toEqual([40, 80]);
  });

  it('names what is not there', async () => {
    await write('t', 4);
    const missing = { code: 'table-values-missing' };
    await expect(tableStore.rows('other', [0], ['a'])).rejects.toMatchObject(missing);
    await expect(tableStore.rows('t', [4], ['a'])).rejects.toMatchObject(missing);
    await expect(tableStore.rows('t', [0], ['z'])).rejects.toMatchObject(missing);
    expect(await tableStore.get('other')).toBeNull();
  });

  it('is replaced by a second reading, which leaves nothing of the first', async () => {
    await write('t', 10, 4);
    await write('t', 6, 6);
    expect(await countRows('table-blocks')).toBe(1);
    expect((await tableStore.rows('t', [5], ['a'])).data[0]).toBe(50);
  });

  it('is kept as it is by a second reading of the same, so that what reads it can go on', async () => {
    await write('t', 10, 4);
    const before = await keys(createStore('earmark-table-blocks', 'rows'));
    await write('t', 10, 10);
    expect(await keys(createStore('earmark-table-blocks', 'rows'))).toEqual(before);
    expect(await Promise.all(STORES.map(countRows))).toEqual([1, 3, 1]);
    expect(Array.from((await tableStore.rows('t', [9, 3], ['b'])).data)).toEqual([91, 31]);
    const [lost] = before;
    await del(lost!, createStore('earmark-table-blocks', 'rows'));
    await write('t', 10, 5);
    expect(await Promise.all(STORES.map(countRows))).toEqual([1, 2, 1]);
    expect((await tableStore.rows('t', [0], ['b'])).data[0]).toBe(1);
  });

  it('stays where what it replaces cannot be deleted', async () => {
    await write('t', 10, 4);
    vi.spyOn(IDBObjectStore.prototype, 'delete').mockImplementation(() => {
      throw new DOMException('no', 'UnknownError');
    });
    const writer = new TableWriter();
    await writer.start(NAMES);
    await writer.add(block(0, 6));
    await writer.finish(tableOf('t', 6));
    vi.restoreAllMocks();
    await writer.discard(); // as after a stop that came too late
    expect((await tableStore.rows('t', [5], ['a'])).data[0]).toBe(50);
    await tableStore.deleteOthers(new Set(['t']));
    expect(await Promise.all(STORES.map(countRows))).toEqual([1, 1, 1]);
  });

  it('goes when nothing needs it, and with it what a reading that was cut off left', async () => {
    await write('kept', 4);
    await write('gone', 4);
    const cutOff = new TableWriter();
    await cutOff.start(NAMES);
    await cutOff.add(block(0, 4));
    await tableStore.deleteOthers(new Set(['kept']));
    expect(await Promise.all(STORES.map(countRows))).toEqual([1, 1, 1]);
    expect((await tableStore.rows('kept', [1], ['b'])).data[0]).toBe(11);
  });
});

describe('a reading that', () => {
  it('starts anew forgets its blocks', async () => {
    const writer = new TableWriter();
    await writer.start(NAMES);
    await writer.add(block(0, 4));
    await writer.start(NAMES);
    await writer.add(block(0, 2));
    await writer.finish(tableOf('t', 2));
    expect(await countRows('table-blocks')).toBe(1);
  });

  it('is given up leaves nothing behind', async () => {
    const writer = new TableWriter();
    await writer.start(NAMES);
    await writer.add(block(0, 4));
    await writer.discard();
    expect(await Promise.all(STORES.map(countRows))).toEqual([0, 0, 0]);
  });
});

describe('a disk that is full', () => {
  it.each([
    ['in a block', 1],
    ['in the texts', 2],
    ['in the row of the table', 3],
  ])('%s leaves nothing behind but what was there', async (_, after) => {
    await write('earlier', 4);
    const writer = new TableWriter();
    await writer.start(NAMES);
    fillDisk(after);
    const writing = async (): Promise<void> => {
      await writer.add(block(0, 4));
      await writer.add(block(4, 4));
      await writer.finish(tableOf('t', 8));
    };
    await expect(writing()).rejects.toMatchObject({ code: 'storage-full' });
    await writer.discard();
    expect(await Promise.all(STORES.map(countRows))).toEqual([1, 1, 1]);
    expect(await tableStore.get('t')).toBeNull();
    expect((await tableStore.rows('earlier', [3], ['a'])).data[0]).toBe(30);
  });
});

it('reads 25,000 rows of 518 columns within two seconds', async () => {
  const names = Array.from({ length: 518 }, (_, i) => `f${i}`);
  const blockRows = 4000;
  const writer = new TableWriter();
  await writer.start(names);
  for (let row = 0; row < 25_000; row += blockRows) {
    const rows = Math.min(blockRows, 25_000 - row);
    await writer.add({ firstRow: row, matrix: createMatrix(rows, names.length) });
  }
  await writer.finish(tableOf('wide', 25_000));
  const startedAt = performance.now();
  const everyRow = Int32Array.from({ length: 25_000 }, (_, row) => row);
  const matrix = await tableStore.rows('wide', everyRow, names);
  const seconds = (performance.now() - startedAt) / 1000;
  console.log(`25,000 × 518 read in ${seconds.toFixed(2)} s`);
  expect(matrix.data).toHaveLength(25_000 * 518);
  expect(seconds).toBeLessThan(2);
});
