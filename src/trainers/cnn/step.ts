// One optimiser step on the device: forward, backward, Adam; and the network's tensors while it trains.
// Owns its tensors until `dispose`.

import * as tf from '@tensorflow/tfjs-core';
import { EarmarkError } from '../../core/errors';
import { adamStep, type AdamState } from './adam';
import { backward } from './backward';
import type { Batch } from './batches';
import { forwardForTraining, unpack } from './forward';
import { decayMask, statisticSlots, totalSize, weightSlots, type CnnConfig } from './layout';
import type { CnnTrainingState } from './state';

/** Share of the running mean and variance that a step keeps, once there have been enough steps. */
const STATISTICS_MOMENTUM = 0.95;

export interface StepOptions {
  readonly learningRate: number;
  readonly weightDecay: number;
  /** Counted from 1, over all epochs. */
  readonly step: number;
}

export class CnnDeviceState {
  readonly #config: CnnConfig;
  readonly #decayMask: tf.Tensor1D;
  readonly #statistics: Float32Array;
  #adam: AdamState;

  constructor(
    state: Pick<CnnTrainingState, 'config' | 'weights' | 'statistics' | 'momentum' | 'velocity'>,
  ) {
    this.#config = state.config;
    this.#statistics = state.statistics.slice();
    this.#decayMask = tf.tensor1d(decayMask(state.config));
    this.#adam = {
      weights: tf.tensor1d(state.weights),
      momentum: tf.tensor1d(state.momentum),
      velocity: tf.tensor1d(state.velocity),
    };
  }

  /** Learns from one batch and returns its logits, shape [batch, classes], once the device is done. */
  async step(batch: Batch, options: StepOptions): Promise<Float32Array> {
    const { numFrames, numMels, numClasses } = this.#config;
    const batchSize = batch.targets.length / numClasses;
    const { adam, report } = tf.tidy(() => {
      const images = tf.tensor4d(batch.images, [batchSize, numFrames, numMels, 1]);
      const targets = tf.tensor2d(batch.targets, [batchSize, numClasses]);
      const mask = tf.tensor2d(batch.dropoutMask, [
        batchSize,
        batch.dropoutMask.length / batchSize,
      ]);
      const weights = unpack(this.#adam.weights, weightSlots(this.#config));
      const trace = forwardForTraining(weights, images, mask);
      const gradients = tf.tidy(() =>
        tf.concat1d(
          backward(weights, trace, targets, mask).map((gradient) => tf.reshape(gradient, [-1])),
        ),
      );
      const moments = trace.blocks.flatMap(({ normalised }) => [
        normalised.mean,
        normalised.variance,
      ]);
      return {
        adam: adamStep(this.#adam, gradients, { ...options, decayMask: this.#decayMask }),
        // Everything the CPU wants to know, in one readback.
        report: tf.concat1d([tf.reshape(trace.logits, [-1]), ...moments]),
      };
    });
    tf.dispose({ ...this.#adam });
    this.#adam = adam;
    const values = await readAndDispose(report);
    this.#gatherStatistics(values.subarray(batch.targets.length), options.step);
    return values.subarray(0, batch.targets.length);
  }

  /** Copies everything back; throws `training-diverged` if a weight is no longer finite. */
  async read(): Promise<
    Pick<CnnTrainingState, 'weights' | 'statistics' | 'momentum' | 'velocity'>
  > {
    const [weights, momentum, velocity] = await Promise.all(
      [this.#adam.weights, this.#adam.momentum, this.#adam.velocity].map((tensor) =>
        tensor.data<'float32'>(),
      ),
    );
    for (const values of [weights!, this.#statistics]) {
      if (!values.every(Number.isFinite)) {
        throw new EarmarkError('training-diverged', 'weights that are not finite');
      }
    }
    return {
      weights: weights!,
      momentum: momentum!,
      velocity: velocity!,
      statistics: this.#statistics.slice(),
    };
  }

  dispose(): void {
    tf.dispose({ ...this.#adam });
    this.#decayMask.dispose();
  }

  /** A plain average at first, so that early epochs are judged fairly, then an exponential one. */
  #gatherStatistics(moments: Float32Array, step: number): void {
    const kept = Math.min(STATISTICS_MOMENTUM, (step - 1) / step);
    for (let i = 0; i < this.#statistics.length; i++) {
      this.#statistics[i] = kept * this.#statistics[i]! + (1 - kept) * moments[i]!;
    }
  }
}

/** All zeros, with the right lengths. */
export function freshOptimiser(config: CnnConfig) {
  const numWeights = totalSize(weightSlots(config));
  return {
    statistics: new Float32Array(totalSize(statisticSlots(config))),
    momentum: new Float32Array(numWeights),
    velocity: new Float32Array(numWeights),
  };
}

async function readAndDispose(tensor: tf.Tensor): Promise<Float32Array> {
  try {
    return await tensor.data<'float32'>();
  } finally {
    tensor.dispose();
  }
}
