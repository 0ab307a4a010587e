import { expect, it } from 'vitest';
import { createMatrix } from '../core/matrix';
import { inputOfRows, type RowReader } from './table-rows';

const READER: RowReader = {
  rows: async (tableId, rowNumbers, columns) => {
    expect(tableId).toBe('t');
    const rows = Array.from(rowNumbers);
    const data = rows.flatMap((row) => columns.map((_, i) => 10 * row + i));
    return createMatrix(rows.length, columns.length, Float32Array.from(data));
  },
};
const TABLE = { tableId: 't', columns: ['Tempo', 'RMS'], names: ['tempo', 'rms'] };

it('gives one row an example, in the order given', async () => {
  const examples = [
    { id: 't/3', row: 3 },
    { id: 't/0', row: 0 },
  ];
  const { matrix, columnNames } = await inputOfRows(TABLE, examples, READER);
  expect(Array.from(matrix.data)).toEqual([30, 31, 0, 1]);
  expect(columnNames).toEqual(['tempo', 'rms']);
});

it('names a clip that is no row', async () => {
  await expect(inputOfRows(TABLE, [{ id: 'song' }], READER)).rejects.toMatchObject({
    code: 'table-values-missing',
  });
});
