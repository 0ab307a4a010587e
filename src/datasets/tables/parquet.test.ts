import { describe, expect, it } from 'vitest';
import golden from '../../../test/golden/parquet_table.json';
import { readWhole, rolesOf, tableFile } from '../../../test/builders/table-files';
import { row } from '../../core/matrix';
import { clipsOfTable } from './clips-of-table';
import { readParquetTable } from './parquet';
import { readTable } from './read-table';
import type { TableBlock } from './table';

const bytesOf = (base64: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(Buffer.from(base64, 'base64'));
const KINDS = bytesOf(golden.kinds);
const NESTED = bytesOf(golden.nested);
const TALL = bytesOf(golden.tall);
const asFile = (bytes: Uint8Array<ArrayBuffer>): File => new File([bytes], 'songs.parquet');

describe('a Parquet file', () => {
  it('gives columns of every kind', async () => {
    const table = await readWhole(asFile(KINDS));
    expect(rolesOf(table)).toEqual([
      ...['track_id: id', 'genre: label', 'tags: labels', 'f32: feature', 'f64: feature'],
      ...['big: feature', 'small: feature', 'flag: feature'],
      ...['embedding[0]: feature', 'embedding[1]: feature', 'when: ignore'],
    ]);
    expect(table).toMatchObject({ rows: 7, source: 'parquet', target: 'genre', problem: null });
    expect(table.names).toEqual([
      ...['track_id', 'f32', 'f64', 'big', 'small', 'flag', 'embedding[0]', 'embedding[1]'],
    ]);
    const pair = [Math.fround(0.1), Math.fround(0.2)];
    expect([...row(table.matrix, 0)]).toEqual([100, 0, NaN, 2 ** 40, 1, 1, ...pair]);
    expect([...row(table.matrix, 4)]).toEqual([104, Math.fround(4 / 3), -2.5, NaN, 5, 1, ...pair]);
    expect(table.columns.map(({ missing }) => missing)).toEqual([0, 1, 1, 0, 3, 1, 0, 1, 0, 0, 0]);
    expect(table.texts.get('genre')).toEqual(['rock', 'jazz', '', 'rock', 'jazz', 'rock', 'jazz']);
    expect(table.notes).toEqual([
      { code: 'note-table-too-large', got: '1 cell in column "f64", row 1 ("1e+39")' },
      { code: 'note-table-constant', got: 'the columns embedding[0], embedding[1]' },
    ]);
    const { clips, leftOut } = clipsOfTable({ ...table, target: 'labels', subset: null });
    expect(clips.map(({ name, labels }) => [name, labels])).toEqual([
      ...[
        ['100', ['a', 'b']],
        ['103', ['b']],
        ['104', ['a']],
        ['105', ['a', 'c']],
        ['106', ['c']],
      ],
    ]);
    expect(leftOut).toEqual([{ reason: 'no-label', count: 2, firstRow: 1 }]);
  });

  it('makes a column of every number of its lists, and seconds of durations', async () => {
    const table = await readWhole(asFile(NESTED));
    expect(table.names).toEqual([
      ...[
        'embedding[0]',
        'embedding[1]',
        'fixed[0]',
        'fixed[1]',
        'fixed[2]',
        's',
        'ms',
        'us',
        'ns',
      ],
    ]);
    expect([...row(table.matrix, 0)]).toEqual([0.5, 1, 1, 2, 3, 1, 1.5, 1, 1.25]);
    expect([...row(table.matrix, 1)]).toEqual([NaN, NaN, 4, 5, 6, 90, 90.5, 90, 90.25]);
    expect([...row(table.matrix, 2)]).toEqual([2, NaN, 7, 8, 9, NaN, NaN, NaN, NaN]);
    expect([...row(table.matrix, 3)]).toEqual([-1, 3, 0, 0, NaN, 3600, 3600.5, 3600, 3600.25]);
    expect(table.notes).toEqual([
      { code: 'note-table-durations', got: 'the columns s, ms, us, ns' },
      { code: 'note-table-too-large', got: '1 cell in column "fixed[2]", row 4 ("1e+39")' },
    ]);
    const whyOf = (name: string) => table.columns.find((column) => column.name === name)?.reason;
    expect(whyOf('uneven')).toMatch(/differ in length.*save one number a column/);
    expect(whyOf('long')).toMatch(/longer than 4,096/);
    expect(whyOf('pair')).toMatch(/several things/);
    for (const name of ['released', 'at']) expect(whyOf(name)).toMatch(/dates or times.*the year/);
  });

  it('has no numbers of lists whose items are groups, and seconds of all durations', async () => {
    const table = await readWhole(asFile(bytesOf(golden.groups_of_values)));
    expect(table.names).toEqual(['tempo', 'fold', 'lasts']);
    for (const name of ['numbers_in_group', 'names_in_group', 'group_with_list', 'lists_in_list']) {
      const { role, reason } = table.columns.find((column) => column.name === name)!;
      expect([name, role, reason]).toEqual([name, 'ignore', expect.stringMatching(/several/)]);
    }
    expect([...row(table.matrix, 0)]).toEqual([120.5, 0.5, 0.5]);
    expect([...row(table.matrix, 1)]).toEqual([90, NaN, NaN]);
    expect(table.texts.get('fold')).toEqual(['0.5', '', '1.5', '2']);
    const got = 'the columns fold, lasts';
    expect(table.notes).toEqual([{ code: 'note-table-durations', got }]);
  });

  it('has blocks of one size, whatever its row groups', async () => {
    const rows: number[] = [];
    const onBlock = (block: TableBlock): void => void rows.push(block.matrix.rows);
    await readTable({ files: [asFile(bytesOf(golden.in_groups))], onBlock });
    expect(rows).toEqual([10]);
  });

  it('is decoded once for its values and once for the length of its lists', async () => {
    const known = (await readWhole(asFile(TALL))).id;
    for (const maxCells of [undefined, 15_000]) {
      const turns = new Map<string, number>();
      const file = asFile(TALL);
      const slice = (start: number, end: number): Blob => {
        turns.set(`${start}-${end}`, (turns.get(`${start}-${end}`) ?? 0) + 1);
        return file.slice(start, end);
      };
      const { id, rows } = await readParquetTable({
        file: { name: 'tall.parquet', size: file.size, stream: () => file.stream(), slice },
        ...(maxCells && { maxCells }),
        onBlock: () => undefined,
      });
      expect([id, rows]).toEqual([known, 20_000]);
      const plainNumbers = maxCells ? 4 : 1;
      expect([...turns.values()].toSorted()).toEqual([1, 1, 1, 2, plainNumbers].toSorted());
    }
  });

  it('tells how far it is from its lists on', async () => {
    const told: number[] = [];
    const files = [asFile(TALL)];
    let first = NaN;
    const onProgress = (share: number): void => void told.push(share);
    const onStart = (): void => void (first = told.length);
    await readTable({ files, onProgress, onStart, onBlock: () => undefined });
    expect(first).toBeGreaterThan(0);
    expect(told).toEqual(told.toSorted((a, b) => a - b));
    expect(told.at(-1)).toBeCloseTo(1, 9);
  });

  it.each(Object.entries(golden.codecs))('may be compressed: %s', async (_, base64) => {
    const table = await readWhole(asFile(bytesOf(base64)));
    expect(table.rows).toBe(400);
    expect([...table.matrix.data.subarray(0, 3)]).toEqual([0, 1 / 7, 2 / 7].map(Math.fround));
    expect(table.texts.get('genre')!.slice(-2)).toEqual(['rock', 'jazz']);
  });

  it('is read from a stream where the file has no slices', async () => {
    const { id } = await readWhole(asFile(KINDS));
    expect((await readWhole(tableFile(KINDS, 'x.parquet', [100]))).id).toBe(id);
  });

  it('is refused by name if it is cut off or damaged', async () => {
    const invalid = (bytes: Uint8Array<ArrayBuffer>) =>
      expect(readWhole(asFile(bytes))).rejects.toMatchObject({
        code: 'parquet-invalid',
        got: expect.stringMatching(/^songs\.parquet: ./) as string,
      });
    for (const length of [4, 9, 100, 3000, KINDS.length - 1]) await invalid(KINDS.slice(0, length));
    await invalid(
      Uint8Array.from(KINDS, (byte, i) => (i < 4 || i > KINDS.length - 5 ? byte : 255)),
    );
    await invalid(KINDS.map((byte, i) => (i > 4 && i < 60 ? 0 : byte)));
  });

  it('ends in a result or an error whatever byte is wrong', { timeout: 60_000 }, async () => {
    for (const whole of [KINDS, NESTED]) {
      for (let at = 4; at < whole.length; at += 23) {
        const damaged = whole.slice();
        damaged[at] = damaged[at]! ^ 0x55;
        const outcome = await readWhole(asFile(damaged)).then(
          ({ rows }) => rows,
          (error: unknown) => (error as { code?: string }).code,
        );
        expect(outcome, `byte ${at}`).toBeDefined();
      }
    }
  });

  it('stops when it is told to', async () => {
    const stop = new AbortController();
    const reading = readTable({
      files: [asFile(KINDS)],
      signal: stop.signal,
      onBlock: () => stop.abort(),
    });
    await expect(reading).rejects.toMatchObject({ name: 'AbortError' });
  });
});
