// Tables for tests: files out of texts, cut into chunks anywhere, and everything that a reader gives in one object.

import type { Matrix } from '../../src/core/matrix';
import { createMatrix } from '../../src/core/matrix';
import { readTable } from '../../src/datasets/tables/read-table';
import type { ReadTable, TableFile } from '../../src/datasets/tables/table';

/** @param chunkSizes bytes of the chunks in turn, again from the first when there are no more */
export function tableFile(
  content: string | Uint8Array,
  name = 'table.csv',
  chunkSizes: readonly number[] = [65536],
): TableFile {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return { name, size: bytes.length, stream: () => streamOf(bytes, chunkSizes) };
}

function streamOf(bytes: Uint8Array, sizes: readonly number[]): ReadableStream<Uint8Array> {
  let at = 0;
  let turn = 0;
  return new ReadableStream({
    pull(controller) {
      if (at >= bytes.length) {
        controller.close();
        return;
      }
      const size = Math.max(1, sizes[turn++ % sizes.length]!);
      controller.enqueue(bytes.slice(at, at + size));
      at += size;
    },
  });
}

export interface WholeTable extends ReadTable {
  /** Of the blocks' columns. */
  readonly names: readonly string[];
  readonly matrix: Matrix;
  /** How often the reading began. */
  readonly starts: number;
}

export async function readWhole(...files: TableFile[]): Promise<WholeTable> {
  let values: number[] = [];
  let names: readonly string[] = [];
  let starts = 0;
  const table = await readTable({
    files,
    onStart: (given) => {
      names = given;
      values = [];
      starts++;
    },
    onBlock: ({ firstRow, matrix }) => {
      if (firstRow * names.length !== values.length) throw new RangeError('a gap between blocks');
      values.push(...matrix.data);
    },
  });
  const matrix = createMatrix(table.rows, names.length, Float32Array.from(values));
  return { ...table, names, matrix, starts };
}

/** The roles of a table's columns as "name: role". */
export function rolesOf({ columns }: Pick<ReadTable, 'columns'>): string[] {
  return columns.map(({ name, role }) => `${name}: ${role}`);
}

export const SONGS_HEADER = 'file,tempo,energy,brightness,genre\n';

export function lines(count: number, line: (i: number) => string): string {
  return Array.from({ length: count }, (_, i) => `${line(i)}\n`).join('');
}

/** Rows below `SONGS_HEADER`, of rock and jazz in turn. */
export function songs(count: number): string {
  return lines(
    count,
    (i) =>
      `a${i}.wav,${100 + ((i * 37) % 50)},0.${i + 1},${(i * 7) % 5},${i % 2 ? 'rock' : 'jazz'}`,
  );
}
