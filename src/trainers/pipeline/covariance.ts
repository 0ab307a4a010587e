// The covariance of a table's columns, summed in blocks that stay in the processor's cache: 25,000 × 518 values take
// seconds and no copy of the table.

import type { Matrix } from '../../core/matrix';
import { MOST_ROWS_PER_BLOCK, type RowBlocks } from './row-blocks';

/** Columns multiplied with as many others at a time: 16 sums at hand, two loads for four products. */
const TILE = 4;

export interface Covariance {
  /** Mean of each column, shape [columns]. */
  readonly means: Float64Array;
  /** Symmetric, row-major, shape [columns, columns]; sums are divided by rows − 1. */
  readonly values: Float64Array;
}

/** Shape [columns], summed in float64. All values must be finite. */
async function columnMeans(table: RowBlocks): Promise<Float64Array> {
  const { columns } = table;
  const means = new Float64Array(columns);
  await table.visit(({ data, rows }) => {
    for (let i = 0, k = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++, k++) means[j]! += data[k]!;
    }
  });
  return means.map((sum) => sum / table.rows);
}

/** All values must be finite. A single row has no covariance: zeros. */
export async function covarianceOf(table: RowBlocks): Promise<Covariance> {
  const { rows, columns, breathe } = table;
  const means = await columnMeans(table);
  // Columns of zeros fill the last tile.
  const width = Math.ceil(columns / TILE) * TILE;
  const sums = new Float64Array(width * width);
  const block = new Float64Array(width * MOST_ROWS_PER_BLOCK);
  await table.visit(async (matrix) => {
    centreBlock(matrix, means, block);
    // The products of each two columns, tile by tile, upper triangle only.
    for (let a = 0; a < width; a += TILE) {
      for (let b = a; b < width; b += TILE) addTile(block, matrix.rows, { a, b, width, sums });
      await breathe();
    }
  });
  return { means, values: toSymmetric(sums, { columns, width, divisor: Math.max(1, rows - 1) }) };
}

/** Writes rows, centred, column by column. */
function centreBlock(
  { data, rows, columns }: Matrix,
  means: Float64Array,
  block: Float64Array,
): void {
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      block[j * MOST_ROWS_PER_BLOCK + i] = data[i * columns + j]! - means[j]!;
    }
  }
}

/** Written out: sums in local variables stay in registers, and the loop takes half the time of one that unpacks arrays. */
function addTile(
  block: Float64Array,
  count: number,
  { a, b, width, sums }: { a: number; b: number; width: number; sums: Float64Array },
): void {
  let [s00, s01, s02, s03, s10, s11, s12, s13] = [0, 0, 0, 0, 0, 0, 0, 0];
  let [s20, s21, s22, s23, s30, s31, s32, s33] = [0, 0, 0, 0, 0, 0, 0, 0];
  const [a0, b0] = [a * MOST_ROWS_PER_BLOCK, b * MOST_ROWS_PER_BLOCK];
  const [a1, b1] = [a0 + MOST_ROWS_PER_BLOCK, b0 + MOST_ROWS_PER_BLOCK];
  const [a2, b2] = [a1 + MOST_ROWS_PER_BLOCK, b1 + MOST_ROWS_PER_BLOCK];
  const [a3, b3] = [a2 + MOST_ROWS_PER_BLOCK, b2 + MOST_ROWS_PER_BLOCK];
  for (let i = 0; i < count; i++) {
    const x0 = block[a0 + i]!;
    const x1 = block[a1 + i]!;
    const x2 = block[a2 + i]!;
    const x3 = block[a3 + i]!;
    const y0 = block[b0 + i]!;
    const y1 = block[b1 + i]!;
    const y2 = block[b2 + i]!;
    const y3 = block[b3 + i]!;
    s00 += x0 * y0;
    s01 += x0 * y1;
    s02 += x0 * y2;
    s03 += x0 * y3;
    s10 += x1 * y0;
    s11 += x1 * y1;
    s12 += x1 * y2;
    s13 += x1 * y3;
    s20 += x2 * y0;
    s21 += x2 * y1;
    s22 += x2 * y2;
    s23 += x2 * y3;
    s30 += x3 * y0;
    s31 += x3 * y1;
    s32 += x3 * y2;
    s33 += x3 * y3;
  }
  const tile = [s00, s01, s02, s03, s10, s11, s12, s13, s20, s21, s22, s23, s30, s31, s32, s33];
  for (let i = 0; i < tile.length; i++) {
    sums[(a + Math.floor(i / TILE)) * width + b + (i % TILE)]! += tile[i]!;
  }
}

/** In place: where the table is wide there is no room for two of them. */
function toSymmetric(
  sums: Float64Array,
  { columns, width, divisor }: { columns: number; width: number; divisor: number },
): Float64Array {
  for (let a = 0; a < columns; a++) {
    for (let b = a; b < columns; b++) {
      sums[a * columns + b] = sums[a * width + b]! / divisor;
    }
  }
  for (let a = 0; a < columns; a++) {
    for (let b = 0; b < a; b++) sums[a * columns + b] = sums[b * columns + a]!;
  }
  return sums.subarray(0, columns * columns);
}
