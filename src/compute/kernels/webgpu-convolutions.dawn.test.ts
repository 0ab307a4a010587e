// Convolutions and their gradients on WebGPU in Node, where an adapter is found: both the kernels for a graphics
// processor and those for one that the processor imitates, whichever this is.

import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { describeConvolutions } from '../../../test/convolution-parity';
import { installDawn, startDawn } from '../../../test/dawn';
import { chooseBackend } from '../choose-backend';
import { replaceKernel } from './replace-kernel';
import { registerSoftwareAdapterKernels, registerWebGpuKernels } from './webgpu-kernels';

const device = await installDawn();

describe.skipIf(!device)('WebGPU through Dawn', () => {
  beforeAll(async () => {
    await chooseBackend('cpu');
    await startDawn();
  });

  describe('convolutions on a graphics processor', () => {
    beforeAll(() => {
      replaceKernel(tf.Conv2D, 'webgpu', (builtIn) => (call) => builtIn(call));
      registerWebGpuKernels();
    });
    describeConvolutions('webgpu');
  });

  describe('convolutions where the processor imitates one', () => {
    beforeAll(registerSoftwareAdapterKernels);
    describeConvolutions('webgpu');

    it('may be registered twice', () => {
      const before = tf.getKernel(tf.Conv2DBackpropFilter, 'webgpu').kernelFunc;
      registerSoftwareAdapterKernels();
      expect(tf.getKernel(tf.Conv2DBackpropFilter, 'webgpu').kernelFunc).toBe(before);
    });
  });
});
