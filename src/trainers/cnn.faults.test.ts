// What can go wrong in the CNN trainer: each ends with a named error, and leaves no tensor behind.

import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { fit, params, train, validation } from '../../test/builders/toy-cnn';
import { chooseBackend } from '../compute/choose-backend';
import { cnnTrainer } from './cnn';
import type { Checkpoint, ModelJson, SpectrogramInput } from './trainer';

beforeAll(async () => {
  await chooseBackend('cpu');
  await chooseBackend('wasm');
});

describe('what can go wrong', () => {
  const tensors = () => tf.memory().numTensors;

  it('stops with an AbortError and leaves no tensor', async () => {
    const before = tensors();
    const controller = new AbortController();
    let steps = 0;
    const onStats = () => void (++steps === 2 && controller.abort());
    const run = fit({}, { signal: controller.signal, onStats });
    await expect(run).rejects.toMatchObject({ name: 'AbortError' });
    expect(steps).toBe(2);
    expect(tensors()).toBe(before);
  });

  it('refuses spectrograms with invalid numbers', async () => {
    const before = tensors();
    const bad: SpectrogramInput = {
      ...train.x,
      get: async (index) => {
        const matrix = await train.x.get(index);
        return index === 4 ? { ...matrix, data: matrix.data.map(() => NaN) } : matrix;
      },
    };
    const run = cnnTrainer.fit(bad, train.y, params, { seed: 1 });
    await expect(run).rejects.toMatchObject({ code: 'training-diverged' });
    expect(tensors()).toBe(before);
  });

  it('says that training diverged when the loss is no longer finite', async () => {
    const before = tensors();
    const broken: SpectrogramInput = { ...train.x };
    let reads = 0;
    // Finite while the bands are measured, invalid while it trains.
    broken.get = async (index) => {
      const matrix = await train.x.get(index);
      return ++reads > train.x.length
        ? { ...matrix, data: matrix.data.map(() => Infinity) }
        : matrix;
    };
    const run = cnnTrainer.fit(broken, train.y, params, { seed: 1 });
    await expect(run).rejects.toMatchObject({ code: 'training-diverged' });
    expect(tensors()).toBe(before);
  });

  it('passes on what a failed read throws, without leaking', async () => {
    const before = tensors();
    let reads = 0;
    const lost: SpectrogramInput = {
      ...train.x,
      get: async (index) => {
        if (++reads > 30) throw new Error('gone');
        return train.x.get(index);
      },
    };
    const run = cnnTrainer.fit(lost, train.y, params, { seed: 1 });
    await expect(run).rejects.toMatchObject({ code: 'compute-failed' });
    expect(tensors()).toBe(before);
  });

  it('refuses settings out of range and single classes', async () => {
    await expect(fit({ width: 0 })).rejects.toMatchObject({ code: 'param-invalid' });
    const y = { indices: new Int32Array(18), classes: ['only'] };
    const run = cnnTrainer.fit(train.x, y, params, { seed: 1 });
    await expect(run).rejects.toMatchObject({ code: 'dataset-too-few-genres' });
  });

  it('refuses a checkpoint of another network', async () => {
    const checkpoints: Checkpoint[] = [];
    await fit({ epochs: 1 }, { onCheckpoint: async (c) => void checkpoints.push(c) });
    const resumeFrom = checkpoints[0]!;
    const code = 'run-not-resumable';
    await expect(fit({ width: 3 }, { resumeFrom })).rejects.toMatchObject({ code });
    const others = fit({ epochs: 1 }, { resumeFrom, fingerprint: 'other clips' });
    await expect(others).resolves.toBeDefined(); // saved without one
    const named: Checkpoint[] = [];
    const fingerprint = 'these clips';
    await fit({ epochs: 1 }, { fingerprint, onCheckpoint: async (c) => void named.push(c) });
    const elsewhere = fit({}, { resumeFrom: named[0]!, fingerprint: 'other clips' });
    await expect(elsewhere).rejects.toMatchObject({ code });
    const damaged = { ...resumeFrom, state: { ...(resumeFrom.state as object), weights: 'AAAA' } };
    await expect(fit({}, { resumeFrom: damaged })).rejects.toMatchObject({ code });
  });

  it('refuses models that are damaged, of another trainer or for other features', async () => {
    const model = await fit({ epochs: 1 });
    const json = model.toJSON();
    const code = 'model-incompatible';
    const expectRefused = (over: Partial<ModelJson>) =>
      expect(() => cnnTrainer.fromJSON({ ...json, ...over })).toThrow(
        expect.objectContaining({ code }),
      );
    expectRefused({ trainer: 'boosted-trees' });
    expectRefused({ state: null });
    expectRefused({ classes: ['a', 'b'] });
    expectRefused({ state: { ...(json.state as object), weights: [] } });
    const other = { ...validation.x, frameSeconds: 0.2 };
    await expect(model.predictProba(other)).rejects.toMatchObject({ code });
  });
});
