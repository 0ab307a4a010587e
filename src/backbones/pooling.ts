// What a network says of the windows of a clip becomes one embedding of the clip.

import { createMatrix, row, type Matrix } from '../core/matrix';

export const POOLINGS = ['mean', 'max', 'mean-std'] as const;
export type Pooling = (typeof POOLINGS)[number];

/** Numbers of a clip's embedding. */
export function pooledSize(embeddingSize: number, pooling: Pooling): number {
  return pooling === 'mean-std' ? 2 * embeddingSize : embeddingSize;
}

/** One vector of a clip's windows, shape [pooledSize]; population standard deviation. */
export function poolWindows(windows: Matrix, pooling: Pooling): Float32Array {
  const { rows, columns } = windows;
  const mean = createMatrix(1, columns).data;
  for (let i = 0; i < rows; i++) row(windows, i).forEach((v, j) => (mean[j]! += v / rows));
  switch (pooling) {
    case 'mean':
      return mean;
    case 'max':
      return mean.map((_, j) => highest(windows, j));
    case 'mean-std': {
      const pooled = new Float32Array(2 * columns);
      pooled.set(mean);
      for (let j = 0; j < columns; j++) pooled[columns + j] = deviation(windows, j, mean[j]!);
      return pooled;
    }
    default:
      return pooling satisfies never;
  }
}

function highest({ data, rows, columns }: Matrix, column: number): number {
  let max = -Infinity;
  for (let i = 0; i < rows; i++) max = Math.max(max, data[i * columns + column]!);
  return max;
}

function deviation({ data, rows, columns }: Matrix, column: number, mean: number): number {
  let sum = 0;
  for (let i = 0; i < rows; i++) sum += (data[i * columns + column]! - mean) ** 2;
  return Math.sqrt(sum / rows);
}
