import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import type { BackendCandidate } from './backends/candidate';
import { chooseAmong, chooseBackend } from './choose-backend';
import { computesCorrectly } from './self-test';

const candidate = (over: Partial<BackendCandidate>): BackendCandidate => ({
  name: 'webgpu',
  title: 'WebGPU',
  whyNot: async () => null,
  start: async () => {
    throw new Error('no device');
  },
  ...over,
});

const cpu = candidate({
  name: 'cpu',
  title: 'plain JavaScript',
  start: async () => {
    await chooseBackend('cpu');
    return { device: '', remark: null };
  },
});

describe('choosing a backend', () => {
  it('takes wasm in Node and says why nothing better', async () => {
    const info = await chooseBackend();
    expect(info.backend).toBe('wasm');
    expect(info.reason).toMatch(/WebGPU .*; WebGL .*: using WebAssembly/);
    expect(tf.getBackend()).toBe('wasm');
  });

  it.each(['wasm', 'cpu'] as const)('takes %s when asked', async (name) => {
    const info = await chooseBackend(name);
    expect(info.backend).toBe(name);
    expect(info.reason).toContain('as asked for');
    expect(await computesCorrectly()).toBe(true);
  });

  it('goes on to the next when one cannot start, with the reason', async () => {
    const info = await chooseAmong([candidate({}), cpu]);
    expect(info.backend).toBe('cpu');
    expect(info.reason).toBe('WebGPU did not start (no device): using plain JavaScript.');
  });

  it('goes on to the next when one gives wrong results', async () => {
    const wrong = candidate({
      start: async () => {
        await chooseBackend('cpu');
        tf.registerBackend('webgpu', () => {
          const backend = tf.findBackend('cpu');
          return Object.create(backend, {
            read: { value: async () => new Float32Array(4) },
          }) as typeof backend;
        });
        tf.copyRegisteredKernels('cpu', 'webgpu');
        await tf.setBackend('webgpu');
        return { device: '', remark: null };
      },
    });
    const info = await chooseAmong([wrong, cpu]);
    expect(info.reason).toBe('WebGPU gives wrong results here: using plain JavaScript.');
  });

  it('throws compute-failed when nothing works', async () => {
    await expect(chooseBackend('webgpu')).rejects.toMatchObject({ code: 'compute-failed' });
  });
});
