// From a table of frames to one vector a clip.

import type { Matrix } from '../core/matrix';

export interface ColumnStatistics {
  /** Shape [columns]. */
  readonly mean: Float64Array;
  /** Population standard deviation, shape [columns]. */
  readonly std: Float64Array;
}

/** Mean and standard deviation of every column, in two passes: exact for constant columns. */
export function columnStatistics({ data, rows, columns }: Matrix): ColumnStatistics {
  const mean = new Float64Array(columns);
  const std = new Float64Array(columns);
  for (let i = 0; i < data.length; i++) mean[i % columns]! += data[i]!;
  for (let c = 0; c < columns; c++) mean[c]! /= rows;
  for (let i = 0; i < data.length; i++) std[i % columns]! += (data[i]! - mean[i % columns]!) ** 2;
  for (let c = 0; c < columns; c++) std[c] = Math.sqrt(std[c]! / rows);
  return { mean, std };
}
