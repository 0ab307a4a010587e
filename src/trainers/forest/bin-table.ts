// A table in bins, a few columns at a time, so that a stop is heard in between.

import { createMatrix, type Matrix } from '../../core/matrix';
import { fillBins, layOutBins, type BinLayout } from '../trees/binning';

export interface BinnedTable {
  readonly layout: Pick<BinLayout, 'rows' | 'columns' | 'numBins' | 'offsets' | 'edges'>;
  /** Bin of every value, column-major [columns, rows]; a missing value has bin numBins[column]. */
  readonly bins: Uint8Array;
}

const MAX_BINS = 256;
/** Values between two pauses. */
const VALUES_PER_BLOCK = 50_000;

export async function binTable(matrix: Matrix, breathe: () => Promise<void>): Promise<BinnedTable> {
  const { rows, columns } = matrix;
  const bins = new Uint8Array(rows * columns);
  const layouts: BinLayout[] = [];
  const columnsPerBlock = Math.max(1, Math.floor(VALUES_PER_BLOCK / rows));
  for (let begin = 0; begin < columns; begin += columnsPerBlock) {
    await breathe();
    const end = Math.min(begin + columnsPerBlock, columns);
    const block = columnsOf(matrix, begin, end);
    const layout = layOutBins(block, MAX_BINS);
    fillBins(block, layout, bins.subarray(begin * rows, end * rows));
    layouts.push(layout);
  }
  const numBins = Int32Array.from(layouts.flatMap((layout) => [...layout.numBins]));
  const offsets = new Int32Array(columns + 1);
  numBins.forEach((count, column) => (offsets[column + 1] = offsets[column]! + count));
  const edges = new Float32Array(offsets[columns]!);
  let at = 0;
  for (const layout of layouts) {
    edges.set(layout.edges, at);
    at += layout.edges.length;
  }
  return { layout: { rows, columns, numBins, offsets, edges }, bins };
}

/** A copy of the columns in [begin, end). */
function columnsOf({ data, rows, columns }: Matrix, begin: number, end: number): Matrix {
  const block = createMatrix(rows, end - begin);
  for (let i = 0, k = 0; i < rows; i++) {
    for (let j = begin; j < end; j++) block.data[k++] = data[i * columns + j]!;
  }
  return block;
}
