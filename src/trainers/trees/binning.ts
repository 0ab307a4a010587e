// Sorts the values of each column into a few bins of about equal size (quantiles), so that a tree
// tries bin edges instead of every value. Missing values get a slot of their own.

import type { Matrix } from '../../core/matrix';

export interface BinnedColumns {
  readonly rows: number;
  readonly columns: number;
  /** Bin of every value, column-major [columns, rows]; a missing value has bin numBins[column]. */
  readonly bins: Uint16Array;
  /** Bins of each column, the slot for missing values not counted; 0 when all are missing. */
  readonly numBins: Int32Array;
  /** First slot of each column among all slots, shape [columns + 1]; a column has numBins + 1 slots. */
  readonly offsets: Int32Array;
  /** Upper edge of each slot's bin, exclusive: a value is in bin b or lower if it is < edge b. */
  readonly edges: Float32Array;
}

/** NaN and infinities count as missing. `maxBins` is 2…65535; fewer distinct values give fewer bins. */
export function binColumns(matrix: Matrix, maxBins: number): BinnedColumns {
  const { data, rows, columns } = matrix;
  const columnEdges: Float32Array[] = [];
  const values = new Float32Array(rows);
  for (let column = 0; column < columns; column++) {
    let present = 0;
    for (let i = 0; i < rows; i++) {
      const value = data[i * columns + column]!;
      if (Number.isFinite(value)) values[present++] = value;
    }
    columnEdges.push(findEdges(values.subarray(0, present).sort(), maxBins));
  }

  const numBins = Int32Array.from(columnEdges, (edges) => edges.length);
  const offsets = new Int32Array(columns + 1);
  for (let column = 0; column < columns; column++) {
    offsets[column + 1] = offsets[column]! + numBins[column]! + 1;
  }
  const edges = new Float32Array(offsets[columns]!);
  columnEdges.forEach((own, column) => edges.set(own, offsets[column]));

  const bins = new Uint16Array(rows * columns);
  columnEdges.forEach((own, column) => {
    for (let i = 0; i < rows; i++) {
      const value = data[i * columns + column]!;
      bins[column * rows + i] = Number.isFinite(value) ? findBin(own, value) : own.length;
    }
  });
  return { rows, columns, bins, numBins, offsets, edges };
}

/** Upper edges of at most `maxBins` bins over ascending values; the last edge lies above them all. */
function findEdges(sorted: Float32Array, maxBins: number): Float32Array {
  const distinct = sorted.filter((value, i) => i === 0 || value !== sorted[i - 1]);
  if (distinct.length === 0) return new Float32Array();
  const edges: number[] = [];
  if (distinct.length <= maxBins) {
    for (let i = 1; i < distinct.length; i++) edges.push(between(distinct[i - 1]!, distinct[i]!));
  } else {
    for (let i = 1; i < maxBins; i++) {
      // The last value below the quantile and the first value of the next bin.
      const high = sorted[Math.floor((i * sorted.length) / maxBins)]!;
      const low = distinct[lowerBound(distinct, high) - 1];
      if (low === undefined) continue;
      const edge = between(low, high);
      if (edge !== edges.at(-1)) edges.push(edge);
    }
  }
  const top = distinct.at(-1)!;
  edges.push(Math.min(Math.fround(top + Math.abs(top) + 1e-5), LARGEST_FLOAT32));
  return Float32Array.from(edges);
}

const LARGEST_FLOAT32 = 3.4028234663852886e38;

/** The middle of two values in single precision, always above `low` and at most `high`. */
function between(low: number, high: number): number {
  const middle = Math.fround(low + (high - low) / 2);
  return middle > low ? middle : high;
}

/** Index of the first element that is not below `value`. */
function lowerBound(ascending: Float32Array, value: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ascending[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Number of edges that are not above `value`; the last edge lies above every training value. */
function findBin(edges: Float32Array, value: number): number {
  let low = 0;
  let high = edges.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (value < edges[middle]!) high = middle;
    else low = middle + 1;
  }
  return low;
}
