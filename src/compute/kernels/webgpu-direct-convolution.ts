// Convolution on WebGPU with one thread an output and no workgroup memory. For adapters that a processor imitates:
// there, tfjs's tiled kernels are some fifty times slower than this. On a real GPU tfjs's own are the better ones.

import * as tf from '@tensorflow/tfjs-core';
import type { WebGPUBackend, WebGPUProgram } from '@tensorflow/tfjs-backend-webgpu';
import { flatProgram } from './webgpu-column-sums';

interface ConvAttributes {
  readonly strides: number | [number, number];
  readonly pad: Parameters<typeof tf.backend_util.computeConv2DInfo>[4];
  readonly dataFormat: 'NHWC' | 'NCHW';
  readonly dilations: number | [number, number];
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

type Shape4D = [number, number, number, number];

/** Wraps tfjs's kernel; channels-first and dilated convolutions go the old way. */
export function directConvolution(builtIn: tf.KernelFunc): tf.KernelFunc {
  return (call) => {
    const { x, filter } = call.inputs as { x: tf.TensorInfo; filter: tf.TensorInfo };
    const { strides, pad, dataFormat, dilations, dimRoundingMode } =
      call.attrs as unknown as ConvAttributes;
    const isDilated = [dilations].flat().some((dilation) => dilation !== 1);
    if (dataFormat !== 'NHWC' || isDilated) return builtIn(call);
    const info = tf.backend_util.computeConv2DInfo(
      x.shape as Shape4D,
      filter.shape as Shape4D,
      strides,
      dilations,
      pad,
      dimRoundingMode,
    );
    const uniforms = [
      [info.filterHeight, info.filterWidth, info.inChannels, info.outChannels],
      [info.inHeight, info.inWidth, info.outHeight, info.outWidth],
      [info.strideHeight, info.strideWidth, info.padInfo.top, info.padInfo.left],
    ].map((data) => ({ type: 'int32', data }));
    const backend = call.backend as WebGPUBackend;
    return backend.runWebGPUProgram(program(info.outShape), [x, filter], 'float32', uniforms);
  };
}

function program(outputShape: number[]): WebGPUProgram {
  return {
    variableNames: ['x', 'W'],
    uniforms: 'filterDims : vec4<i32>, sizes : vec4<i32>, steps : vec4<i32>,',
    ...flatProgram(outputShape, 'earmark_direct_convolution'),
    getUserCode: () => /* wgsl */ `
      fn main(index : i32) {
        if (index < uniforms.size) {
          let inChannels = uniforms.filterDims.z;
          let outChannels = uniforms.filterDims.w;
          let inHeight = uniforms.sizes.x;
          let inWidth = uniforms.sizes.y;
          let outChannel = index % outChannels;
          let place = index / outChannels;
          let cornerX = (place % uniforms.sizes.w) * uniforms.steps.y - uniforms.steps.w;
          let row = place / uniforms.sizes.w;
          let cornerY = (row % uniforms.sizes.z) * uniforms.steps.x - uniforms.steps.z;
          let batch = row / uniforms.sizes.z;
          var sum = 0.0;
          for (var filterY = 0; filterY < uniforms.filterDims.x; filterY = filterY + 1) {
            let inY = cornerY + filterY;
            if (inY < 0 || inY >= inHeight) { continue; }
            for (var filterX = 0; filterX < uniforms.filterDims.y; filterX = filterX + 1) {
              let inX = cornerX + filterX;
              if (inX < 0 || inX >= inWidth) { continue; }
              let pixel = ((batch * inHeight + inY) * inWidth + inX) * inChannels;
              let weight = (filterY * uniforms.filterDims.y + filterX) * inChannels * outChannels;
              for (var channel = 0; channel < inChannels; channel = channel + 1) {
                sum = sum + x[pixel + channel] * W[weight + channel * outChannels + outChannel];
              }
            }
          }
          setOutputAtIndex(index, sum);
        }
      }`,
  };
}
