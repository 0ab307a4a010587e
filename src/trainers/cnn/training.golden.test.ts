// Whole training steps against PyTorch (`test/golden/make_cnn_training.py`), and what they hold on the device.

import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import golden from '../../../test/golden/cnn_training.json';
import { chooseBackend } from '../../compute/choose-backend';
import { createRandom } from '../../core/random';
import { createAnswers, positiveWeightsOf } from './answers';
import { initialWeights, type CnnConfig } from './layout';
import { memoryNeeds } from './memory-needs';
import { scaleToSumOne } from '../scale';
import { scoreBatch } from './score-batch';
import { CnnDeviceState, freshOptimiser, freshStatistics } from './step';

const { config, settings } = golden;
const ROWS = 4;

function deviceState(of: CnnConfig, weights: Float32Array): CnnDeviceState {
  const statistics = freshStatistics(of);
  return new CnnDeviceState({ config: of, weights, statistics, ...freshOptimiser(of) });
}

describe.each(['cpu', 'wasm'] as const)('against PyTorch on %s', (backend) => {
  it.each(['adamw', 'adam'] as const)(
    'learns the same in three steps with %s',
    async (optimiser) => {
      await chooseBackend(backend);
      const device = deviceState(config, Float32Array.from(golden.start));
      const expected = golden[optimiser];
      for (const [i, images] of golden.images.entries()) {
        const batch = {
          ...{ rows: ROWS, groupSize: 2, dropoutSeed: settings.seed },
          images: Float32Array.from(images),
          targets: Float32Array.from(golden.targets[i]!),
        };
        const { logits } = await device.enqueue(batch, {
          ...{ learningRate: settings.learningRate, step: i + 1, averagedSteps: i },
          params: { dropout: settings.dropout, optimiser, weightDecay: settings.weightDecay },
          examplesAtOnce: i % 2 === 0 ? 2 : 4,
        });
        const { loss } = scoreBatch(await logits, batch, config.numClasses);
        expect(loss).toBeCloseTo(expected.losses[i]!, 4);
        device.confirm();
      }
      const { weights, statistics } = await device.read();
      device.dispose();
      expected.weights.forEach((value, i) =>
        expect(Math.abs(weights[i]! - value)).toBeLessThan(2e-4),
      );
      expected.statistics.forEach((value, i) =>
        expect(Math.abs(statistics[i]! - value)).toBeLessThan(2e-4),
      );
    },
  );
});

describe.each(['cpu', 'wasm'] as const)('several labels a clip on %s', (backend) => {
  const { numClasses } = config;
  const memberships = Uint8Array.from(golden.memberships);
  const classes = ['common', 'rare', 'between'];
  const y = { classes, memberships, indices: new Int32Array(golden.images.length * ROWS) };

  it('weighs a yes against a no as PyTorch is told to', () => {
    const weights = positiveWeightsOf(y, 'balanced');
    golden.positiveWeights.forEach((weight, k) => expect(weights[k]).toBeCloseTo(weight, 10));
    expect([...positiveWeightsOf(y, 'none')]).toEqual([1, 1, 1]);
  });

  it('learns the same in three steps as with BCEWithLogitsLoss', async () => {
    await chooseBackend(backend);
    const answers = createAnswers(y, { classWeights: 'balanced', labelSmoothing: 0 });
    const device = deviceState(config, Float32Array.from(golden.start));
    for (const [i, images] of golden.images.entries()) {
      const [targets, answerWeights] = [0, 1].map(() => new Float32Array(ROWS * numClasses));
      for (let at = 0; at < ROWS; at++) {
        const [from, to] = [at * numClasses, (at + 1) * numClasses];
        answers.write(
          ROWS * i + at,
          targets!.subarray(from, to),
          answerWeights!.subarray(from, to),
        );
      }
      scaleToSumOne(targets!, answerWeights);
      const batch = {
        ...{ rows: ROWS, groupSize: 2, dropoutSeed: settings.seed },
        images: Float32Array.from(images),
        ...{ targets: targets!, answerWeights: answerWeights! },
        memberships: memberships.subarray(ROWS * i * numClasses, ROWS * (i + 1) * numClasses),
      };
      const { logits } = await device.enqueue(batch, {
        ...{ learningRate: settings.learningRate, step: i + 1, averagedSteps: i },
        params: {
          ...{ dropout: settings.dropout, weightDecay: settings.weightDecay },
          optimiser: 'adamw',
        },
        examplesAtOnce: i % 2 === 0 ? 2 : 4,
      });
      const { loss } = scoreBatch(await logits, batch, numClasses);
      expect(loss).toBeCloseTo(golden.labels.losses[i]!, 4);
      device.confirm();
    }
    const { weights } = await device.read();
    device.dispose();
    golden.labels.weights.forEach((value, i) =>
      expect(Math.abs(weights[i]! - value)).toBeLessThan(2e-4),
    );
  });
});

it.each([
  [8, 64],
  [16, 64],
  [24, 33],
])('needs about the memory that is foreseen: width %i, %i frames', async (width, numFrames) => {
  await chooseBackend('wasm');
  const of = { numFrames, numMels: 128, width, numClasses: 10 };
  const device = deviceState(of, initialWeights(of, createRandom(1)));
  const batch = {
    ...{ rows: 4, groupSize: 4, dropoutSeed: 1 },
    images: new Float32Array(4 * numFrames * 128),
    targets: new Float32Array(40).fill(1 / 40),
  };
  const options = {
    ...{ learningRate: 0.001, step: 1, averagedSteps: 0, examplesAtOnce: 4 },
    params: { dropout: 0.3, optimiser: 'adamw', weightDecay: 0.01 } as const,
  };
  const { peakBytes } = await tf.profile(async () => {
    const { logits } = await device.enqueue(batch, options);
    await logits;
    return tf.scalar(0);
  });
  device.dispose();
  const { fixedBytes, bytesPerExample } = memoryNeeds(of);
  const foreseen = fixedBytes + 4 * bytesPerExample;
  expect(foreseen / peakBytes).toBeGreaterThan(1);
  // Room for backends whose Adam is made of tfjs's operations; this one's takes a few copies of the weights less.
  expect(foreseen / peakBytes).toBeLessThan(2.25);
});
