// What a convolution's WebGPU kernels have in common: the shapes, and those shapes as WGSL constants. Constants rather
// than uniforms, for then the shader's compiler turns divisions into multiplications and unrolls loops over a filter;
// the batch size is no constant, so that a smaller last batch compiles nothing. Channels-last and undilated only.

import * as tf from '@tensorflow/tfjs-core';
import type { WebGPUProgram } from '@tensorflow/tfjs-backend-webgpu';

export interface ConvolutionAttributes {
  readonly strides: number | [number, number];
  readonly pad: Parameters<typeof tf.backend_util.computeConv2DInfo>[4];
  readonly dataFormat: 'NHWC' | 'NCHW';
  readonly dilations?: number | [number, number];
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

export type Shape4D = [number, number, number, number];
export type ConvolutionInfo = ReturnType<typeof tf.backend_util.computeConv2DInfo>;

/** The shapes; null where the images are channels-first or the filter has gaps. */
export function convolutionInfo(
  imageShape: readonly number[],
  filterShape: readonly number[],
  { strides, pad, dataFormat, dilations = 1, dimRoundingMode }: ConvolutionAttributes,
): ConvolutionInfo | null {
  const isDilated = [dilations].flat().some((dilation) => dilation !== 1);
  if (dataFormat !== 'NHWC' || isDilated) return null;
  const [image, filter] = [imageShape as Shape4D, filterShape as Shape4D];
  return tf.backend_util.computeConv2DInfo(image, filter, strides, 1, pad, dimRoundingMode);
}

/** WGSL constants for all lengths but the batch's, and a key that differs where they do. */
export function geometryConstants(info: ConvolutionInfo): { wgsl: string; key: string } {
  const constants = {
    FILTER_HEIGHT: info.filterHeight,
    FILTER_WIDTH: info.filterWidth,
    IN_CHANNELS: info.inChannels,
    OUT_CHANNELS: info.outChannels,
    IN_HEIGHT: info.inHeight,
    IN_WIDTH: info.inWidth,
    OUT_HEIGHT: info.outHeight,
    OUT_WIDTH: info.outWidth,
    STRIDE_Y: info.strideHeight,
    STRIDE_X: info.strideWidth,
    PAD_TOP: info.padInfo.top,
    PAD_LEFT: info.padInfo.left,
  };
  const lines = Object.entries(constants).map(([name, value]) => `const ${name} = ${value}i;`);
  return { wgsl: lines.join('\n'), key: Object.values(constants).join('_') };
}

/** How many neighbouring channels one load, and one thread, can take together. */
export function channelsTogether(channels: number): 1 | 4 {
  return channels % 4 === 0 ? 4 : 1;
}

export function wgslVector(components: 1 | 4): string {
  return components === 4 ? 'vec4<f32>' : 'f32';
}

/** What `runWebGPUProgram` takes beside the inputs. */
export interface PlannedProgram {
  readonly program: WebGPUProgram;
  readonly uniforms: { type: string; data: number[] }[];
}
