// Reductions over rows on WebGPU: values seen as [groups, rows, columns] become one or two numbers a group and column.
// Two passes, no atomics: the same numbers give the same result every time, and a group's does not depend on how many
// groups there are. First each thread takes a share of the rows of one column, then a workgroup joins a column's shares.

import type * as tf from '@tensorflow/tfjs-core';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { flat, flatProgram, integers, WORKGROUP_SIZE, type Uniforms } from './webgpu-program';

/** Enough to fill a large GPU; more would only make the second pass longer. */
const WANTED_THREADS = 65_536;
const LEAST_ROWS_PER_THREAD = 8;

/** How values lie: row-major, [groups, rows, columns]. */
export interface Rows {
  readonly groups: number;
  /** In each group. */
  readonly rows: number;
  readonly columns: number;
}

/**
 * A reduction in WGSL. Both snippets work on `first`, `second` and `count` (all f32, of rows taken so far), and may read
 * `uniforms`.
 */
export interface RowReduction {
  readonly name: string;
  readonly variableNames: string[];
  /** How many of `first` and `second` there are. */
  readonly results: 1 | 2;
  /** Once a thread; knows `column` and `group`. */
  readonly setup?: string;
  /** Takes the value at index `at`; `count` already counts its row. */
  readonly take: string;
  /** Joins `otherFirst`, `otherSecond` of `otherCount` rows; `count` counts both. */
  readonly join: string;
  /** Turns the joined result into what is written. */
  readonly finish?: string;
  /** Declarations of `values` of `reduceRows`, such as `scale : f32,`. */
  readonly uniforms?: string;
}

/** Result flat, [results, groups, columns]. */
export function reduceRows(
  backend: WebGPUBackend,
  reduction: RowReduction,
  inputs: readonly tf.TensorInfo[],
  layout: Rows,
  values: Uniforms = [],
): tf.TensorInfo {
  const { groups, rows, columns } = layout;
  const cells = groups * columns;
  // Neighbouring threads take neighbouring rows, so that they read one run of memory also where there are few columns.
  const stride = Math.max(1, Math.floor(WORKGROUP_SIZE / columns));
  const wanted = Math.ceil((rows * columns) / WANTED_THREADS);
  const rowsPerThread = Math.max(LEAST_ROWS_PER_THREAD, wanted);
  const chunks = Math.ceil(rows / (stride * rowsPerThread)) * stride;
  const uniforms = [...integers(columns, rows, cells, chunks, stride, rowsPerThread), ...values];
  const partialShape = [reduction.results * cells * chunks];
  const partial = backend.runWebGPUProgram(
    partialProgram(reduction, partialShape, cells * chunks),
    inputs.map(flat),
    'float32',
    uniforms,
  );
  const joined = backend.runWebGPUProgram(
    joinProgram(reduction, [reduction.results * cells], cells),
    [partial],
    'float32',
    uniforms,
  );
  backend.disposeData(partial.dataId);
  return joined;
}

const UNIFORMS =
  'columns : i32, rows : i32, cells : i32, chunks : i32, stride : i32, rowsPerThread : i32,';

/** Rows of a chunk: `firstRow`, then every `stride`th. */
const CHUNKS = /* wgsl */ `
  fn firstRow(chunk : i32) -> i32 {
    return (chunk / uniforms.stride) * uniforms.stride * uniforms.rowsPerThread
      + chunk % uniforms.stride;
  }
  fn rowsOf(chunk : i32) -> i32 {
    let left = uniforms.rows - firstRow(chunk);
    return clamp((left + uniforms.stride - 1) / uniforms.stride, 0, uniforms.rowsPerThread);
  }`;

/** Writes [results, cell, chunk], where a cell is a group's column: the second pass reads runs of it. */
function partialProgram(reduction: RowReduction, outputShape: number[], threads: number) {
  const { name, variableNames, results, setup = '', take } = reduction;
  return {
    variableNames,
    uniforms: UNIFORMS + (reduction.uniforms ?? ''),
    ...flatProgram(outputShape, `earmark_${name}_partial`, threads),
    getUserCode: () => /* wgsl */ `
      ${CHUNKS}
      fn main(index : i32) {
        if (index < uniforms.cells * uniforms.chunks) {
          let column = index % uniforms.columns;
          let chunk = (index / uniforms.columns) % uniforms.chunks;
          let group = index / (uniforms.columns * uniforms.chunks);
          var first = 0.0;
          var second = 0.0;
          var count = 0.0;
          ${setup}
          let start = group * uniforms.rows + firstRow(chunk);
          let rows = rowsOf(chunk);
          for (var i = 0; i < rows; i = i + 1) {
            let at = (start + i * uniforms.stride) * uniforms.columns + column;
            count = count + 1.0;
            ${take}
          }
          let out = (group * uniforms.columns + column) * uniforms.chunks + chunk;
          result[out] = first;
          ${results === 2 ? 'result[uniforms.cells * uniforms.chunks + out] = second;' : ''}
        }
      }`,
  };
}

/** A workgroup a cell: each thread joins some chunks, then they join each other's in a fixed order. */
function joinProgram(reduction: RowReduction, outputShape: number[], cells: number) {
  const { name, results, join, finish = '' } = reduction;
  const isPair = results === 2;
  return {
    variableNames: ['partial'],
    uniforms: UNIFORMS + (reduction.uniforms ?? ''),
    ...flatProgram(outputShape, `earmark_${name}_join`, cells * WORKGROUP_SIZE),
    getUserCode: () => /* wgsl */ `
      ${CHUNKS}
      var<workgroup> firsts : array<f32, ${WORKGROUP_SIZE}>;
      var<workgroup> seconds : array<f32, ${WORKGROUP_SIZE}>;
      var<workgroup> counts : array<f32, ${WORKGROUP_SIZE}>;
      fn main(index : i32) {
        let cell = index / ${WORKGROUP_SIZE};
        let lane = index % ${WORKGROUP_SIZE};
        var first = 0.0;
        var second = 0.0;
        var count = 0.0;
        if (cell < uniforms.cells) {
          for (var chunk = lane; chunk < uniforms.chunks; chunk = chunk + ${WORKGROUP_SIZE}) {
            let otherCount = f32(rowsOf(chunk));
            if (otherCount > 0.0) {
              let otherFirst = partial[cell * uniforms.chunks + chunk];
              let otherSecond = ${isPair ? 'partial[(uniforms.cells + cell) * uniforms.chunks + chunk]' : '0.0'};
              count = count + otherCount;
              ${join}
            }
          }
        }
        firsts[lane] = first;
        seconds[lane] = second;
        counts[lane] = count;
        for (var width = ${WORKGROUP_SIZE / 2}; width > 0; width = width / 2) {
          workgroupBarrier();
          if (lane < width && counts[lane + width] > 0.0) {
            let otherFirst = firsts[lane + width];
            let otherSecond = seconds[lane + width];
            let otherCount = counts[lane + width];
            count = count + otherCount;
            ${join}
            firsts[lane] = first;
            seconds[lane] = second;
            counts[lane] = count;
          }
        }
        if (lane == 0 && cell < uniforms.cells) {
          ${finish}
          result[cell] = first;
          ${isPair ? 'result[uniforms.cells + cell] = second;' : ''}
        }
      }`,
  };
}

/** Plain sums of whatever `take` adds. */
export const JOIN_SUMS = 'first = first + otherFirst; second = second + otherSecond;';
