// The head's network there and back: hidden layer, batch normalisation, ReLU, dropout, dense layer; or the dense layer
// alone. Gradients by hand: few kernels, which is what a small step on a GPU costs. B is the batch, H the hidden units.
// Callers wrap calls in `tf.tidy`.

import * as tf from '@tensorflow/tfjs-core';
import type { DropoutAttributes } from '../../core/fused-kernels';
import { normaliseWith } from '../batch-norm';
import { unpack } from '../flat-tensors';
import { batchNormRelu, batchNormReluGradient, dropout } from '../fused';
import { statisticSlots, weightSlots, type HeadConfig } from './layout';

/** Added to the variance in batch normalisation; PyTorch's. */
const EPSILON = 1e-5;
const NORMALISATION = { groups: 1, epsilon: EPSILON };

export interface HeadBatch {
  /** Standardised embeddings, [B, columns]. */
  readonly x: tf.Tensor2D;
  /** Shares of "yes" times weights, [B, classes]. */
  readonly targets: tf.Tensor2D;
  /** What "yes" and "no" weigh together: of an example, [B, 1] (softmax), or of each answer, [B, classes] (sigmoid). */
  readonly weights: tf.Tensor2D;
}

export interface Gradients {
  /** Of all weights, shape [weights]. */
  readonly gradient: tf.Tensor1D;
  /** Means and biased variances of the hidden units, as `statisticSlots` orders them; null without a hidden layer. */
  readonly moments: tf.Tensor1D | null;
  /** [B, classes] */
  readonly logits: tf.Tensor2D;
}

export function gradientsOf(
  config: HeadConfig,
  flat: tf.Tensor1D,
  batch: HeadBatch,
  noise: DropoutAttributes,
): Gradients {
  const weights = unpack(flat, weightSlots(config));
  if (config.head === 'linear') {
    const top = denseGradients(config, batch.x, weights as DenseWeights, batch);
    return { gradient: joinFlat([top.dKernel, top.dBias]), moments: null, logits: top.logits };
  }
  const [kernel, gamma, beta, ...dense] = weights as HiddenWeights;
  const before = tf.matMul<tf.Tensor2D>(batch.x, kernel);
  const { output, moments } = batchNormRelu(before, { gamma, beta }, NORMALISATION);
  const top = denseGradients(config, dropout(output, noise), dense, batch);
  const dOutput = dropout(tf.matMul(top.dLogits, dense[0], false, true), noise);
  const { dX, dGamma, dBeta } = batchNormReluGradient(
    { dy: dOutput, x: before, gamma, beta, moments },
    NORMALISATION,
  );
  const dHidden = matMulOfTransposed(batch.x, dX);
  return {
    gradient: joinFlat([dHidden, dGamma, dBeta, top.dKernel, top.dBias]),
    moments: tf.reshape(moments, [-1]),
    logits: top.logits,
  };
}

/** Class probabilities, [B, classes]. */
export function predictHead(
  config: HeadConfig,
  { flat, statistics }: { flat: tf.Tensor1D; statistics: tf.Tensor1D },
  x: tf.Tensor2D,
): tf.Tensor2D {
  const weights = unpack(flat, weightSlots(config));
  if (config.head === 'linear') return answer(config, denseLayer(x, weights as DenseWeights));
  const [kernel, gamma, beta, ...dense] = weights as HiddenWeights;
  const [mean, variance] = unpack(statistics, statisticSlots(config)) as [tf.Tensor1D, tf.Tensor1D];
  const before = tf.matMul<tf.Tensor2D>(x, kernel);
  const output = normaliseWith(before, { gamma, beta, mean, variance }, EPSILON);
  return answer(config, denseLayer(output, dense));
}

type DenseWeights = [tf.Tensor2D, tf.Tensor1D];
type HiddenWeights = [tf.Tensor2D, tf.Tensor1D, tf.Tensor1D, ...DenseWeights];

function denseLayer(input: tf.Tensor2D, [kernel, bias]: DenseWeights): tf.Tensor2D {
  return tf.add(tf.matMul(input, kernel), bias);
}

function answer({ link }: HeadConfig, logits: tf.Tensor2D): tf.Tensor2D {
  return link === 'softmax' ? tf.softmax(logits) : tf.sigmoid(logits);
}

/** The same for cross-entropy and for binary cross-entropy: answer × weight − target. */
function denseGradients(
  config: HeadConfig,
  input: tf.Tensor2D,
  weights: DenseWeights,
  batch: HeadBatch,
) {
  const logits = denseLayer(input, weights);
  const weighted = tf.mul(answer(config, logits), batch.weights);
  const dLogits = tf.sub<tf.Tensor2D>(weighted, batch.targets);
  return {
    logits,
    dLogits,
    dKernel: matMulOfTransposed(input, dLogits),
    dBias: tf.sum<tf.Tensor1D>(dLogits, 0),
  };
}

/**
 * aᵀ b, as (bᵀ a)ᵀ: tfjs's wasm backend multiplies quickly only what is not to be transposed, and most quickly by the wider
 * of the two.
 */
function matMulOfTransposed(a: tf.Tensor2D, b: tf.Tensor2D): tf.Tensor2D {
  return tf.transpose(tf.matMul(tf.transpose(b), a));
}

function joinFlat(parts: readonly tf.Tensor[]): tf.Tensor1D {
  return tf.concat1d(parts.map((part) => tf.reshape<tf.Rank.R1>(part, [-1])));
}
