// Sums and means over leading axes on WebGPU: what batch normalisation asks for all the time. tfjs transposes the whole
// array first and then adds up in one workgroup an output; this reads it once, in the order it lies in memory.
// Two passes, no atomics: the same numbers give the same sum every time.

import * as tf from '@tensorflow/tfjs-core';
import type { WebGPUBackend, WebGPUProgram } from '@tensorflow/tfjs-backend-webgpu';

const WORKGROUP_SIZE = 64;
const ROWS_PER_THREAD = 128;

interface ReduceAttributes {
  readonly axis: number | number[];
  readonly keepDims: boolean;
}

/** Column sums of row-major values seen as [rows, columns], times `scale`; shape [columns]. */
export function columnSums(
  backend: WebGPUBackend,
  x: tf.TensorInfo,
  columns: number,
  scale = 1,
): tf.TensorInfo {
  const rows = tf.util.sizeFromShape(x.shape) / columns;
  const chunks = Math.ceil(rows / ROWS_PER_THREAD);
  const isLast = chunks === 1;
  const uniforms = [
    { type: 'int32', data: [columns] },
    { type: 'int32', data: [rows] },
    { type: 'float32', data: [isLast ? scale : 1] },
  ];
  const outputShape = isLast ? [columns] : [chunks, columns];
  const sums = backend.runWebGPUProgram(columnSumProgram(outputShape), [x], 'float32', uniforms);
  if (isLast) return sums;
  const total = columnSums(backend, sums, columns, scale);
  backend.disposeData(sums.dataId);
  return total;
}

/** One thread a column and chunk of rows. */
function columnSumProgram(outputShape: number[]): WebGPUProgram {
  return {
    variableNames: ['x'],
    uniforms: 'columns : i32, rows : i32, scale : f32,',
    ...flatProgram(outputShape, 'earmark_column_sums'),
    getUserCode: () => /* wgsl */ `
      fn main(index : i32) {
        if (index < uniforms.size) {
          let column = index % uniforms.columns;
          let first = (index / uniforms.columns) * ${ROWS_PER_THREAD};
          let last = min(first + ${ROWS_PER_THREAD}, uniforms.rows);
          var sum = 0.0;
          for (var row = first; row < last; row = row + 1) {
            sum = sum + x[row * uniforms.columns + column];
          }
          setOutputAtIndex(index, sum * uniforms.scale);
        }
      }`,
  };
}

/** The parts of a program with one thread an output. */
export function flatProgram(outputShape: number[], shaderKey: string) {
  const workgroups = Math.ceil(tf.util.sizeFromShape(outputShape) / WORKGROUP_SIZE);
  return {
    outputShape,
    shaderKey,
    size: true,
    workgroupSize: [WORKGROUP_SIZE, 1, 1] as [number, number, number],
    dispatchLayout: { x: outputShape.map((_, axis) => axis) },
    dispatch: [workgroups, 1, 1] as [number, number, number],
  };
}

/** Wraps tfjs's kernel: sums over leading axes of float32 go the quick way, all others as before. */
export function reduceLeadingAxes(builtIn: tf.KernelFunc, kind: 'sum' | 'mean'): tf.KernelFunc {
  return (call) => {
    const { inputs, attrs } = call;
    const x = inputs['x']!;
    const { axis, keepDims } = attrs as unknown as ReduceAttributes;
    const axes = tf.util.parseAxisParam(axis, x.shape).sort((a, b) => a - b);
    const kept = x.shape.slice(axes.length);
    const areLeading = axes.every((value, i) => value === i) && kept.length > 0;
    const columns = tf.util.sizeFromShape(kept);
    const rows = tf.util.sizeFromShape(x.shape) / columns;
    const isWorthIt = rows > ROWS_PER_THREAD && columns > 0;
    if (!areLeading || !isWorthIt || x.dtype !== 'float32') return builtIn(call);
    const sums = columnSums(
      call.backend as WebGPUBackend,
      x,
      columns,
      kind === 'sum' ? 1 : 1 / rows,
    );
    const shape = keepDims ? [...axes.map(() => 1), ...kept] : kept;
    return { ...sums, shape };
  };
}
