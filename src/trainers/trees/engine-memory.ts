// Where an engine keeps what in the memory of its kernel: the bins, the table of columns, rows and their gradients, and the
// histograms, as many as there is room for.

import type { BinLayout } from './binning';
import type { GrowOptions } from './node-engine';

/** A slot of a histogram: two f64. */
export const SLOT_BYTES = 16;
/** A column in the kernel's table. */
const ENTRY_BYTES = 16;
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
  readonly histograms: number;
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
  const histograms = align(answers + rows * 4);
  return { bins, table, sums, best, pairs, gathered, rows: rowsAt, spare, answers, histograms };
}

type TableShape = Pick<BinLayout, 'rows' | 'columns'>;

/** Bytes of an engine's own stretch of shared memory, for trees over all columns. */
export function engineBytes(
  binned: BinLayout,
  { maxDepth }: Pick<GrowOptions, 'maxDepth'>,
): number {
  const missing = binned.hasMissing.reduce((sum, has) => sum + has, 0);
  const histogram = (binned.edges.length + missing) * SLOT_BYTES;
  // Depth first, a level keeps one histogram beside the one in work.
  return align(layOut(binned, 0, 0).histograms + (maxDepth + 1) * histogram);
}

export function align(bytes: number): number {
  return Math.ceil(bytes / SLOT_BYTES) * SLOT_BYTES;
}
