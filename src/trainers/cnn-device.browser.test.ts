// The CNN and the device that it trains on, together, in a real browser: what it leaves there, and what is compiled when.
// Shapes are tiny, because a software adapter is slow.

import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { toySpectrograms } from '../../test/builders/toy-spectrograms';
import { chooseBackend } from '../compute/choose-backend';
import { throwIfDeviceFailed } from '../compute/device-problems';
import { ownedDevice } from '../compute/own-device';
import { createTrainingDevice } from '../compute/training-device';
import { readGpuMemory } from '../compute/memory';
import { watchTraining } from '../compute/watch-training';
import type { BatchSizer, TrainingDevice } from '../core/training-device';
import { cnnTrainer } from './cnn';
import type {
  Checkpoint,
  LabelledInput,
  ModelJson,
  SpectrogramInput,
  TrainingStats,
} from './trainer';

const NUM_MELS = 8;
const EPOCHS = 200;
const STEPS_A_EPOCH = 1;
const params = {
  epochs: EPOCHS,
  patience: EPOCHS,
  batchSize: 4,
  width: 1,
  cropSeconds: 0.8,
  cropsPerEpoch: 1,
};

/** Nothing to learn. */
const toySet = (clips: number): LabelledInput<SpectrogramInput> =>
  toySpectrograms({
    ...{ clips, classes: ['a', 'b'], numMels: NUM_MELS, numFrames: () => 12 },
    ...{ contrastDb: 0, spreadDb: 10, seed: 1 },
  });

/** Keys of the shaders that were compiled so far. */
function compiledShaders(): string[] {
  const { pipelineCache } = tf.backend() as unknown as { pipelineCache: object };
  return Object.keys(pipelineCache);
}

it('a warm-up compiles all that training needs', async () => {
  const info = await chooseBackend('webgpu');
  const device = createTrainingDevice(info);
  const { x, y } = toySet(8);
  const before = tf.memory().numTensors;
  const shape = { numMels: NUM_MELS, frameSeconds: x.frameSeconds, numClasses: 2 };
  const signal = new AbortController().signal;
  await cnnTrainer.warmUp!(shape, params, { device, signal });
  expect(tf.memory().numTensors).toBe(before);
  const compiled = compiledShaders();
  expect(compiled.length).toBeGreaterThan(10);
  const context = { seed: 1, device, validation: toySet(1) };
  const model = await cnnTrainer.fit(x, y, { ...params, epochs: 1 }, context);
  expect(compiledShaders().filter((key) => !compiled.includes(key))).toEqual([]);
  model.dispose();
  device.dispose();
});

it('memory stays the same over 200 epochs', async () => {
  const info = await chooseBackend('webgpu');
  const device = createTrainingDevice(info);
  const { x, y } = toySet(STEPS_A_EPOCH * params.batchSize);
  const used: number[] = [];
  const allocated: number[] = [];
  const stats: TrainingStats[] = [];
  const watched = watchTraining<TrainingStats, [Checkpoint, ModelJson | null]>(
    {
      onStats: (step) => {
        stats.push(step);
        used.push(step.gpuBytesUsed!);
        allocated.push(step.gpuBytesAllocated!);
      },
      onCheckpoint: async () => undefined,
    },
    device,
  );
  const model = await cnnTrainer.fit(x, y, params, {
    seed: 1,
    device,
    validation: toySet(1),
    ...watched,
  });
  throwIfDeviceFailed();
  expect(stats.length).toBe(STEPS_A_EPOCH * EPOCHS);
  const early = allocated.slice(20, 120);
  const late = allocated.slice(-100);
  expect(Math.max(...late)).toBeLessThanOrEqual(Math.max(...early));
  expect(Math.max(...used.slice(-100))).toBeLessThanOrEqual(Math.max(...used.slice(20, 120)));
  expect(stats.at(-1)!.device!.bytesPeak).toBe(Math.max(...allocated));
  model.dispose();
  device.dispose();
  expect(readGpuMemory().gpuBytesAllocated).toBeLessThanOrEqual(Math.max(...early));
}, 240_000);

it('a step that memory runs out in is repeated smaller, and what is learned is the same', async () => {
  const info = await chooseBackend('webgpu');
  const { x, y } = toySet(32);
  const settings = { ...params, batchSize: 16, epochs: 6 };

  const learn = async (device: TrainingDevice) => {
    const sizes: number[] = [];
    const losses: number[] = [];
    const model = await cnnTrainer.fit(x, y, settings, {
      seed: 1,
      device,
      onEpoch: ({ trainLoss }) => losses.push(trainLoss),
      onStats: ({ examplesAtOnce }) => sizes.push(examplesAtOnce!),
    });
    model.dispose();
    throwIfDeviceFailed();
    return { sizes, losses };
  };

  const roomy = createTrainingDevice(info);
  const expected = await learn(roomy);
  roomy.dispose();
  expect(new Set(expected.sizes)).toEqual(new Set([8, 16]));

  const tight = createTrainingDevice(info);
  let sizer: BatchSizer | null = null;
  const got = await learn({
    stepsAhead: tight.stepsAhead,
    planBatches: (request) => (sizer = tight.planBatches(request)),
    timed: (phase, work) => tight.timed(phase, work),
    guard: (enqueue) =>
      tight.guard(async () => {
        const isTooMuch = sizer!.size > 8;
        const result = await enqueue();
        // All the memory there is, and more.
        if (isTooMuch) tf.fill([ownedDevice()!.device.limits.maxBufferSize / 4], 0).dispose();
        return result;
      }),
  });
  // It has tried 16, in vain, once 8 were timed.
  expect(got.sizes.at(-1)).toBe(8);
  expect(tight.read().device!.batchReason).toContain('16 were too much');
  got.losses.forEach((loss, i) => expect(loss).toBeCloseTo(expected.losses[i]!, 4));
  tight.dispose();
});
