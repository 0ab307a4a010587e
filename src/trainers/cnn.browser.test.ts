// The CNN on WebGPU in a real browser (a software adapter will do): it trains there, and what it learned means the same
// on every backend. Shapes are tiny, because a software adapter is slow.

import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { toySpectrograms } from '../../test/builders/toy-spectrograms';
import { chooseBackend } from '../compute/choose-backend';
import { throwIfDeviceFailed } from '../compute/device-problems';
import { readGpuMemory, trimPool } from '../compute/memory';
import { createTrainingDevice } from '../compute/training-device';
import { watchTraining } from '../compute/watch-training';
import type { Matrix } from '../core/matrix';
import { cnnTrainer } from './cnn';
import type { Checkpoint, ModelJson, TrainingStats } from './trainer';

const params = { epochs: 2, batchSize: 6, width: 2, cropSeconds: 1.7, cropsPerEpoch: 1 };

const { x, y } = toySpectrograms({
  ...{ clips: 12, classes: ['low', 'high'], numMels: 16, numFrames: () => 30 },
  ...{ contrastDb: 30, spreadDb: 8, seed: 1 },
});
let json: ModelJson;

/** Largest difference between the model's probabilities here and on WebGPU. */
async function differenceFrom(expected: Matrix): Promise<number> {
  const { data } = await cnnTrainer.fromJSON(json).predictProba(x);
  return Math.max(...data.map((value, i) => Math.abs(value - expected.data[i]!)));
}

describe('the CNN in a browser', () => {
  let onWebGpu: Matrix;

  it('trains on WebGPU, leaves no tensor and keeps its pool small', async () => {
    const info = await chooseBackend();
    expect(info.backend).toBe('webgpu');
    expect(info.device).not.toBe('');
    const before = tf.memory().numTensors;
    const stats: TrainingStats[] = [];
    const losses: number[] = [];
    const device = createTrainingDevice(info);
    const model = await cnnTrainer.fit(x, y, params, {
      seed: 1,
      device,
      validation: { x, y },
      ...watchTraining<TrainingStats, [Checkpoint, ModelJson | null]>(
        { onStats: (step) => stats.push(step), onCheckpoint: async () => undefined },
        device,
      ),
      onEpoch: ({ trainLoss }) => losses.push(trainLoss),
    });
    throwIfDeviceFailed();
    device.dispose();
    expect(losses.every(Number.isFinite)).toBe(true);
    expect(stats.length).toBe(4);
    expect(stats.at(-1)!.gpuBytesUsed).toBeGreaterThan(0);
    expect(stats.at(-1)!.gpuBytesAllocated).toBeGreaterThanOrEqual(stats.at(-1)!.gpuBytesUsed!);
    json = JSON.parse(JSON.stringify(model.toJSON())) as ModelJson;
    onWebGpu = await model.predictProba(x);
    expect(tf.memory().numTensors).toBe(before);

    expect(trimPool()).toBeGreaterThan(0);
    const { gpuBytesUsed, gpuBytesAllocated } = readGpuMemory();
    expect(gpuBytesAllocated).toBe(gpuBytesUsed);
    // Told is what a step needs, and not what is left once it is over.
    expect(stats.at(-1)!.gpuBytesUsed).toBeGreaterThan(5 * gpuBytesUsed!);
    expect(await differenceFrom(onWebGpu)).toBeLessThan(1e-6);
    throwIfDeviceFailed();
  });

  it('predicts the same on wasm, whose files the page serves', async () => {
    expect((await chooseBackend('wasm')).backend).toBe('wasm');
    expect(await differenceFrom(onWebGpu)).toBeLessThan(1e-3);
  });

  it('predicts the same on cpu', async () => {
    expect((await chooseBackend('cpu')).backend).toBe('cpu');
    expect(await differenceFrom(onWebGpu)).toBeLessThan(1e-3);
  });
});
