// Kernels of our own on tfjs's WebGPU backend: those that training a convolutional network spends its time in.

import * as tf from '@tensorflow/tfjs-core';
import { replaceKernel } from './replace-kernel';
import { directConvolution } from './webgpu-direct-convolution';
import { reduceLeadingAxes } from './webgpu-column-sums';
import { filterGradient, filterGradientOnProcessor } from './webgpu-filter-gradient';
import { inputGradient } from './webgpu-input-gradient';

/** Registers the kernels, once; the WebGPU backend's package must have been imported. */
export function registerWebGpuKernels(): void {
  replaceKernel(tf.Conv2DBackpropFilter, 'webgpu', filterGradient);
  replaceKernel(tf.Conv2DBackpropInput, 'webgpu', inputGradient);
  replaceKernel(tf.Sum, 'webgpu', (builtIn) => reduceLeadingAxes(builtIn, 'sum'));
  replaceKernel(tf.Mean, 'webgpu', (builtIn) => reduceLeadingAxes(builtIn, 'mean'));
}

/** What makes an adapter that the processor imitates bearable. */
export function registerSoftwareAdapterKernels(): void {
  replaceKernel(tf.Conv2D, 'webgpu', directConvolution);
  replaceKernel(tf.Conv2DBackpropFilter, 'webgpu', filterGradientOnProcessor);
}
