// Batch normalisation and ReLU on WebGPU, both ways: two passes for the moments (or the gradient's sums), one that applies
// them. Variances are of values less their mean (Welford 1962), joined as Chan et al. (1979) do, so a large mean costs nothing.

import type * as tf from '@tensorflow/tfjs-core';
import type { WebGPUBackend, WebGPUProgram } from '@tensorflow/tfjs-backend-webgpu';
import type { BatchNormAttributes } from '../../core/fused-kernels';
import { flat, flatProgram, floats, integers } from './webgpu-program';
import { JOIN_SUMS, reduceRows, type RowReduction, type Rows } from './webgpu-reduce-rows';

/** `first` is the mean, `second` the sum of squares about it, at last the variance. */
const MOMENTS: RowReduction = {
  name: 'moments',
  variableNames: ['x'],
  results: 2,
  take: /* wgsl */ `
    let value = x[at];
    let delta = value - first;
    first = first + delta / count;
    second = second + delta * (value - first);`,
  join: /* wgsl */ `
    let delta = otherFirst - first;
    let share = otherCount / count;
    first = first + delta * share;
    second = second + otherSecond + delta * delta * share * (count - otherCount);`,
  finish: 'second = second / f32(uniforms.rows);',
};

/** What a thread needs of its group and column; the ReLU lets through where `standardised * scale + shift` is positive. */
const COEFFICIENTS = /* wgsl */ `
  let cell = group * uniforms.columns + column;
  let mean = moments[cell];
  let inverseDeviation = inverseSqrt(moments[uniforms.cells + cell] + uniforms.epsilon);
  let scale = gamma[column];
  let shift = beta[column];`;

/** `first` is dBeta, `second` dGamma, of one group. */
const GRADIENT_SUMS: RowReduction = {
  name: 'batch_norm_sums',
  variableNames: ['dy', 'x', 'gamma', 'beta', 'moments'],
  uniforms: 'epsilon : f32,',
  results: 2,
  setup: COEFFICIENTS,
  take: /* wgsl */ `
    let standardised = (x[at] - mean) * inverseDeviation;
    let slope = select(0.0, dy[at], standardised * scale + shift > 0.0);
    first = first + slope;
    second = second + slope * standardised;`,
  join: JOIN_SUMS,
};

export const batchNormRelu: tf.KernelFunc = (call) => {
  const { x, gamma, beta } = call.inputs as Record<'x' | 'gamma' | 'beta', tf.TensorInfo>;
  const { epsilon } = call.attrs as unknown as BatchNormAttributes;
  const backend = call.backend as WebGPUBackend;
  const layout = rowsOf(call.attrs, x, gamma);
  const moments = reduceRows(backend, MOMENTS, [x], layout);
  const output = backend.runWebGPUProgram(
    applyProgram(flat(x).shape),
    [x, gamma, beta, moments].map(flat),
    'float32',
    applyUniforms(layout, epsilon),
  );
  const { groups, columns } = layout;
  return [
    { ...output, shape: x.shape },
    { ...moments, shape: [2, groups, columns] },
  ];
};

export const batchNormReluGradient: tf.KernelFunc = (call) => {
  const { dy, x, gamma, beta, moments } = call.inputs as Record<
    'dy' | 'x' | 'gamma' | 'beta' | 'moments',
    tf.TensorInfo
  >;
  const { epsilon } = call.attrs as unknown as BatchNormAttributes;
  const backend = call.backend as WebGPUBackend;
  const layout = rowsOf(call.attrs, x, gamma);
  const inputs = [dy, x, gamma, beta, moments];
  const sums = reduceRows(backend, GRADIENT_SUMS, inputs, layout, floats(epsilon));
  const dX = backend.runWebGPUProgram(
    applyGradientProgram(flat(x).shape),
    [...inputs, sums].map(flat),
    'float32',
    applyUniforms(layout, epsilon),
  );
  const { groups, columns } = layout;
  const [dBeta, dGamma] = [0, 1].map((row) =>
    backend.runWebGPUProgram(
      overGroupsProgram([columns]),
      [sums],
      'float32',
      integers(row * groups * columns, groups),
    ),
  );
  backend.disposeData(sums.dataId);
  return [{ ...dX, shape: x.shape }, dGamma!, dBeta!];
};

function rowsOf(attrs: tf.NamedAttrMap | undefined, x: tf.TensorInfo, gamma: tf.TensorInfo): Rows {
  const { groups } = attrs as unknown as BatchNormAttributes;
  const [columns] = flat(gamma).shape as [number];
  const [size] = flat(x).shape as [number];
  return { groups, columns, rows: size / columns / groups };
}

const APPLY_UNIFORMS = 'columns : i32, rows : i32, cells : i32, epsilon : f32,';

const applyUniforms = ({ groups, rows, columns }: Rows, epsilon: number) => [
  ...integers(columns, rows, groups * columns),
  ...floats(epsilon),
];

/** Of the value at `index`. */
const STANDARDISED = /* wgsl */ `
  let column = index % uniforms.columns;
  let group = index / (uniforms.columns * uniforms.rows);
  ${COEFFICIENTS}
  let standardised = (x[index] - mean) * inverseDeviation;`;

/** One thread a value. */
function applyProgram(outputShape: number[]): WebGPUProgram {
  return {
    variableNames: ['x', 'gamma', 'beta', 'moments'],
    uniforms: APPLY_UNIFORMS,
    ...flatProgram(outputShape, 'earmark_batch_norm_relu'),
    getUserCode: () => /* wgsl */ `
      fn main(index : i32) {
        if (index < uniforms.size) {
          ${STANDARDISED}
          let value = standardised * scale + shift;
          // A number that is none stays so: a maximum would hide it.
          result[index] = select(value, 0.0, value < 0.0);
        }
      }`,
  };
}

/** One thread a value. */
function applyGradientProgram(outputShape: number[]): WebGPUProgram {
  return {
    variableNames: ['dy', 'x', 'gamma', 'beta', 'moments', 'sums'],
    uniforms: APPLY_UNIFORMS,
    ...flatProgram(outputShape, 'earmark_batch_norm_relu_gradient'),
    getUserCode: () => /* wgsl */ `
      fn main(index : i32) {
        if (index < uniforms.size) {
          ${STANDARDISED}
          let slope = select(0.0, dy[index], standardised * scale + shift > 0.0);
          let rows = f32(uniforms.rows);
          let throughMean = sums[cell] / rows;
          let throughVariance = standardised * (sums[uniforms.cells + cell] / rows);
          result[index] = (slope - throughMean - throughVariance) * (scale * inverseDeviation);
        }
      }`,
  };
}

/** The groups' sums of each column, added up; of dBeta or of dGamma, whichever begins at `first`. */
function overGroupsProgram(outputShape: number[]): WebGPUProgram {
  return {
    variableNames: ['sums'],
    uniforms: 'first : i32, groups : i32,',
    ...flatProgram(outputShape, 'earmark_sums_over_groups'),
    getUserCode: () => /* wgsl */ `
      fn main(index : i32) {
        if (index < uniforms.size) {
          var sum = 0.0;
          for (var group = 0; group < uniforms.groups; group = group + 1) {
            sum = sum + sums[uniforms.first + group * uniforms.size + index];
          }
          result[index] = sum;
        }
      }`,
  };
}
