// The CNN on WebGPU in a real browser (a software adapter will do): it trains there, and what it learned means the same
// on every backend. Shapes are tiny, because a software adapter is slow.

import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { chooseBackend } from '../compute/choose-backend';
import { throwIfDeviceFailed } from '../compute/device-problems';
import { readGpuMemory, trimPool } from '../compute/memory';
import { createTrainingDevice } from '../compute/training-device';
import { watchTraining } from '../compute/watch-training';
import { createMatrix, type Matrix } from '../core/matrix';
import { createRandom } from '../core/random';
import { cnnTrainer } from './cnn';
import type {
  Checkpoint,
  LabelledInput,
  ModelJson,
  SpectrogramInput,
  TrainingStats,
} from './trainer';

const NUM_MELS = 16;
const params = { epochs: 2, batchSize: 6, width: 2, cropSeconds: 1.7, cropsPerEpoch: 1 };

function toySet(clips: number): LabelledInput<SpectrogramInput> {
  const random = createRandom(1);
  const indices = Int32Array.from({ length: clips }, (_, clip) => clip % 2);
  const matrices = Array.from(indices, (label): Matrix => {
    const matrix = createMatrix(30, NUM_MELS);
    for (let i = 0; i < matrix.data.length; i++) {
      const isInBand = i % NUM_MELS < 8 === (label === 0);
      matrix.data[i] = -60 + (isInBand ? 30 : 0) + 8 * random.normal();
    }
    return matrix;
  });
  const get = async (index: number) => matrices[index]!;
  return {
    x: { kind: 'spectrograms', length: clips, numMels: NUM_MELS, frameSeconds: 0.1, get },
    y: { indices, classes: ['low', 'high'] },
  };
}

const { x, y } = toySet(12);
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
