// A Parquet file that is open: its row groups, and the values of one column at a time, by slices of the file.

import { parquetMetadataAsync, parquetRead, parquetSchema } from 'hyparquet';
import type { AsyncBuffer, ColumnMetaData, FileMetaData, SchemaTree } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import type { TableFile } from './table';

/** Rows of the file, from 0; the last is before `rowEnd`. */
export interface RowRange {
  readonly rowStart: number;
  readonly rowEnd: number;
}

export function rowsIn({ rowStart, rowEnd }: RowRange): number {
  return rowEnd - rowStart;
}

export interface RowGroup extends RowRange {
  /** One a leaf of the schema. */
  readonly chunks: readonly ColumnMetaData[];
}

export class ParquetFile {
  readonly metadata: FileMetaData;
  /** Those that have rows. */
  readonly groups: readonly RowGroup[];
  readonly #source: AsyncBuffer;

  private constructor(source: AsyncBuffer, metadata: FileMetaData) {
    this.#source = source;
    this.metadata = metadata;
    this.groups = groupsOf(metadata);
  }

  static async open(file: TableFile): Promise<ParquetFile> {
    const source = await slices(file);
    return new ParquetFile(source, await parquetMetadataAsync(source));
  }

  get rows(): number {
    return this.groups.at(-1)?.rowEnd ?? 0;
  }

  get schema(): SchemaTree {
    return parquetSchema(this.metadata);
  }

  /** Column name → its size in the file, compressed; for progress. */
  bytesOfColumns(): Map<string, number> {
    const bytes = new Map<string, number>();
    for (const chunk of this.groups.flatMap(({ chunks }) => chunks)) {
      const [name = ''] = chunk.path_in_schema;
      bytes.set(name, (bytes.get(name) ?? 0) + (Number(chunk.total_compressed_size) || 0));
    }
    return bytes;
  }

  /**
   * Of a column of lists the whole row group is decoded, however few of its rows are asked for.
   * @param onValue hears of every row, counted from the first asked for
   */
  async values(
    column: string,
    { rowStart, rowEnd }: RowRange,
    onValue: (row: number, value: unknown) => void,
  ): Promise<void> {
    let seen = 0;
    await parquetRead({
      file: this.#source,
      metadata: this.metadata,
      compressors,
      columns: [column],
      rowStart,
      rowEnd,
      onChunk: ({ columnData, rowStart: first }) => {
        const from = Math.max(0, rowStart - first);
        const to = Math.min(columnData.length, rowEnd - first);
        for (let i = from; i < to; i++) onValue(first + i - rowStart, columnData[i]);
        seen += Math.max(0, to - from);
      },
    });
    if (seen !== rowEnd - rowStart) {
      throw new Error(`column "${column}" has ${seen} of ${rowEnd - rowStart} values`);
    }
  }
}

function groupsOf({ row_groups: groups }: FileMetaData): RowGroup[] {
  let rowEnd = 0;
  const placed = groups.map(({ num_rows: rows, columns }): RowGroup => {
    const rowStart = rowEnd;
    rowEnd += Number(rows);
    return { rowStart, rowEnd, chunks: columns.flatMap(({ meta_data: chunk }) => chunk ?? []) };
  });
  return placed.filter((group) => group.rowEnd > group.rowStart);
}

/** The file by slices; one that has none (an entry of a zip) is unpacked first. */
async function slices(file: TableFile): Promise<AsyncBuffer> {
  const blob = file.slice ? null : await new Response(file.stream()).blob();
  const byteLength = blob?.size ?? file.size;
  const cut = (from: number, to: number): Blob => blob?.slice(from, to) ?? file.slice!(from, to);
  return {
    byteLength,
    slice(from, to = byteLength) {
      // A damaged file points anywhere, and what a blob does then depends on who made it.
      const isInside = Number.isSafeInteger(from) && Number.isSafeInteger(to) && from >= 0;
      if (!isInside || from > to || to > byteLength) throw new Error('it points outside of itself');
      return cut(from, to).arrayBuffer();
    },
  };
}
