// Sums and means over leading axes on WebGPU: gradients of biases, shares of a filter's gradient, moments. tfjs transposes
// the whole array first and then adds up in one workgroup an output; this reads it once, in the order it lies in memory.

import * as tf from '@tensorflow/tfjs-core';
import type { WebGPUBackend, WebGPUProgram } from '@tensorflow/tfjs-backend-webgpu';
import { flat, flatProgram, floats, integers } from './webgpu-program';
import { JOIN_SUMS, reduceRows, type RowReduction } from './webgpu-reduce-rows';

/** Up to here one thread a column is quicker than a second pass. */
const MOST_ROWS_AT_ONCE = 128;
/** With so many columns one thread each keeps the device busy, whatever the rows. */
const MANY_COLUMNS = 65_536;

interface ReduceAttributes {
  readonly axis: number | number[];
  readonly keepDims: boolean;
}

const SUMS: RowReduction = {
  name: 'column_sums',
  variableNames: ['x'],
  uniforms: 'scale : f32,',
  results: 1,
  take: 'first = first + x[at];',
  join: JOIN_SUMS,
  finish: 'first = first * uniforms.scale;',
};

/** Column sums of row-major values seen as [rows, columns], times `scale`; shape [columns]. */
export function columnSums(
  backend: WebGPUBackend,
  x: tf.TensorInfo,
  columns: number,
  scale = 1,
): tf.TensorInfo {
  const rows = tf.util.sizeFromShape(x.shape) / columns;
  if (rows > MOST_ROWS_AT_ONCE && columns < MANY_COLUMNS) {
    return reduceRows(backend, SUMS, [x], { groups: 1, rows, columns }, floats(scale));
  }
  const uniforms = [...integers(rows), ...floats(scale)];
  return backend.runWebGPUProgram(fewRowsProgram([columns]), [flat(x)], 'float32', uniforms);
}

/** One thread a column. */
function fewRowsProgram(outputShape: number[]): WebGPUProgram {
  return {
    variableNames: ['x'],
    uniforms: 'rows : i32, scale : f32,',
    ...flatProgram(outputShape, 'earmark_column_sums'),
    getUserCode: () => /* wgsl */ `
      fn main(index : i32) {
        if (index < uniforms.size) {
          var sum = 0.0;
          for (var row = 0; row < uniforms.rows; row = row + 1) {
            sum = sum + x[row * uniforms.size + index];
          }
          result[index] = sum * uniforms.scale;
        }
      }`,
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
    const isWorthIt = rows > 0 && columns > 0;
    if (!areLeading || !isWorthIt || x.dtype !== 'float32') return builtIn(call);
    const backend = call.backend as WebGPUBackend;
    const sums = columnSums(backend, x, columns, kind === 'sum' ? 1 : 1 / rows);
    const shape = keepDims ? [...axes.map(() => 1), ...kept] : kept;
    return { ...sums, shape };
  };
}
