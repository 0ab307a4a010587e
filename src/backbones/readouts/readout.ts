// The contract of a readout: what a network says of one window becomes one vector.
// One file a readout; the registry (`registry.ts`) is the only other place that knows it.

import type { TensorData } from '../../core/tensor-data';

export interface Readout {
  readonly id: string;
  readonly title: string;
  /** Numbers that it makes of outputs whose last dimensions are these; null for outputs that it cannot read. */
  sizeOf(lastDims: readonly number[]): number | null;
  /** One vector of all outputs for one window, shape [sizeOf(…)]; the first dimension of each counts patches. */
  read(outputs: readonly TensorData[]): Float32Array;
}
