// Sorts the values of each column into a few bins of about equal size (quantiles), so that a tree
// tries bin edges instead of every value. Missing values get a slot of their own.

import { LARGEST_FLOAT32, type Matrix } from '../../core/matrix';

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

/** Columns that are read together: a row's values of them lie in one line of the processor's cache. */
const COLUMNS_AT_A_TIME = 16;

/** Awaited often; throws when the work was stopped. */
type Breathe = () => Promise<void>;

/**
 * NaN and infinities count as missing. `maxBins` is 2…256; fewer distinct values give fewer bins, and a column with missing
 * values has 255 at most.
 */
export async function layOutBins(
  matrix: Matrix,
  maxBins: number,
  breathe: Breathe,
): Promise<BinLayout> {
  const { rows, columns } = matrix;
  const columnEdges: Float32Array[] = [];
  const hasMissing = new Uint8Array(columns);
  const present = new Float32Array(rows);
  await eachColumn(matrix, breathe, (values, column) => {
    let count = 0;
    for (let i = 0; i < rows; i++) if (Number.isFinite(values[i])) present[count++] = values[i]!;
    hasMissing[column] = count < rows ? 1 : 0;
    const limit = Math.min(maxBins, MOST_BINS - hasMissing[column]);
    columnEdges.push(findEdges(present.subarray(0, count).sort(), limit));
  });
  const numBins = Int32Array.from(columnEdges, (edges) => edges.length);
  const offsets = new Int32Array(columns + 1);
  numBins.forEach((count, column) => (offsets[column + 1] = offsets[column]! + count));
  const edges = new Float32Array(offsets[columns]!);
  columnEdges.forEach((own, column) => edges.set(own, offsets[column]));
  return { rows, columns, numBins, hasMissing, offsets, edges };
}

export interface FillOptions {
  readonly layout: BinLayout;
  /** Where the bin of every value goes, column-major [columns, rows]. */
  readonly bins: Uint8Array;
  readonly breathe: Breathe;
}

export async function fillBins(
  matrix: Matrix,
  { layout, bins, breathe }: FillOptions,
): Promise<void> {
  const { numBins, offsets, edges, rows } = layout;
  await eachColumn(matrix, breathe, (values, column) => {
    const own = edges.subarray(offsets[column], offsets[column + 1]);
    const target = bins.subarray(column * rows, (column + 1) * rows);
    const missing = numBins[column]!;
    for (let i = 0; i < rows; i++) {
      const value = values[i]!;
      target[i] = Number.isFinite(value) ? findBin(own, value) : missing;
    }
  });
}

export interface BinnedTable {
  readonly layout: BinLayout;
  /** Bin of every value, column-major [columns, rows]; a missing value has bin numBins[column]. */
  readonly bins: Uint8Array;
}

export async function binTable(
  matrix: Matrix,
  maxBins: number,
  breathe: Breathe,
): Promise<BinnedTable> {
  const layout = await layOutBins(matrix, maxBins, breathe);
  const bins = new Uint8Array(matrix.rows * matrix.columns);
  await fillBins(matrix, { layout, bins, breathe });
  return { layout, bins };
}

/** Calls `use` for one column after the other; the array of its values is used again. */
async function eachColumn(
  { data, rows, columns }: Matrix,
  breathe: Breathe,
  use: (values: Float32Array, column: number) => void,
): Promise<void> {
  const block = new Float32Array(COLUMNS_AT_A_TIME * rows);
  for (let begin = 0; begin < columns; begin += COLUMNS_AT_A_TIME) {
    const count = Math.min(COLUMNS_AT_A_TIME, columns - begin);
    for (let i = 0; i < rows; i++) {
      const at = i * columns + begin;
      for (let k = 0; k < count; k++) block[k * rows + i] = data[at + k]!;
    }
    for (let k = 0; k < count; k++) {
      await breathe();
      use(block.subarray(k * rows, (k + 1) * rows), begin + k);
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
