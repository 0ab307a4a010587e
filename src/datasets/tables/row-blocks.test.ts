import { expect, it } from 'vitest';
import { RowBlocks } from './row-blocks';
import { TableBuilder } from './table-builder';

it('makes blocks of one size out of parts of any', async () => {
  const found: { firstRow: number; values: number[] }[] = [];
  const builder = new TableBuilder({
    columns: [
      { name: 'genre', read: 'text' },
      { name: 'a', read: 'number' },
      { name: 'b', read: 'number' },
    ],
    lines: [],
    onBlock: ({ firstRow, matrix }) => void found.push({ firstRow, values: [...matrix.data] }),
  });
  const blocks = new RowBlocks({ builder, rows: 10, cells: 9 });
  let row = 0;
  for (const rows of [3, 6, 1]) {
    const all = Array.from({ length: rows }, () => row++);
    const numbers = Float32Array.from(all.flatMap((i) => [i, 10 * i]));
    await blocks.add({ rows, numbers, texts: [all.map(String)] });
  }
  await blocks.finish();
  expect(found).toEqual([
    { firstRow: 0, values: [0, 0, 1, 10, 2, 20, 3, 30] },
    { firstRow: 4, values: [4, 40, 5, 50, 6, 60, 7, 70] },
    { firstRow: 8, values: [8, 80, 9, 90] },
  ]);
  const { texts } = builder.finish({ files: ['x'], source: 'parquet', notes: [] });
  expect(texts.get('genre')).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
});
