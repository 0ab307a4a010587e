// WebGPU: the visitor's own graphics processor.

import * as tf from '@tensorflow/tfjs-core';
import { activate } from '../activate';
import { webgpuObstacle } from '../availability';
import { watchDevice } from '../device-problems';
import { registerSoftwareAdapterKernels, registerWebGpuKernels } from '../kernels/webgpu-kernels';
import type { BackendCandidate } from './candidate';

const SOFTWARE_ADAPTERS = /swiftshader|llvmpipe|software/i;

export const webgpuBackend: BackendCandidate = {
  name: 'webgpu',
  title: 'WebGPU',
  whyNot: webgpuObstacle,
  start: async () => {
    const { WebGPUBackend } = await import('@tensorflow/tfjs-backend-webgpu');
    registerWebGpuKernels();
    await activate('webgpu');
    const backend = tf.backend();
    if (!(backend instanceof WebGPUBackend))
      throw new TypeError('the WebGPU backend is not tfjs’s');
    const { device } = backend;
    watchDevice(device);
    const name = adapterName(device);
    const isSoftware = SOFTWARE_ADAPTERS.test(name);
    if (isSoftware) registerSoftwareAdapterKernels();
    return { device: name, remark: isSoftware ? 'imitated by the processor, so slow' : null };
  },
};

/** What the browser tells of the graphics processor, or "": browsers before Chrome 133 say nothing of a device's adapter. */
export function adapterName({
  adapterInfo,
}: {
  readonly adapterInfo?: Partial<GPUAdapterInfo>;
}): string {
  const { vendor, architecture, description } = adapterInfo ?? {};
  return [vendor, architecture, description].filter(Boolean).join(' ');
}
