// The network's tensors while it trains, and one optimiser step on the device: forward and backward over the parts of a
// batch, then Adam. Steps are enqueued ahead of the device; until one is confirmed, the state before it is kept, so that
// a step that failed can be taken back. Owns its tensors until `dispose`.

import * as tf from '@tensorflow/tfjs-core';
import { EarmarkError } from '../../core/errors';
import type { CnnParams } from '../cnn-params';
import type { StepPhase, TrainingDevice } from '../trainer';
import { backward } from './backward';
import type { Batch } from './batches';
import { gathered } from '../batch-norm';
import { readAndDispose, unpack } from '../flat-tensors';
import { adam } from '../fused';
import { decayMask, totalSize } from '../tensor-slots';
import { forwardForTraining } from './forward';
import { statisticSlots, weightSlots, type CnnConfig } from './layout';
import type { CnnTrainingState } from './state';

const BETA1 = 0.9;
const BETA2 = 0.999;
const EPSILON = 1e-7;
export interface StepOptions {
  readonly learningRate: number;
  readonly params: Pick<CnnParams, 'dropout' | 'optimiser' | 'weightDecay'>;
  /** Counted from 1, over all epochs. */
  readonly step: number;
  /** Steps that the running statistics are an average of so far. */
  readonly averagedSteps: number;
  /** Examples to work on at once: a multiple of the group. */
  readonly examplesAtOnce: number;
}

/** A step on its way through the device. */
export interface PendingStep {
  /** Logits of the whole batch, shape [rows, classes], once the device is done; rejects if it failed. */
  readonly logits: Promise<Float32Array>;
}

/** The network after some step. */
type Version = {
  /** Weights, momentum and velocity, shape [3, weights]. */
  readonly adam: tf.Tensor2D;
  /** As `statisticSlots` orders them. */
  readonly statistics: tf.Tensor1D;
};

type Snapshot = Pick<CnnTrainingState, 'weights' | 'statistics' | 'momentum' | 'velocity'>;

export class CnnDeviceState {
  readonly #config: CnnConfig;
  readonly #device: TrainingDevice | undefined;
  readonly #decayMask: tf.Tensor1D;
  /** The last confirmed one, then one a step that is not. */
  #versions: Version[];

  constructor(state: Snapshot & { readonly config: CnnConfig }, device?: TrainingDevice) {
    const { config, weights, momentum, velocity, statistics } = state;
    this.#config = config;
    this.#device = device;
    this.#decayMask = tf.tensor1d(decayMask(weightSlots(config)));
    const flat = new Float32Array(3 * weights.length);
    [weights, momentum, velocity].forEach((values, i) => flat.set(values, i * weights.length));
    const first = {
      adam: tf.tensor2d(flat, [3, weights.length]),
      statistics: tf.tensor1d(statistics),
    };
    this.#versions = [first];
  }

  /** Sends a step after the last one. Rejects if the device refuses it at once. */
  async enqueue(batch: Batch, options: StepOptions): Promise<PendingStep> {
    const work = async () => {
      const { version, logits } = await this.#enqueue(batch, options);
      const values = readAndDispose(logits);
      values.catch(() => undefined); // heard below
      return { version, values };
    };
    const { result, verdict } = this.#device
      ? await this.#device.guard(work)
      : { result: await work(), verdict: Promise.resolve() };
    this.#versions.push(result.version);
    // What the device says of the step comes first: why it failed is known better there than where it is read back.
    const logits = verdict.then(() => result.values);
    logits.catch(() => undefined); // heard when it is awaited
    return { logits };
  }

  /** The oldest step that was not confirmed is; its state is the one that stays. */
  confirm(): void {
    const [old] = this.#versions.splice(0, 1);
    tf.dispose({ ...old });
  }

