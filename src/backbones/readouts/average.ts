// Averages an output over everything but its last dimension: patches, frames, tokens. Several outputs stand side by side.

import type { TensorData } from '../../core/tensor-data';
import type { Readout } from './readout';

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

export const average: Readout = {
  id: 'average',
  title: 'Average over time',
  sizeOf: sumOf,
  read(outputs) {
    const size = sumOf(outputs.map(({ dims }) => dims.at(-1) ?? 1));
    const vector = new Float32Array(size);
    let offset = 0;
    for (const output of outputs) {
      const mean = meanVector(output);
      vector.set(mean, offset);
      offset += mean.length;
    }
    return vector;
  },
};

function meanVector({ data, dims }: TensorData): Float32Array {
  const size = dims.at(-1) ?? 1;
  const count = data.length / size;
  const sums = new Float64Array(size);
  for (let i = 0; i < data.length; i++) sums[i % size]! += data[i]!;
  return Float32Array.from(sums, (sum) => sum / count);
}
