// The network, read top to bottom: four blocks of convolution, max-pooling, batch normalisation and ReLU,
// then global average and maximum, then one dense layer. B is the batch, H frames, W mel bands, C channels.
// Callers wrap calls in `tf.tidy`.

import * as tf from '@tensorflow/tfjs-core';
import type { DropoutAttributes } from '../../core/fused-kernels';
import { normaliseWith } from '../batch-norm';
import { batchNormRelu, dropout } from '../fused';
import { EPSILON } from './inference';
import { convStride, isPooled, NUM_BLOCKS, type CnnConfig } from './layout';

export interface BlockWeights {
  readonly kernel: tf.Tensor4D;
  readonly gamma: tf.Tensor1D;
  readonly beta: tf.Tensor1D;
}

/** The weights of one block, from the list that `unpack` gives. */
export function blockWeights(weights: readonly tf.Tensor[], block: number): BlockWeights {
  return {
    kernel: weights[3 * block] as tf.Tensor4D,
    gamma: weights[3 * block + 1] as tf.Tensor1D,
    beta: weights[3 * block + 2] as tf.Tensor1D,
  };
}

export function denseWeights(weights: readonly tf.Tensor[]): {
  kernel: tf.Tensor2D;
  bias: tf.Tensor1D;
} {
  return {
    kernel: weights[3 * NUM_BLOCKS] as tf.Tensor2D,
    bias: weights[3 * NUM_BLOCKS + 1] as tf.Tensor1D,
  };
}

/** What one block leaves behind for the way back. */
export type BlockTrace = {
  readonly input: tf.Tensor4D;
  /** After convolution, before pooling. */
  readonly convolved: tf.Tensor4D;
  /** What was normalised: `convolved`, or its maxima. */
  readonly pooled: tf.Tensor4D;
  /** Means and variances of each group of examples, [2, groups, C]. */
  readonly moments: tf.Tensor3D;
};

export type ForwardTrace = {
  readonly blocks: BlockTrace[];
  /** Output of the last block, [B, H·W, C], and its maxima, [B, C]. */
  readonly positions: tf.Tensor3D;
  readonly maxima: tf.Tensor2D;
  /** What the dense layer saw, [B, 2C], dropout applied. */
  readonly summary: tf.Tensor2D;
  /** [B, classes] */
  readonly logits: tf.Tensor2D;
};

/** What of a training pass hangs on more than weights and images. */
export interface TrainingPass {
  /** Groups of equally many examples that are normalised each by itself. */
  readonly groups: number;
  readonly dropout: DropoutAttributes;
}

/** Training pass; `images` is [B, H, W, 1]. */
export function forwardForTraining(
  weights: readonly tf.Tensor[],
  images: tf.Tensor4D,
  pass: TrainingPass,
): ForwardTrace {
  const blocks: BlockTrace[] = [];
  let input = images;
  for (let block = 0; block < NUM_BLOCKS; block++) {
    const { kernel, ...scale } = blockWeights(weights, block);
    const convolved = convolve(input, kernel, block);
    const pooled = isPooled(block) ? tf.maxPool(convolved, 2, 2, 'same') : convolved;
    const attributes = { groups: pass.groups, epsilon: EPSILON };
    const { output, moments } = batchNormRelu(flattenPositions(pooled), scale, attributes);
    blocks.push({ input, convolved, pooled, moments });
    input = tf.reshape(output, pooled.shape);
  }
  const positions = joinPositions(input);
  const maxima = tf.max<tf.Tensor2D>(positions, 1);
  const means = tf.mean<tf.Tensor2D>(positions, 1);
  const summary = dropout(tf.concat2d([means, maxima], 1), pass.dropout);
  return { blocks, positions, maxima, summary, logits: classify(summary, weights) };
}

/** Class probabilities, [B, classes], of several labels each its own; `statistics` as `statisticSlots` orders them. */
export function predict(
  weights: readonly tf.Tensor[],
  statistics: readonly tf.Tensor[],
  images: tf.Tensor4D,
  { severalLabels = false }: Pick<CnnConfig, 'severalLabels'> = {},
): tf.Tensor2D {
  let input = images;
  for (let block = 0; block < NUM_BLOCKS; block++) {
    const { kernel, gamma, beta } = blockWeights(weights, block);
    const convolved = convolve(input, kernel, block);
    const pooled = isPooled(block) ? tf.maxPool(convolved, 2, 2, 'same') : convolved;
    const [mean, variance] = statistics.slice(2 * block) as [tf.Tensor1D, tf.Tensor1D];
    const output = normaliseWith(
      flattenPositions(pooled),
      { gamma, beta, mean, variance },
      EPSILON,
    );
    input = tf.reshape(output, pooled.shape);
  }
  const positions = joinPositions(input);
  const summary = tf.concat2d(
    [tf.mean<tf.Tensor2D>(positions, 1), tf.max<tf.Tensor2D>(positions, 1)],
    1,
  );
  const logits = classify(summary, weights);
  return severalLabels ? tf.sigmoid(logits) : tf.softmax(logits);
}

function convolve(input: tf.Tensor4D, kernel: tf.Tensor4D, block: number): tf.Tensor4D {
  return tf.conv2d(input, kernel, convStride(block), 'same');
}

function classify(summary: tf.Tensor2D, weights: readonly tf.Tensor[]): tf.Tensor2D {
  const { kernel, bias } = denseWeights(weights);
  return tf.add(tf.matMul(summary, kernel), bias);
}

/** [B, H, W, C] → [B·H·W, C] */
export function flattenPositions(x: tf.Tensor4D): tf.Tensor2D {
  return tf.reshape(x, [-1, x.shape[3]]);
}

/** [B, H, W, C] → [B, H·W, C] */
function joinPositions(x: tf.Tensor4D): tf.Tensor3D {
  return tf.reshape(x, [x.shape[0], -1, x.shape[3]]);
}
