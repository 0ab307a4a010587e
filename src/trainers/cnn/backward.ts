// The way back through the network, written out: gradients of the loss with respect to every weight.
// By hand rather than by tfjs's tape: fewer kernels, no gradient of the input that nobody needs, and no registry of
// gradients for every operation in the bundle. A test holds it against finite differences.

import * as tf from '@tensorflow/tfjs-core';
import {
  blockWeights,
  denseWeights,
  flattenPositions,
  type ForwardTrace,
  type TrainingPass,
} from './forward';
import { batchNormReluGradient, dropout } from '../fused';
import { EPSILON } from './inference';
import { convStride, isPooled, NUM_BLOCKS } from './layout';

/** What the network should have said, each [B, classes]; weights and sums as in `Batch`. */
export interface WantedAnswers {
  readonly targets: tf.Tensor2D;
  /** Of each label's question, where each is one of its own. */
  readonly answerWeights?: tf.Tensor2D | undefined;
}

/**
 * Gradients in the order of the weights. The loss is −Σ targets · log softmax(logits); where each label is a question of
 * its own, Σ answerWeights · softplus(logits) − targets · logits, which is the binary cross-entropy. The weights sum to 1
 * over all parts of the batch.
 */
export function backward(
  weights: readonly tf.Tensor[],
  { blocks, positions, maxima, summary, logits }: ForwardTrace,
  wanted: WantedAnswers,
  pass: TrainingPass,
): tf.Tensor[] {
  const dense = denseWeights(weights);
  const dLogits = logitGradient(logits, wanted);
  const dKernel = tf.matMul(summary, dLogits, true, false);
  const dBias = tf.sum(dLogits, 0);
  const dSummary = dropout(tf.matMul(dLogits, dense.kernel, false, true), pass.dropout);

  const gradients: tf.Tensor[] = [dKernel, dBias];
  let dOutput = globalPoolGradient(dSummary, positions, maxima);
  for (let block = NUM_BLOCKS - 1; block >= 0; block--) {
    const { kernel, gamma, beta } = blockWeights(weights, block);
    const { input, convolved, pooled, moments } = blocks[block]!;
    const { dX, dGamma, dBeta } = batchNormReluGradient(
      { dy: dOutput, x: flattenPositions(pooled), gamma, beta, moments },
      { groups: pass.groups, epsilon: EPSILON },
    );
    const dPooled: tf.Tensor4D = tf.reshape(dX, pooled.shape);
    const dConvolved = isPooled(block) ? maxPoolGradient(dPooled, convolved, pooled) : dPooled;
    gradients.unshift(filterGradient(input, dConvolved, kernel.shape, block), dGamma, dBeta);
    if (block > 0) {
      const dInput = tf.conv2dTranspose(dConvolved, kernel, input.shape, convStride(block), 'same');
      dOutput = flattenPositions(dInput);
    }
  }
  return gradients;
}

function logitGradient(
  logits: tf.Tensor2D,
  { targets, answerWeights }: WantedAnswers,
): tf.Tensor2D {
  const said = answerWeights
    ? tf.mul(tf.sigmoid(logits), answerWeights)
    : tf.mul(tf.softmax(logits), tf.sum(targets, 1, true));
  return tf.sub(said, targets);
}

/** [B, 2C] → [B·H·W, C]: the average spreads evenly, the maximum goes to where it came from. */
function globalPoolGradient(
  dSummary: tf.Tensor2D,
  positions: tf.Tensor3D,
  maxima: tf.Tensor2D,
): tf.Tensor2D {
  const [batch, count, channels] = positions.shape;
  const dAverage = tf.slice2d(dSummary, [0, 0], [batch, channels]);
  const dMaximum = tf.slice2d(dSummary, [0, channels], [batch, channels]);
  const isMaximum = tf.cast(tf.equal(positions, tf.expandDims(maxima, 1)), 'float32');
  const dPositions = tf.add(
    tf.expandDims(tf.div(dAverage, count), 1),
    tf.mul(isMaximum, tf.expandDims(dMaximum, 1)),
  );
  return tf.reshape(dPositions, [batch * count, channels]);
}

function maxPoolGradient(
  dPooled: tf.Tensor4D,
  convolved: tf.Tensor4D,
  pooled: tf.Tensor4D,
): tf.Tensor4D {
  return tf
    .engine()
    .runKernel(
      tf.MaxPoolGrad,
      { dy: dPooled, input: convolved, output: pooled },
      { filterSize: 2, strides: 2, pad: 'same' },
    );
}

function filterGradient(
  input: tf.Tensor4D,
  dConvolved: tf.Tensor4D,
  filterShape: [number, number, number, number],
  block: number,
): tf.Tensor4D {
  return tf
    .engine()
    .runKernel(
      tf.Conv2DBackpropFilter,
      { x: input, dy: dConvolved },
      { strides: convStride(block), pad: 'same', dataFormat: 'NHWC', filterShape },
    );
}
