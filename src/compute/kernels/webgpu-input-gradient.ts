// Gradient of a convolution's input on WebGPU. With stride 1 it is itself a convolution, of the output's gradient with the
// filter turned by 180° and its channels exchanged: so it goes through the fastest forward kernel that the adapter has.
// tfjs's default reads both factors from memory for every multiplication; its tiled variant gathers the filter's values
// from four places for each load, where the turned filter lies in order. With other strides a turned filter would
// mostly multiply zeros: there tfjs's default, which skips them, stays.

import * as tf from '@tensorflow/tfjs-core';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { flatProgram } from './webgpu-program';
import {
  convolutionInfo,
  type ConvolutionAttributes,
  type ConvolutionInfo,
  type Shape4D,
} from './convolution-info';
import type { PlannedProgram } from './webgpu-convolution-geometry';

interface InputGradientAttributes extends ConvolutionAttributes {
  readonly inputShape: Shape4D;
}

type Padding = [[number, number], [number, number], [number, number], [number, number]];

/** Wraps tfjs's kernel; other strides than 1, and channels-first images, go the old way. */
export function inputGradient(builtIn: tf.KernelFunc): tf.KernelFunc {
  return (call) => {
    const { dy, filter } = call.inputs as { dy: tf.TensorInfo; filter: tf.TensorInfo };
    const attrs = call.attrs as unknown as InputGradientAttributes;
    const info = convolutionInfo(attrs.inputShape, filter.shape, attrs);
    const pad = info && paddingOfGradient(info);
    const convolution = tf.getKernel(tf.Conv2D, 'webgpu');
    if (!pad || !convolution) return builtIn(call);
    const backend = call.backend as WebGPUBackend;
    const { program, uniforms } = turnedFilter(info);
    const turned = backend.runWebGPUProgram(program, [filter], 'float32', uniforms);
    const gradient = convolution.kernelFunc({
      inputs: { x: dy, filter: turned },
      attrs: { strides: 1, pad, dataFormat: 'NHWC', dilations: 1 },
      backend,
    });
    backend.disposeData(turned.dataId);
    return gradient;
  };
}

/** Null where the gradient is no convolution: other strides than 1, or more padding than the filter reaches over. */
function paddingOfGradient(info: ConvolutionInfo): Padding | null {
  const { top, bottom, left, right } = info.padInfo;
  const [reachY, reachX] = [info.filterHeight - 1, info.filterWidth - 1];
  const padding: Padding = [
    [0, 0],
    [reachY - top, reachY - bottom],
    [reachX - left, reachX - right],
    [0, 0],
  ];
  const isStepOne = info.strideHeight === 1 && info.strideWidth === 1;
  return isStepOne && padding.flat().every((length) => length >= 0) ? padding : null;
}

/** [height, width, in, out] → [height, width, out, in], upside down and mirrored. */
function turnedFilter(info: ConvolutionInfo): PlannedProgram {
  const { filterHeight, filterWidth, inChannels, outChannels } = info;
  const outputShape = [filterHeight, filterWidth, outChannels, inChannels];
  return {
    program: {
      ...flatProgram(outputShape, 'earmark_turned_filter'),
      variableNames: ['W'],
      uniforms: 'taps : i32, inChannels : i32, outChannels : i32,',
      getUserCode: () => /* wgsl */ `
        fn main(index : i32) {
          if (index < uniforms.size) {
            let inChannel = index % uniforms.inChannels;
            let outChannel = index / uniforms.inChannels % uniforms.outChannels;
            let tap = uniforms.taps - 1 - index / (uniforms.inChannels * uniforms.outChannels);
            setOutputAtIndex(index,
              W[(tap * uniforms.inChannels + inChannel) * uniforms.outChannels + outChannel]);
          }
        }`,
    },
    uniforms: [filterHeight * filterWidth, inChannels, outChannels].map((value) => ({
      type: 'int32',
      data: [value],
    })),
  };
}
