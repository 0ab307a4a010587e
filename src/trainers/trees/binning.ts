// Sorts the values of each column into a few bins of about equal size (quantiles), so that a tree
// tries bin edges instead of every value. Missing values get a slot of their own.

import type { Matrix } from '../../core/matrix';

/** How the values of each column are divided into bins. */
export interface BinLayout {
  readonly rows: number;
  readonly columns: number;
  /** Bins of each column, that of missing values not counted; 0 when all are missing. */
  readonly numBins: Int32Array;
  /** 1 for a column with missing values, whose bin is numBins[column]. */
  readonly hasMissing: Uint8Array;
  /** First edge of each column among all edges, shape [columns + 1]; a column has an edge a bin. */
  readonly offsets: Int32Array;
  /** Upper edge of each bin, exclusive: a value is in bin b or lower if it is < edge b. */
  readonly edges: Float32Array;
}

/** Bins and the missing values' own must fit a byte. */
const MOST_BINS = 256;

/**
 * NaN and infinities count as missing. `maxBins` is 2…256; fewer distinct values give fewer bins, and a column with missing
 * values has 255 at most.
 */
export function layOutBins({ data, rows, columns }: Matrix, maxBins: number): BinLayout {
  const columnEdges: Float32Array[] = [];
  const values = new Float32Array(rows);
  const hasMissing = new Uint8Array(columns);
  for (let column = 0; column < columns; column++) {
    let present = 0;
    for (let i = 0; i < rows; i++) {
      const value = data[i * columns + column]!;
      if (Number.isFinite(value)) values[present++] = value;
    }
    hasMissing[column] = present < rows ? 1 : 0;
    const limit = Math.min(maxBins, MOST_BINS - hasMissing[column]!);
    columnEdges.push(findEdges(values.subarray(0, present).sort(), limit));
  }
  const numBins = Int32Array.from(columnEdges, (edges) => edges.length);
  const offsets = new Int32Array(columns + 1);
  numBins.forEach((count, column) => (offsets[column + 1] = offsets[column]! + count));
  const edges = new Float32Array(offsets[columns]!);
  columnEdges.forEach((own, column) => edges.set(own, offsets[column]));
  return { rows, columns, numBins, hasMissing, offsets, edges };
}

/** Writes the bin of every value into `bins`, column-major [columns, rows]. */
export function fillBins(
  { data, rows, columns }: Matrix,
  { numBins, offsets, edges }: BinLayout,
  bins: Uint8Array,
): void {
  for (let column = 0; column < columns; column++) {
    const own = edges.subarray(offsets[column], offsets[column + 1]);
    for (let i = 0; i < rows; i++) {
      const value = data[i * columns + column]!;
      bins[column * rows + i] = Number.isFinite(value) ? findBin(own, value) : numBins[column]!;
    }
  }
}

/**
 * Upper edges of at most `maxBins` bins over ascending values, at values themselves, the last one above them all: the cuts of
 * XGBoost's quantile sketch where that holds every value (`WQSummary::SetPrune`, `AddCutPoint`).
 */
function findEdges(sorted: Float32Array, maxBins: number): Float32Array {
  const { values, below } = countDistinct(sorted);
  if (values.length === 0) return new Float32Array();
  const kept =
    values.length <= maxBins + 1
      ? Int32Array.from(values, (_, i) => i)
      : pickQuantiles(below, maxBins);
  const inner = kept.subarray(1, Math.min(kept.length, maxBins));
  const top = values.at(-1)!;
  const last = Math.min(Math.fround(top + Math.abs(top) + 1e-5), LARGEST_FLOAT32);
  return Float32Array.from([...Array.from(inner, (i) => values[i]!), last]);
}

const LARGEST_FLOAT32 = 3.4028234663852886e38;

/** Distinct values, ascending, and how many values lie below each; `below` ends with their number. */
function countDistinct(sorted: Float32Array): { values: Float32Array; below: Float64Array } {
  const values = new Float32Array(sorted.length);
  const below = new Float64Array(sorted.length + 1);
  let count = 0;
  for (let i = 0; i < sorted.length; i++) {
    if (count > 0 && values[count - 1] === sorted[i]) continue;
    values[count] = sorted[i]!;
    below[count++] = i;
  }
  below[count] = sorted.length;
  return { values: values.subarray(0, count), below: below.subarray(0, count + 1) };
}

/** Indices of the distinct values that lie nearest to `maxBins` equal steps of rank, with the first and the last. */
function pickQuantiles(below: Float64Array, maxBins: number): Int32Array {
  const end = below.length - 2;
  const start = below[1]!;
  const range = below[end]! - start;
  const kept = [0];
  let i = 1;
  for (let step = 1; step < maxBins; step++) {
    const rank = (step * range) / maxBins + start;
    while (i < end && 2 * rank >= below[i + 2]! + below[i + 1]!) i++;
    if (i === end) break;
    const nearest = rank < below[i + 1]! ? i : i + 1;
    if (nearest !== kept.at(-1)) kept.push(nearest);
  }
  if (kept.at(-1) !== end) kept.push(end);
  return Int32Array.from(kept);
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
