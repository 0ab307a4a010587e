// Where an engine keeps what in the memory of its kernel: the bins, the table of columns, rows and their gradients, and the
// histograms, as many as there is room for.

import type { BinLayout } from './binning';

/** A slot of a histogram: two f64. */
export const SLOT_BYTES = 16;
/** A column in the kernel's table. */
export const ENTRY_BYTES = 16;
/** What `findBestSplit` writes. */
const ANSWER_BYTES = 40;

/** Addresses, bytes. */
export interface Layout {
  readonly bins: number;
  readonly table: number;
  readonly sums: number;
  readonly best: number;
  readonly pairs: number;
  readonly gathered: number;
  readonly rows: number;
  readonly spare: number;
  readonly answers: number;
  /** Room for the histogram of one chunk. */
  readonly scratch: number;
  readonly histograms: number;
}

/** Columns whose histograms are counted, searched and subtracted together. */
export interface Chunk {
  /** Its first column's place in the table. */
  readonly entry: number;
  readonly columns: number;
  /** Bytes from the start of a histogram of all columns. */
  readonly offset: number;
  readonly bytes: number;
}

/** About half of what the second cache of a processor holds. */
const CHUNK_BYTES = 131_072;
/** The kernel counts so many at a time. */
const COLUMNS_AT_A_TIME = 4;

/** @param offsets where each column's histogram begins, bytes, and where the last one ends */
export function chunksOf(offsets: Int32Array): Chunk[] {
  const chunks: Chunk[] = [];
  const numColumns = offsets.length - 1;
  for (let entry = 0; entry < numColumns;) {
    let end = Math.min(entry + COLUMNS_AT_A_TIME, numColumns);
    while (end < numColumns) {
      const next = Math.min(end + COLUMNS_AT_A_TIME, numColumns);
      if (offsets[next]! - offsets[entry]! > CHUNK_BYTES) break;
      end = next;
    }
    const offset = offsets[entry]!;
    chunks.push({ entry, columns: end - entry, offset, bytes: offsets[end]! - offset });
    entry = end;
  }
  return chunks;
}

export function layOut({ rows, columns }: TableShape, bins: number, ownAt: number): Layout {
  const table = align(ownAt);
  const sums = table + columns * ENTRY_BYTES;
  const best = sums + SLOT_BYTES;
  const pairs = align(best + ANSWER_BYTES);
  const gathered = align(pairs + rows * 8);
  const rowsAt = align(gathered + rows * 8);
  // The kernel writes one number past the last.
  const spare = align(rowsAt + rows * 4);
  const answers = align(spare + (rows + 1) * 4);
  const scratch = align(answers + rows * 4);
  const histograms = scratch + CHUNK_BYTES;
  const own = { table, sums, best, pairs, gathered, rows: rowsAt, spare, answers };
  return { bins, ...own, scratch, histograms };
}

type TableShape = Pick<BinLayout, 'rows' | 'columns'>;

export interface EngineSize {
  readonly maxDepth: number;
  /** Most columns that a tree asks. */
  readonly columnsPerTree: number;
}

/** Bytes of an engine's own stretch of shared memory. */
export function engineBytes(layout: BinLayout, { maxDepth, columnsPerTree }: EngineSize): number {
  const slots = layout.numBins.map((bins, column) => bins + layout.hasMissing[column]!);
  const most = slots.sort().subarray(-columnsPerTree);
  const histogram = most.reduce((sum, count) => sum + count, 0) * SLOT_BYTES;
  // Depth first, every level but the last two keeps one, and the node in work one more.
  return align(layOut(layout, 0, 0).histograms + Math.max(maxDepth - 1, 0) * histogram);
}

export function align(bytes: number): number {
  return Math.ceil(bytes / SLOT_BYTES) * SLOT_BYTES;
}
