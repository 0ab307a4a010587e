// WebGPU: the visitor's own graphics processor.

import * as tf from '@tensorflow/tfjs-core';
import { activate } from '../activate';
import { webgpuObstacle } from '../availability';
import { registerSoftwareAdapterKernels, registerWebGpuKernels } from '../kernels/webgpu-kernels';
import { requestDevice } from '../own-device';
import type { BackendCandidate } from './candidate';

export const webgpuBackend: BackendCandidate = {
  name: 'webgpu',
  title: 'WebGPU',
  whyNot: webgpuObstacle,
  start: async () => {
    const { WebGPUBackend } = await import('@tensorflow/tfjs-backend-webgpu');
    registerWebGpuKernels();
    // The package's own factory at first, later the one of a device that may be lost.
    if (tf.findBackendFactory('webgpu')) tf.removeBackend('webgpu');
    const { device, adapterInfo, name, isSoftware } = await requestDevice();
    tf.registerBackend('webgpu', () => new WebGPUBackend(device, adapterInfo));
    await activate('webgpu');
    if (isSoftware) registerSoftwareAdapterKernels();
    return { device: name, remark: isSoftware ? 'imitated by the processor, so slow' : null };
  },
};
