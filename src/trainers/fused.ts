// The kernels of our own that the network calls, with types; whoever started the backend registered them.

import * as tf from '@tensorflow/tfjs-core';
import {
  FUSED_KERNELS,
  type AdamAttributes,
  type BatchNormAttributes,
  type DropoutAttributes,
} from '../core/fused-kernels';

export interface NormalisedBatch {
  /** After scale, shift and ReLU, shape [positions, channels]. */
  readonly output: tf.Tensor2D;
  /** Means and biased variances, shape [2, groups, channels]. */
  readonly moments: tf.Tensor3D;
}

export interface BatchNormWeights {
  /** Each shape [channels]. */
  readonly gamma: tf.Tensor1D;
  readonly beta: tf.Tensor1D;
}

export function batchNormRelu(
  x: tf.Tensor2D,
  { gamma, beta }: BatchNormWeights,
  attributes: BatchNormAttributes,
): NormalisedBatch {
  const [output, moments] = run<[tf.Tensor2D, tf.Tensor3D]>(
    FUSED_KERNELS.batchNormRelu,
    { x, gamma, beta },
    attributes,
  );
  return { output, moments };
}

/** Gradients with respect to x, gamma and beta, given that of the output. */
export function batchNormReluGradient(
  inputs: BatchNormWeights & {
    readonly dy: tf.Tensor2D;
    readonly x: tf.Tensor2D;
    readonly moments: tf.Tensor3D;
  },
  attributes: BatchNormAttributes,
): { dX: tf.Tensor2D; dGamma: tf.Tensor1D; dBeta: tf.Tensor1D } {
  const { dy, x, gamma, beta, moments } = inputs;
  const [dX, dGamma, dBeta] = run<[tf.Tensor2D, tf.Tensor1D, tf.Tensor1D]>(
    FUSED_KERNELS.batchNormReluGradient,
    { dy, x, gamma, beta, moments },
    attributes,
  );
  return { dX, dGamma, dBeta };
}

/** The optimiser's state after one step, shape [3, weights]; the old one is left to the caller. */
export function adam(
  inputs: {
    /** Weights, running mean of the gradients, running mean of their squares: shape [3, weights]. */
    readonly state: tf.Tensor2D;
    readonly gradient: tf.Tensor1D;
    readonly decayMask: tf.Tensor1D;
  },
  attributes: AdamAttributes,
): tf.Tensor2D {
  return run<tf.Tensor2D>(FUSED_KERNELS.adam, { ...inputs }, attributes);
}

export function dropout(x: tf.Tensor2D, attributes: DropoutAttributes): tf.Tensor2D {
  if (attributes.rate === 0) return x;
  return run<tf.Tensor2D>(FUSED_KERNELS.dropout, { x }, attributes);
}

function run<Result extends tf.Tensor | tf.Tensor[]>(
  kernelName: string,
  inputs: tf.NamedTensorMap,
  attributes: BatchNormAttributes | AdamAttributes | DropoutAttributes,
): Result {
  return tf.engine().runKernel<Result>(kernelName, inputs, { ...attributes });
}