  /** Forgets all steps that are not confirmed. */
  takeBack(): void {
    for (const version of this.#versions.splice(1)) tf.dispose({ ...version });
  }

  /** Copies the last confirmed state; throws `training-diverged` if a weight is no longer finite. */
  async read(): Promise<Snapshot> {
    const { adam: flat, statistics } = this.#versions[0]!;
    const copies = [tf.clone(flat), tf.clone(statistics)];
    const [values, measured] = await Promise.all(copies.map(readAndDispose));
    const size = flat.shape[1];
    const weights = values!.slice(0, size);
    for (const numbers of [weights, measured!]) {
      if (!numbers.every(Number.isFinite)) {
        throw new EarmarkError('training-diverged', 'weights that are not finite');
      }
    }
    return {
      weights,
      momentum: values!.slice(size, 2 * size),
      velocity: values!.slice(2 * size),
      statistics: measured!.slice(),
    };
  }

  dispose(): void {
    for (const version of this.#versions.splice(0)) tf.dispose({ ...version });
    this.#decayMask.dispose();
  }

  async #enqueue(
    batch: Batch,
    options: StepOptions,
  ): Promise<{ version: Version; logits: tf.Tensor }> {
    const { adam: state, statistics } = this.#versions.at(-1)!;
    const made: tf.TensorContainer[] = [];
    const own = <T extends tf.TensorContainer>(tensors: T): T => {
      made.push(tensors);
      return tensors;
    };
    try {
      const weights = own(
        tf.tidy(() => {
          const flat = tf.slice2d(state, [0, 0], [1, state.shape[1]]);
          return unpack(tf.reshape(flat, [-1]), weightSlots(this.#config));
        }),
      );
      const logits: tf.Tensor2D[] = [];
      let sums: PartSums | null = null;
      for (let first = 0; first < batch.rows; first += options.examplesAtOnce) {
        const count = Math.min(options.examplesAtOnce, batch.rows - first);
        const part = { weights, batch, first, count, rate: options.params.dropout, own };
        const result: PartResult = await this.#runPart(part);
        logits.push(result.logits);
        sums = sums ? own(addSums(sums, result)) : result;
      }
      const { gradient, moments } = sums!;
      return await this.#timed('optimiser', () =>
        tf.tidy(() => ({
          version: {
            adam: this.#optimise(state, gradient, options),
            statistics: gathered(statistics, moments, options.averagedSteps),
          },
          logits: tf.concat(logits),
        })),
      );
    } finally {
      tf.dispose(made);
    }
  }

  async #runPart({ weights, batch, first, count, rate, own }: Part): Promise<PartResult> {
    const { numFrames, numMels, numClasses } = this.#config;
    const { rows, groupSize, dropoutSeed: seed } = batch;
    const pass = { groups: count / groupSize, dropout: { rate, seed, firstRow: first } };
    const cut = (values: Float32Array): Float32Array => {
      const size = values.length / rows;
      return values.subarray(first * size, (first + count) * size);
    };
    const answersOf = (values: Float32Array) => tf.tensor2d(cut(values), [count, numClasses]);
    const { images, ...wanted } = await this.#timed('input', () =>
      own({
        images: tf.tensor4d(cut(batch.images), [count, numFrames, numMels, 1]),
        targets: answersOf(batch.targets),
        answerWeights: batch.answerWeights && answersOf(batch.answerWeights),
      }),
    );
    const trace = await this.#timed('forward', () =>
      tf.tidy(() => forwardForTraining(weights, images, pass)),
    );
    own(trace);
    const result = await this.#timed('backward', () =>
      own(
        tf.tidy(() => {
          const gradients = backward(weights, trace, wanted, pass);
          const moments = trace.blocks.map((block) =>
            tf.reshape<tf.Rank.R1>(tf.mean(block.moments, 1), [-1]),
          );
          return {
            gradient: tf.concat1d(gradients.map((each) => tf.reshape<tf.Rank.R1>(each, [-1]))),
            // Groups are equally large: the batch's moments are the mean of theirs, weighed by how many there are.
            moments: tf.mul<tf.Tensor1D>(tf.concat1d(moments), count / rows),
            logits: tf.clone(trace.logits),
          };
        }),
      ),
    );
    tf.dispose([images, { ...wanted }, trace]);
    return result;
  }

  #optimise(
    state: tf.Tensor2D,
    gradient: tf.Tensor1D,
    { learningRate, params, step }: StepOptions,
  ) {
    return adam(
      { state, gradient, decayMask: this.#decayMask },
      {
        learningRate,
        ...{ beta1: BETA1, beta2: BETA2, epsilon: EPSILON },
        weightDecay: params.weightDecay,
        decoupled: params.optimiser === 'adamw',
        step,
      },
    );
  }

  #timed<R>(phase: StepPhase, work: () => R): R | Promise<R> {
    return this.#device ? this.#device.timed(phase, work) : work();
  }
}

interface Part {
  readonly weights: readonly tf.Tensor[];
  readonly batch: Batch;
  readonly first: number;
  readonly count: number;
  /** Of the dropout. */
  readonly rate: number;
  /** Sees to it that the tensors are freed at the end of the step, whatever happens. */
  readonly own: <T extends tf.TensorContainer>(tensors: T) => T;
}

type PartSums = {
  /** Of all weights, shape [weights]. */
  readonly gradient: tf.Tensor1D;
  /** As `statisticSlots` orders them, times the part's share of the batch. */
  readonly moments: tf.Tensor1D;
};

type PartResult = PartSums & { readonly logits: tf.Tensor2D };

/** Always in the order of the parts, so that equal parts give equal sums; frees what it adds up. */
function addSums(before: PartSums, { gradient, moments }: PartSums): PartSums {
  const sums = {
    gradient: tf.add<tf.Tensor1D>(before.gradient, gradient),
    moments: tf.add<tf.Tensor1D>(before.moments, moments),
  };
  tf.dispose([before.gradient, before.moments, gradient, moments]);
  return sums;
}

/** All zeros, with the right lengths. */
export function freshOptimiser(config: CnnConfig) {
  const numWeights = totalSize(weightSlots(config));
  return { momentum: new Float32Array(numWeights), velocity: new Float32Array(numWeights) };
}

/** All zeros: nothing has been measured. */
export function freshStatistics(config: CnnConfig): Float32Array {
  return new Float32Array(totalSize(statisticSlots(config)));
}
