// How fast a frame feature changes: the local slope over nine frames, as librosa.feature.delta.

import { createMatrix, type Matrix } from '../core/matrix';

const HALF_WIDTH = 4;
const WIDTH = 2 * HALF_WIDTH + 1;
/** Sum of the squared frame distances −4…4: the denominator of a least-squares slope. */
const SLOPE_NORM = 60;

/**
 * Slope per frame of the first `numColumns` columns, shape [rows, numColumns]. The ends take the
 * slope of the nearest whole window; a clip with fewer than nine frames has slope 0.
 */
export function delta(table: Matrix, numColumns: number): Matrix {
  const slopes = createMatrix(table.rows, numColumns);
  if (table.rows < WIDTH) return slopes;
  const lastCentre = table.rows - 1 - HALF_WIDTH;
  for (let frame = 0; frame < table.rows; frame++) {
    const centre = Math.min(lastCentre, Math.max(HALF_WIDTH, frame));
    for (let column = 0; column < numColumns; column++) {
      let sum = 0;
      for (let k = 1; k <= HALF_WIDTH; k++) {
        const ahead = table.data[(centre + k) * table.columns + column]!;
        const behind = table.data[(centre - k) * table.columns + column]!;
        sum += k * (ahead - behind);
      }
      slopes.data[frame * numColumns + column] = sum / SLOPE_NORM;
    }
  }
  return slopes;
}
