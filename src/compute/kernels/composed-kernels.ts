// The fused kernels as compositions of tfjs's own operations, for every backend that is started.

import * as tf from '@tensorflow/tfjs-core';
import { FUSED_KERNELS } from '../../core/fused-kernels';
import { adam } from './composed/adam';
import { batchNormRelu, batchNormReluGradient } from './composed/batch-norm-relu';
import { dropout } from './composed/dropout';

export const COMPOSED_KERNELS: Readonly<Record<keyof typeof FUSED_KERNELS, tf.KernelFunc>> = {
  batchNormRelu,
  batchNormReluGradient,
  adam,
  dropout,
};

/** Registers those that the backend has none of yet; nothing happens the second time. */
export function registerComposedKernels(backendName: string): void {
  for (const [key, kernelName] of Object.entries(FUSED_KERNELS)) {
    if (tf.getKernel(kernelName, backendName)) continue;
    const kernelFunc = COMPOSED_KERNELS[key as keyof typeof FUSED_KERNELS];
    tf.registerKernel({ kernelName, backendName, kernelFunc });
  }
}
