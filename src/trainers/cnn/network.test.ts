// The hand-written way back against finite differences, on tfjs's cpu backend.

import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { chooseBackend } from '../../compute/choose-backend';
import { createRandom } from '../../core/random';
import { backward } from './backward';
import { unpack } from '../flat-tensors';
import { forwardForTraining, predict } from './forward';
import { initialWeights, statisticSlots, weightSlots, type CnnConfig } from './layout';

const config: CnnConfig = { numFrames: 9, numMels: 11, width: 2, numClasses: 3 };
const BATCH = 4;
const random = createRandom(3);
const noise = (length: number) => Float32Array.from({ length }, () => random.normal());

const images = noise(BATCH * config.numFrames * config.numMels);
// Soft targets with unequal example weights, sum 1: the general case.
const targets = Float32Array.from([0.4, 0, 0, 0, 0.1, 0.1, 0.05, 0, 0.15, 0, 0.2, 0]);
/** Two groups of two examples. */
const pass = { groups: 2, dropout: { rate: 0.2, seed: 11, firstRow: 0 } };
const slots = weightSlots(config);

function inputs() {
  return {
    image: tf.tensor4d(images, [BATCH, config.numFrames, config.numMels, 1]),
    target: tf.tensor2d(targets, [BATCH, config.numClasses]),
  };
}

// Labels as questions of their own: wanted yeses times their weights, and the weights.
const yeses = Float32Array.from(targets, (share) => share / 2);
const weightsOfAnswers = Float32Array.from(targets, (share, i) => share / 2 + 0.01 * (i % 5));

/** The loss that `backward` differentiates where labels are questions of their own. */
function labelLossOf(flat: Float32Array): number {
  return tf.tidy(() => {
    const { logits } = forwardForTraining(unpack(tf.tensor1d(flat), slots), inputs().image, pass);
    return logits
      .dataSync<'float32'>()
      .reduce(
        (loss, z, i) => loss + weightsOfAnswers[i]! * Math.log1p(Math.exp(z)) - yeses[i]! * z,
        0,
      );
  });
}

/** The loss that `backward` differentiates, summed in double precision. */
function lossOf(flat: Float32Array): number {
  return tf.tidy(() => {
    const { image } = inputs();
    const { logits } = forwardForTraining(unpack(tf.tensor1d(flat), slots), image, pass);
    const values = logits.dataSync<'float32'>();
    let loss = 0;
    for (let example = 0; example < BATCH; example++) {
      const row = Array.from(values.subarray(example * 3, example * 3 + 3));
      const logSum = Math.log(row.reduce((sum, value) => sum + Math.exp(value), 0));
      row.forEach((value, k) => (loss -= targets[example * 3 + k]! * (value - logSum)));
    }
    return loss;
  });
}

const flat = initialWeights(config, random);
// The dense layer starts small; larger weights make every path count.
for (const slot of slots) {
  if (!slot.name.startsWith('dense/')) continue;
  flat.set(noise(slot.size), slot.offset);
}

beforeAll(async () => {
  await chooseBackend('cpu');
});

describe('the network', () => {
  it.each(['one class', 'several labels'])(
    'has the gradients of finite differences: %s',
    (what) => {
      const several = what === 'several labels';
      const gradients = tf.tidy(() => {
        const { image, target } = inputs();
        const weights = unpack(tf.tensor1d(flat), slots);
        const trace = forwardForTraining(weights, image, pass);
        const labelled = [yeses, weightsOfAnswers].map((values) => tf.tensor2d(values, [BATCH, 3]));
        const wanted = several
          ? { targets: labelled[0]!, answerWeights: labelled[1]! }
          : { targets: target };
        return backward(weights, trace, wanted, pass).map((gradient) =>
          gradient.dataSync<'float32'>(),
        );
      });
      const step = 2e-3;
      slots.forEach((slot, i) => {
        expect(gradients[i]!.length).toBe(slot.size);
        let difference = 0;
        let size = 0;
        // Every weight of small tensors, a spread of the others.
        const stride = Math.max(1, Math.floor(slot.size / 24));
        for (let k = 0; k < slot.size; k += stride) {
          const moved = (by: number) => {
            const copy = flat.slice();
            copy[slot.offset + k]! += by;
            return several ? labelLossOf(copy) : lossOf(copy);
          };
          const numeric = (moved(step) - moved(-step)) / (2 * step);
          difference += (numeric - gradients[i]![k]!) ** 2;
          size += numeric ** 2;
        }
        expect(Math.sqrt(difference / size), slot.name).toBeLessThan(0.03);
      });
    },
  );

  it('predicts rows that sum to 1 and frees all but its result', () => {
    const before = tf.memory().numTensors;
    const result = tf.tidy(() => {
      const { image } = inputs();
      const weights = unpack(tf.tensor1d(initialWeights(config, random)), slots);
      const statistics = statisticSlots(config).map(({ shape }) => tf.ones(shape.slice()));
      return predict(weights, statistics, image);
    });
    expect(result.shape).toEqual([BATCH, config.numClasses]);
    const sums = tf.tidy(() => tf.sum(result, 1).dataSync());
    for (const sum of sums) expect(sum).toBeCloseTo(1, 5);
    result.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it.each([
    [1, 1],
    [3, 2],
    [130, 5],
  ])('takes excerpts of %i frames by %i bands', (numFrames, numMels) => {
    const small = { ...config, numFrames, numMels, width: 1 };
    const shape = tf.tidy(() => {
      const weights = unpack(tf.tensor1d(initialWeights(small, random)), weightSlots(small));
      const statistics = statisticSlots(small).map((slot) => tf.ones(slot.shape.slice()));
      return predict(weights, statistics, tf.ones([2, numFrames, numMels, 1])).shape;
    });
    expect(shape).toEqual([2, 3]);
  });
});
