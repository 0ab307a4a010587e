import type { ColumnMetaData } from 'hyparquet';
import { describe, expect, it } from 'vitest';
import { lengthOfLists } from './parquet-lists';

/** A file of one column, its cells by row group. */
function fileOf(groups: readonly unknown[][], numValues = 1) {
  const read: number[] = [];
  let rowEnd = 0;
  return {
    read,
    groups: groups.map((cells) => {
      const rowStart = rowEnd;
      rowEnd += cells.length;
      const chunk = { path_in_schema: ['e', 'list', 'element'], num_values: BigInt(numValues) };
      return { rowStart, rowEnd, chunks: [chunk as ColumnMetaData] };
    }),
    values: (
      _: string,
      { rowStart, rowEnd }: { rowStart: number; rowEnd: number },
      onValue: (row: number, value: unknown) => void,
    ) => {
      read.push(rowStart);
      const cells = groups.flat().slice(rowStart, rowEnd);
      cells.forEach((cell, row) => onValue(row, cell));
      return Promise.resolve();
    },
  };
}

const quiet = { signal: undefined, onProgress: () => undefined };

describe('the length of lists', () => {
  it('is that of all that are there', async () => {
    const length = (...groups: unknown[][]) => lengthOfLists(fileOf(groups), 'e', quiet);
    expect(await length([[1, 2], null], [[3, 4]])).toBe(2);
    expect(await length([null, []], [[], [1]])).toBe(1);
    expect(await length([null, []])).toBe('empty');
    expect(await length([[1, 2]], [[3]])).toBe('uneven');
    expect(await length([new Array(4097).fill(1)])).toBe('long');
  });

  it('takes each row group once, and none after two that differ', async () => {
    const even = fileOf([[[1], [2]], [[3]], [[4]]]);
    await lengthOfLists(even, 'e', quiet);
    expect(even.read).toEqual([0, 2, 3]);
    const uneven = fileOf([[[1], [2, 3]], [[4]]]);
    await lengthOfLists(uneven, 'e', quiet);
    expect(uneven.read).toEqual([0]);
  });

  it('is told without reading where the lists are too long or too many for memory', async () => {
    const long = fileOf([[[1], [2]]], 10_000);
    expect(await lengthOfLists(long, 'e', quiet)).toBe('long');
    const heavy = fileOf([new Array(20_000).fill([1])], 20_000 * 4096);
    expect(await lengthOfLists(heavy, 'e', quiet)).toBe('heavy');
    expect([...long.read, ...heavy.read]).toEqual([]);
  });

  it('tells how far it is, and stops between row groups', async () => {
    const stop = new AbortController();
    const told: number[] = [];
    const file = fileOf([[[1]], [[2]], [[3]], [[4]]]);
    const onProgress = (share: number): void => {
      told.push(share);
      if (told.length === 2) stop.abort();
    };
    const reading = lengthOfLists(file, 'e', { signal: stop.signal, onProgress });
    await expect(reading).rejects.toMatchObject({ name: 'AbortError' });
    expect(told).toEqual([0.25, 0.5]);
    expect(file.read).toEqual([0, 1]);
  });
});
