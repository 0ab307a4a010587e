// What a convolution's kernels, on whichever backend, are told of it, and the shapes that follow. Channels-last and
// undilated only.

import * as tf from '@tensorflow/tfjs-core';

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
