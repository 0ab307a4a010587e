// The same network as its users would write it with tfjs alone: its operations, its gradient tape, its Adam.

import * as tf from '@tensorflow/tfjs-core';
import {
  convStride,
  isPooled,
  NUM_BLOCKS,
  weightSlots,
  type CnnConfig,
} from '../src/trainers/cnn/layout';

const EPSILON = 1e-3;

export interface StockSettings {
  readonly config: CnnConfig;
  /** In the order of `weightSlots`. */
  readonly weights: Float32Array;
  readonly learningRate: number;
  readonly dropout: number;
}

export class StockNetwork {
  readonly #variables: tf.Variable[];
  readonly #optimiser: tf.Optimizer;
  readonly #dropout: number;

  constructor({ config, weights, learningRate, dropout }: StockSettings) {
    this.#variables = weightSlots(config).map(({ shape, offset, size }) =>
      tf.tidy(() => tf.variable(tf.tensor(weights.slice(offset, offset + size), [...shape]))),
    );
    this.#optimiser = tf.train.adam(learningRate);
    this.#dropout = dropout;
  }

  /** Forward, backward and step; the loss, to be disposed. */
  step(images: tf.Tensor4D, labels: tf.Tensor2D): tf.Scalar {
    const loss = (): tf.Scalar => tf.losses.softmaxCrossEntropy(labels, this.#logits(images));
    return this.#optimiser.minimize(loss, true, this.#variables)!;
  }

  dispose(): void {
    this.#optimiser.dispose();
    tf.dispose(this.#variables);
  }

  #logits(images: tf.Tensor4D): tf.Tensor2D {
    const variable = <T extends tf.Tensor>(i: number) => this.#variables[i] as unknown as T;
    let x = images;
    for (let block = 0; block < NUM_BLOCKS; block++) {
      x = tf.conv2d(x, variable<tf.Tensor4D>(3 * block), convStride(block), 'same');
      if (isPooled(block)) x = tf.maxPool(x, 2, 2, 'same');
      x = stockBatchNormRelu(x, variable(3 * block + 1), variable(3 * block + 2));
    }
    const pooled = [tf.mean<tf.Tensor2D>(x, [1, 2]), tf.max<tf.Tensor2D>(x, [1, 2])];
    const summary = tf.dropout(tf.concat(pooled, 1), this.#dropout) as tf.Tensor2D;
    const dense = 3 * NUM_BLOCKS;
    return tf.add(tf.matMul(summary, variable<tf.Tensor2D>(dense)), variable(dense + 1));
  }
}

/** As tfjs's layers do it while they train. */
export function stockBatchNormRelu<T extends tf.Tensor>(
  x: T,
  gamma: tf.Tensor1D,
  beta: tf.Tensor1D,
): T {
  const { mean, variance } = tf.moments(
    x,
    x.shape.slice(1).map((_, axis) => axis),
  );
  const normalised = tf.batchNorm(x, mean, variance, beta, gamma, EPSILON);
  return tf.relu(normalised) as T;
}
