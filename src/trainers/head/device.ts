// The head's tensors while it trains: weights, moments and statistics between two steps, and one AdamW step on the device.
// Owns its tensors until `dispose`.

import * as tf from '@tensorflow/tfjs-core';
import { EarmarkError } from '../../core/errors';
import { gathered } from '../batch-norm';
import { readAndDispose } from '../flat-tensors';
import { adam } from '../fused';
import { decayMask, totalSize } from '../tensor-slots';
import type { TrainingDevice } from '../trainer';
import type { BatchArrays } from './batches';
import { weightSlots, type HeadConfig } from './layout';
import { gradientsOf, predictHead } from './network';

const ADAM = { beta1: 0.9, beta2: 0.999, epsilon: 1e-7, decoupled: true };

/** The network after some step, as plain arrays. */
export interface HeadNumbers {
  /** As `weightSlots` orders them; so are the moments. */
  readonly weights: Float32Array;
  readonly momentum: Float32Array;
  readonly velocity: Float32Array;
  /** As `statisticSlots` orders them. */
  readonly statistics: Float32Array;
}

export interface StepOptions {
  readonly learningRate: number;
  readonly dropout: number;
  readonly weightDecay: number;
  /** Counted from 1, over all epochs. */
  readonly step: number;
}

export class HeadDevice {
  readonly #config: HeadConfig;
  readonly #device: TrainingDevice | undefined;
  readonly #decayMask: tf.Tensor1D;
  /** Weights, momentum and velocity, shape [3, weights]. */
  #adam: tf.Tensor2D;
  #statistics: tf.Tensor1D;

  constructor(config: HeadConfig, numbers: HeadNumbers, device?: TrainingDevice) {
    const { weights, momentum, velocity, statistics } = numbers;
    this.#config = config;
    this.#device = device;
    this.#decayMask = tf.tensor1d(decayMask(weightSlots(config)));
    const flat = new Float32Array(3 * weights.length);
    [weights, momentum, velocity].forEach((values, i) => flat.set(values, i * weights.length));
    this.#adam = tf.tensor2d(flat, [3, weights.length]);
    this.#statistics = tf.tensor1d(statistics);
  }

  /** Sends a step; its logits, shape [rows, classes], are there once the device is done. Rejects if it failed. */
  async step(batch: BatchArrays, options: StepOptions): Promise<{ logits: Promise<Float32Array> }> {
    const send = (): Promise<Promise<Float32Array>[]> => {
      const logits = readAndDispose(this.#send(batch, options));
      logits.catch(() => undefined); // heard when it is awaited
      return Promise.resolve([logits]);
    };
    if (!this.#device) return { logits: (await send())[0]! };
    const { result, verdict } = await this.#device.guard(send);
    // What the device says of the step comes first: why it failed is known better there than where it is read back.
    const logits = verdict.then(() => result[0]!);
    logits.catch(() => undefined); // heard when it is awaited
    return { logits };
  }

  /** Class probabilities of standardised rows, shape [rows, classes], as the network is now. */
  predict(x: tf.Tensor2D): Promise<Float32Array> {
    return readAndDispose(
      tf.tidy(() => {
        const flat = this.#weights();
        return predictHead(this.#config, { flat, statistics: this.#statistics }, x);
      }),
    );
  }

  /** Copies the state; throws `training-diverged` if a weight is no longer finite. */
  async read(): Promise<HeadNumbers> {
    const [flat, statistics] = await Promise.all(
      [this.#adam, this.#statistics].map((tensor) => readAndDispose(tf.clone(tensor))),
    );
    const size = totalSize(weightSlots(this.#config));
    const weights = flat!.slice(0, size);
    if (![weights, statistics!].every((values) => values.every(Number.isFinite))) {
      throw new EarmarkError('training-diverged', 'weights that are not finite');
    }
    return {
      weights,
      momentum: flat!.slice(size, 2 * size),
      velocity: flat!.slice(2 * size),
      statistics: statistics!.slice(),
    };
  }

  dispose(): void {
    tf.dispose([this.#adam, this.#statistics, this.#decayMask]);
  }

  /** To be called in a `tf.tidy`. */
  #weights(): tf.Tensor1D {
    return tf.reshape(tf.slice2d(this.#adam, [0, 0], [1, this.#adam.shape[1]]), [-1]);
  }

  #send(batch: BatchArrays, { dropout, step, ...rates }: StepOptions): tf.Tensor2D {
    const rows = batch.rows.length;
    const noise = { rate: dropout, seed: batch.dropoutSeed, firstRow: 0 };
    const { state, statistics, logits } = tf.tidy(() => {
      const [x, targets, weights] = [batch.x, batch.targets, batch.weights].map((values) =>
        tf.tensor2d(values, [rows, values.length / rows]),
      ) as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D];
      const flat = this.#weights();
      const { gradient, moments, logits } = gradientsOf(
        this.#config,
        flat,
        { x, targets, weights },
        noise,
      );
      const inputs = { state: this.#adam, gradient, decayMask: this.#decayMask };
      return {
        state: adam(inputs, { ...ADAM, ...rates, step }),
        statistics: moments
          ? gathered(this.#statistics, moments, step - 1)
          : tf.clone(this.#statistics),
        logits,
      };
    });
    tf.dispose([this.#adam, this.#statistics]);
    this.#adam = state;
    this.#statistics = statistics;
    return logits;
  }
}
