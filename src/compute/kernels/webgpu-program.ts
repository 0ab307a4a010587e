// What programs of our own for tfjs's WebGPU backend have in common. Values that change go in as uniforms and tensors as
// flat ones: tfjs compiles a program again for other ranks and constants, never for other numbers.

import * as tf from '@tensorflow/tfjs-core';

export const WORKGROUP_SIZE = 64;

export type Uniforms = { type: 'int32' | 'uint32' | 'float32'; data: number[] }[];

export const integers = (...values: number[]): Uniforms =>
  values.map((value) => ({ type: 'int32', data: [value] }));

export const floats = (...values: number[]): Uniforms =>
  values.map((value) => ({ type: 'float32', data: [value] }));

export const unsigned = (...values: number[]): Uniforms =>
  values.map((value) => ({ type: 'uint32', data: [value] }));

/** The same values with one axis. */
export function flat({ dataId, dtype, shape }: tf.TensorInfo): tf.TensorInfo {
  return { dataId, dtype, shape: [tf.util.sizeFromShape(shape)] };
}

/** The parts of a program whose `main` is given its thread's number; as many threads as values come out, unless said. */
export function flatProgram(
  outputShape: number[],
  shaderKey: string,
  threads = tf.util.sizeFromShape(outputShape),
) {
  return {
    outputShape,
    shaderKey,
    size: true,
    workgroupSize: [WORKGROUP_SIZE, 1, 1] as [number, number, number],
    dispatchLayout: { x: outputShape.map((_, axis) => axis) },
    dispatch: [Math.ceil(threads / WORKGROUP_SIZE), 1, 1] as [number, number, number],
  };
}
