// Kernels that are wrong on purpose are found out and taken back, on the cpu backend and, where there is an adapter, on
// WebGPU; those that are right stay.

import * as tf from '@tensorflow/tfjs-core';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { installDawn, startDawn } from '../../test/dawn';
import { FUSED_KERNELS } from '../core/fused-kernels';
import { replaceWrongKernels } from './check-kernels';
import { chooseBackend } from './choose-backend';
import { throwIfDeviceFailed } from './device-problems';
import { COMPOSED_KERNELS } from './kernels/composed-kernels';
import { replacedKernel, replaceKernel, restoreKernel } from './kernels/replace-kernel';
import { flatProgram } from './kernels/webgpu-program';

const device = await installDawn();
const original = new Map<string, tf.KernelFunc>();

/** Puts a kernel of ours in the place of whatever is there. */
function plant(kernelName: string, backend: string, kernel: tf.KernelFunc): void {
  original.set(kernelName, tf.getKernel(kernelName, backend).kernelFunc);
  replaceKernel(kernelName, backend, () => kernel);
}

const current = (kernelName: string) => tf.getKernel(kernelName, tf.getBackend()).kernelFunc;

describe('kernels on the cpu backend', () => {
  beforeAll(() => chooseBackend('cpu'));
  afterEach(() => {
    for (const [name, kernel] of original) restoreKernel(name, 'cpu', kernel);
    original.clear();
  });

  it('of which none is ours are left alone', async () => {
    expect(await replaceWrongKernels('cpu')).toEqual([]);
  });

  it('that are right stay', async () => {
    plant(tf.MaxPoolGrad, 'cpu', (call) => original.get(tf.MaxPoolGrad)!(call));
    const planted = current(tf.MaxPoolGrad);
    expect(await replaceWrongKernels('cpu')).toEqual([]);
    expect(current(tf.MaxPoolGrad)).toBe(planted);
  });

  it('that give other numbers, none at all or an exception are taken back and named', async () => {
    const before = tf.memory().numTensors;
    const doubled: tf.KernelFunc = (call) => tf.mul(COMPOSED_KERNELS.adam(call) as tf.Tensor, 1.01);
    plant(FUSED_KERNELS.adam, 'cpu', doubled);
    plant(tf.Sum, 'cpu', ({ inputs }) => tf.fill([inputs['x']!.shape.at(-1)!], NaN));
    plant(tf.Conv2DBackpropInput, 'cpu', () => {
      throw new Error('no such thing');
    });
    expect(await replaceWrongKernels('cpu')).toEqual([
      'sums over positions',
      'the gradient of a convolution’s input',
      'the Adam optimiser',
    ]);
    expect(current(FUSED_KERNELS.adam)).toBe(COMPOSED_KERNELS.adam);
    expect(current(tf.Sum)).toBe(original.get(tf.Sum));
    expect(current(tf.Conv2DBackpropInput)).toBe(original.get(tf.Conv2DBackpropInput));
    expect(await replaceWrongKernels('cpu')).toEqual([]);
    expect(tf.getBackend()).toBe('cpu');
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('kernels on the wasm backend', () => {
  beforeAll(() => chooseBackend('wasm'));
  afterAll(() => tf.removeBackend('wasm'));

  it('are right', async () => {
    expect(replacedKernel(tf.MaxPoolGrad, 'wasm')).toBeDefined();
    expect(await replaceWrongKernels('wasm')).toEqual([]);
    expect(tf.getBackend()).toBe('wasm');
  });

  it('that nothing can stand in for make the backend useless', async () => {
    plant(tf.Conv2DBackpropFilter, 'wasm', ({ inputs }) => tf.zerosLike(inputs['x'] as tf.Tensor));
    await expect(replaceWrongKernels('wasm')).rejects.toThrow('filters comes out wrong');
  });
});

describe.skipIf(!device)('kernels on WebGPU through Dawn', () => {
  beforeAll(() => startDawn(), 60_000);
  const backend = () => tf.backend() as WebGPUBackend;

  it('are right, and those of training are ours', async () => {
    const { fallbacks } = await chooseBackend('webgpu');
    expect(fallbacks).toEqual([]);
    const wanted = [...Object.values(FUSED_KERNELS), tf.Conv2DBackpropFilter, tf.MaxPoolGrad];
    for (const name of wanted) expect(replacedKernel(name, 'webgpu'), name).not.toBeUndefined();
  });

  it('are compiled once: trained at other sizes and steps they ask for no new program', async () => {
    const programs = () =>
      Object.keys((backend() as unknown as { pipelineCache: object }).pipelineCache).filter((key) =>
        key.startsWith('earmark'),
      );
    const before = programs();
    expect(before.length).toBeGreaterThan(8);
    const run = (name: string, inputs: tf.NamedTensorMap, attrs: object): tf.Tensor[] =>
      [tf.engine().runKernel(name, inputs, attrs as tf.NamedAttrMap)].flat();
    tf.tidy(() => {
      for (const [positions, columns, groups] of [
        [1000, 16, 1],
        [64, 32, 4],
      ] as const) {
        const x = tf.randomNormal([positions, columns]);
        const [gamma, beta] = [tf.ones([columns]), tf.zeros([columns])];
        const attrs = { groups, epsilon: 1e-3 };
        const [, moments] = run(FUSED_KERNELS.batchNormRelu, { x, gamma, beta }, attrs);
        const inputs = { dy: x, x, gamma, beta, moments: moments! };
        run(FUSED_KERNELS.batchNormReluGradient, inputs, attrs);
        run(FUSED_KERNELS.dropout, { x }, { rate: 0.5, seed: positions, firstRow: 3 });
        const dy = tf.reshape(x, [1, positions, 1, columns]);
        const input = tf.ones<tf.Rank.R4>([1, 2 * positions, 2, columns]);
        const pool = { filterSize: 2, strides: 2, pad: 'same' };
        run(tf.MaxPoolGrad, { dy, input, output: dy }, pool);
        for (const step of [1, 2]) {
          const adam = { learningRate: 0.1 / step, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 };
          const state = tf.ones([3, columns]);
          const weights = { state, gradient: gamma, decayMask: beta };
          run(FUSED_KERNELS.adam, weights, { ...adam, weightDecay: 0, decoupled: false, step });
        }
      }
    });
    expect(programs()).toEqual(before);
  });

  it('that the device refuses are taken back, and it is not thought broken', async () => {
    const program = (code: string) => ({
      variableNames: ['x'],
      ...flatProgram([3 * 67], `planted ${code}`),
      getUserCode: () => `fn main(index : i32) { ${code} }`,
    });
    const planted =
      (code: string): tf.KernelFunc =>
      ({ inputs }) => {
        const x = { ...inputs['x']!, shape: [3 * 67] };
        const { dataId, dtype } = backend().runWebGPUProgram(program(code), [x], 'float32');
        return { dataId, dtype, shape: [3, 67] };
      };
    for (const code of ['this is no WGSL', 'result[index] = x[index];']) {
      plant(FUSED_KERNELS.dropout, 'webgpu', planted(code));
      expect(await replaceWrongKernels('webgpu')).toEqual(['dropout']);
      expect(current(FUSED_KERNELS.dropout)).toBe(COMPOSED_KERNELS.dropout);
      expect(() => throwIfDeviceFailed()).not.toThrow();
    }
  });
});
