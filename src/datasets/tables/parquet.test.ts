import { describe, expect, it } from 'vitest';
import golden from '../../../test/golden/parquet_table.json';
import { readWhole, rolesOf, tableFile } from '../../../test/builders/table-files';
import { row } from '../../core/matrix';
import { clipsOfTable } from './clips-of-table';
import { readTable } from './read-table';

const bytesOf = (base64: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(Buffer.from(base64, 'base64'));
const KINDS = bytesOf(golden.kinds);
const asFile = (bytes: Uint8Array<ArrayBuffer>): File => new File([bytes], 'songs.parquet');

describe('a Parquet file', () => {
  it('gives columns of every kind', async () => {
    const table = await readWhole(asFile(KINDS));
    expect(rolesOf(table)).toEqual([
      ...['track_id: id', 'genre: label', 'tags: labels', 'f32: feature', 'f64: feature'],
      ...['big: feature', 'small: feature', 'flag: feature', 'embedding: ignore', 'when: ignore'],
    ]);
    expect(table).toMatchObject({ rows: 7, source: 'parquet', target: 'genre', problem: null });
    expect(table.names).toEqual(['track_id', 'f32', 'f64', 'big', 'small', 'flag']);
    expect([...row(table.matrix, 0)]).toEqual([100, 0, NaN, 2 ** 40, 1, 1]);
    expect([...row(table.matrix, 4)]).toEqual([104, Math.fround(4 / 3), -2.5, NaN, 5, 1]);
    expect(table.columns.map(({ missing }) => missing)).toEqual([0, 1, 1, 0, 3, 1, 0, 1, 0, 0]);
    expect(table.texts.get('genre')).toEqual(['rock', 'jazz', '', 'rock', 'jazz', 'rock', 'jazz']);
    expect(table.notes).toEqual([
      { code: 'note-table-too-large', got: '1 cell in column "f64", row 1 ("1e+39")' },
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
    for (let at = 4; at < KINDS.length; at += 13) {
      const damaged = KINDS.slice();
      damaged[at] = damaged[at]! ^ 0x55;
      const outcome = await readWhole(asFile(damaged)).then(
        ({ rows }) => rows,
        (error: unknown) => (error as { code?: string }).code,
      );
      expect(outcome, `byte ${at}`).toBeDefined();
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
