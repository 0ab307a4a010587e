// Kernels of our own on tfjs's WebGPU backend: those that training a convolutional network spends its time in.

import * as tf from '@tensorflow/tfjs-core';
import { FUSED_KERNELS } from '../../core/fused-kernels';
import { replaceKernel, type MakeKernel } from './replace-kernel';
import { adam } from './webgpu-adam';
import { batchNormRelu, batchNormReluGradient } from './webgpu-batch-norm-relu';
import { reduceLeadingAxes } from './webgpu-column-sums';
import { directConvolution } from './webgpu-direct-convolution';
import { dropout } from './webgpu-dropout';
import { filterGradient, filterGradientOnProcessor } from './webgpu-filter-gradient';
import { inputGradient } from './webgpu-input-gradient';
import { maxPoolGradient } from './webgpu-max-pool-gradient';

const KERNELS: Readonly<Record<string, MakeKernel>> = {
  [tf.Conv2DBackpropFilter]: filterGradient,
  [tf.Conv2DBackpropInput]: inputGradient,
  [tf.MaxPoolGrad]: () => maxPoolGradient,
  [tf.Sum]: (builtIn) => reduceLeadingAxes(builtIn, 'sum'),
  [tf.Mean]: (builtIn) => reduceLeadingAxes(builtIn, 'mean'),
  [FUSED_KERNELS.batchNormRelu]: () => batchNormRelu,
  [FUSED_KERNELS.batchNormReluGradient]: () => batchNormReluGradient,
  [FUSED_KERNELS.adam]: () => adam,
  [FUSED_KERNELS.dropout]: () => dropout,
};

/** Registers the kernels, once; the WebGPU backend's package must have been imported. */
export function registerWebGpuKernels(): void {
  for (const [name, make] of Object.entries(KERNELS)) replaceKernel(name, 'webgpu', make);
}

/** What makes an adapter that the processor imitates bearable. */
export function registerSoftwareAdapterKernels(): void {
  replaceKernel(tf.Conv2D, 'webgpu', directConvolution);
  replaceKernel(tf.Conv2DBackpropFilter, 'webgpu', filterGradientOnProcessor);
}
