// Slices that lie in one piece, for tfjs's wasm backend: its own copies the whole tensor first, which for a weight out of a
// network's flat vector costs more than the step itself.

import * as tf from '@tensorflow/tfjs-core';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';

interface SliceAttributes {
  readonly begin: number | number[];
  readonly size: number | number[];
}

/** Null where the slice is scattered, or not of float32. */
export function wasmSlice({
  inputs,
  backend,
  attrs,
}: Parameters<tf.KernelFunc>[0]): tf.TensorInfo | null {
  const { x } = inputs as { x: tf.Tensor };
  if (x.dtype !== 'float32') return null;
  const { begin, size } = attrs as unknown as SliceAttributes;
  const parsed = tf.slice_util.parseSliceParams(x, begin, size);
  const [first, shape] = parsed as [number[], number[]];
  if (!tf.slice_util.isSliceContinous(x.shape, first, shape)) return null;
  tf.slice_util.assertParamsValid(x, first, shape);
  const wasm = backend as BackendWasm;
  const output = wasm.makeOutput(shape, 'float32');
  const offset = tf.slice_util.computeFlatOffset(first, tf.util.computeStrides(x.shape));
  // Views are taken last: making the output may have moved the heap.
  const values = wasm.typedArrayFromHeap(x) as Float32Array;
  const length = tf.util.sizeFromShape(shape);
  (wasm.typedArrayFromHeap(output) as Float32Array).set(values.subarray(offset, offset + length));
  return output;
}
