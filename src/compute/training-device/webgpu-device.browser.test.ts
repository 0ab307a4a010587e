// The training device on WebGPU in a real browser (a software adapter will do).

import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { chooseBackend } from '../choose-backend';
import { EarmarkError } from '../../core/errors';
import { deviceFailure, forgiveMemoryProblem, throwIfDeviceFailed } from '../device-problems';
import { ownedDevice, type OwnedDevice } from '../own-device';
import { createTrainingDevice, type OwnTrainingDevice } from './index';
import { readGpuMemory } from '../memory';

const request = {
  needs: { fixedBytes: 1000, bytesPerExample: 10_000, largestBytesPerExample: 1000 },
  group: 8,
  batchSize: 32,
};

let owned: OwnedDevice;

beforeAll(async () => {
  await chooseBackend('webgpu');
  owned = ownedDevice()!;
});

function withDevice(use: (device: OwnTrainingDevice) => Promise<void>) {
  return async () => {
    const device = createTrainingDevice({ backend: 'webgpu' });
    await use(device).finally(() => device.dispose());
  };
}

describe('the device', () => {
  it('has all that the adapter has', async () => {
    const adapter = (await navigator.gpu.requestAdapter())!;
    const { limits, features } = owned.device;
    expect(limits.maxBufferSize).toBe(adapter.limits.maxBufferSize);
    expect(limits.maxStorageBufferBindingSize).toBe(adapter.limits.maxStorageBufferBindingSize);
    for (const feature of ['timestamp-query', 'shader-f16']) {
      expect(features.has(feature)).toBe(adapter.features.has(feature));
    }
    expect(owned.isSoftware).toBe(true);
  });

  it('is a fresh one at each start, and the earlier one is given back', async () => {
    const before = owned.device;
    await chooseBackend('webgpu');
    owned = ownedDevice()!;
    expect(owned.device).not.toBe(before);
    expect((await before.lost).reason).toBe('destroyed');
    expect((await computeSquares(3))[2]).toBe(4);
    throwIfDeviceFailed();
  });
});

describe('guarded work', () => {
  it(
    'that fits is fine',
    withDevice(async (device) => {
      const { result, verdict } = await device.guard(async () => tf.square(tf.ones([4])));
      await verdict;
      expect([...(await result.data())]).toEqual([1, 1, 1, 1]);
      result.dispose();
    }),
  );

  it(
    'that there is no memory for is told of, tried again smaller, and leaves the device in use',
    withDevice(async (device) => {
      const sizer = device.planBatches(request);
      expect(sizer.size).toBe(16);
      const attempt = async () => {
        // More than there is room for, as 16 examples.
        const length = sizer.size === 16 ? owned.device.limits.maxBufferSize / 4 : sizer.size;
        const { result, verdict } = await device.guard(async () => tf.fill([length], 2));
        try {
          await verdict;
          return [...(await result.data())];
        } finally {
          result.dispose();
        }
      };
      const error: unknown = await attempt().catch((refusal: unknown) => refusal);
      expect(error).toMatchObject({ code: 'device-memory-full' });
      expect(sizer.stepDown(error, sizer.size)).toBe(true);
      expect(sizer.size).toBe(8);
      const { gpuBytesAllocated, gpuBytesUsed } = readGpuMemory();
      expect(gpuBytesAllocated).toBe(gpuBytesUsed);
      expect(await attempt()).toEqual(Array<number>(8).fill(2));
      throwIfDeviceFailed();
      const told = device.read().device!;
      expect(told.batchReason).toBe(
        '8 excerpts at once: 16 were too much for the graphics memory.',
      );
      expect(told.bytesPeak).toBeGreaterThan(0);
    }),
  );

  it(
    'that the device refuses for its size is memory too, also where tfjs throws',
    withDevice(async (device) => {
      const sizer = device.planBatches(request);
      const tooMuch = owned.device.limits.maxBufferSize / 4 + 4;
      const { result, verdict } = await device.guard(async () => tf.fill([tooMuch], 2));
      await expect(verdict).rejects.toMatchObject({ code: 'device-memory-full' });
      result.dispose();
      const mapped = device.guard(async () => {
        const usage = GPUBufferUsage.STORAGE;
        owned.device.createBuffer({ size: 2 ** 40, usage, mappedAtCreation: true });
      });
      const error: unknown = await mapped.catch((refusal: unknown) => refusal);
      expect(error).toMatchObject({ code: 'device-memory-full' });
      expect(sizer.stepDown(error, sizer.size)).toBe(true);
      throwIfDeviceFailed();
    }),
  );

  it(
    'that is wrong is a failure',
    withDevice(async (device) => {
      const { verdict } = await device.guard(async () => {
        owned.device.createBuffer({ size: 4, usage: 0 });
      });
      await expect(verdict).rejects.toMatchObject({ code: 'compute-failed' });
    }),
  );
});

it('memory that runs out where nobody looks is heard of before anything is kept', async () => {
  const { device } = owned;
  device.createBuffer({ size: device.limits.maxBufferSize, usage: GPUBufferUsage.STORAGE });
  await device.queue.onSubmittedWorkDone();
  await expect.poll(() => isMemoryFull()).toBe(true);
  expect(deviceFailure()).toBeNull();
  forgiveMemoryProblem();
  expect(isMemoryFull()).toBe(false);
});

it(
  'measures the phases of a step on the device’s own clock, while another is sent ahead',
  withDevice(async (device) => {
    const sizer = device.planBatches(request);
    const side = 48; // a software adapter is slow
    const matrix = tf.ones<tf.Rank.R2>([side, side]);
    const work = (times: number) => () =>
      tf.tidy(() => {
        for (let i = 0; i < times; i++) tf.matMul(matrix, matrix);
      });
    for (let step = 0; step < 4; step++) {
      await device.timed('input', work(0));
      await device.timed('forward', work(2));
      await device.timed('backward', work(8));
      await device.timed('optimiser', work(0));
      if (step === 0) continue;
      sizer.onStep({ examples: 32, examplesAtOnce: sizer.size, milliseconds: 1 });
    }
    matrix.dispose();
    await expect.poll(() => device.read().device!.shares, { timeout: 30_000 }).not.toBeNull();
    const shares = device.read().device!.shares!;
    expect(shares.input + shares.forward + shares.backward + shares.optimiser).toBeCloseTo(1);
    expect(shares.backward).toBeGreaterThan(shares.forward);
    expect(shares.forward).toBeGreaterThan(shares.input);
    throwIfDeviceFailed();
  }),
);

async function computeSquares(length: number): Promise<Float32Array> {
  const squares = tf.tidy(() => tf.square(tf.range(0, length)));
  return squares.data<'float32'>().finally(() => squares.dispose());
}

function isMemoryFull(): boolean {
  try {
    throwIfDeviceFailed();
    return false;
  } catch (error) {
    return error instanceof EarmarkError && error.code === 'device-memory-full';
  }
}
