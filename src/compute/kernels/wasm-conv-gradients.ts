// What tfjs's wasm backend lacks for training: the gradient of a convolution's filter (missing altogether), and quick
// versions of the input's gradient and of max-pooling's (its own take several times as long as the forward pass), Adam, and slices in one piece.
// Both gradients of a convolution are convolutions again, so they run on the backend's own SIMD kernels.

import * as tf from '@tensorflow/tfjs-core';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { FUSED_KERNELS } from '../../core/fused-kernels';
import { convolutionInfo, type ConvolutionAttributes, type Shape4D } from './convolution-info';
import { replaceKernel, type MakeKernel } from './replace-kernel';
import { wasmAdam } from './wasm-adam';
import { maxPoolGradient } from './wasm-max-pool-gradient';
import { wasmSlice } from './wasm-slice';

const BACKEND = 'wasm';

const KERNELS: Readonly<Record<string, MakeKernel>> = {
  [tf.Conv2DBackpropFilter]: (builtIn) => (call) => filterGradient(call) ?? builtIn(call),
  [tf.Conv2DBackpropInput]: (builtIn) => (call) => inputGradient(call) ?? builtIn(call),
  [tf.MaxPoolGrad]: () => maxPoolGradient,
  [FUSED_KERNELS.adam]: () => wasmAdam,
  [tf.Slice]: (builtIn) => (call) => wasmSlice(call) ?? builtIn(call),
};

/** Registers the kernels, once; the wasm backend's package must have been imported. */
export function registerWasmConvGradients(): void {
  for (const [name, make] of Object.entries(KERNELS)) replaceKernel(name, BACKEND, make);
}

/**
 * dFilter[i, j, in, out] = Σ x · dY: x convolved by dY, batch and channels changing places, stride as dilation; null for
 * channels-first or dilated ones.
 */
function filterGradient({
  inputs,
  backend,
  attrs,
}: Parameters<tf.KernelFunc>[0]): tf.TensorInfo | null {
  const { x, dy } = inputs as { x: tf.TensorInfo; dy: tf.TensorInfo };
  const attributes = attrs as unknown as ConvolutionAttributes & { filterShape: Shape4D };
  const { filterShape } = attributes;
  const info = convolutionInfo(x.shape, filterShape, attributes);
  if (!info) return null;
  const { top, bottom, left, right } = info.padInfo;
  return composed(backend as BackendWasm, (run) => {
    const swappedX = run(tf.Transpose, { x }, { perm: [3, 1, 2, 0] });
    const swappedDy = run(tf.Transpose, { x: dy }, { perm: [1, 2, 0, 3] });
    const gradient = run(
      tf.Conv2D,
      { x: swappedX, filter: swappedDy },
      {
        strides: [1, 1],
        dilations: [info.strideHeight, info.strideWidth],
        pad: [
          [0, 0],
          [top, bottom],
          [left, right],
          [0, 0],
        ],
        dataFormat: 'NHWC',
      },
    );
    // Rows that no stride reached give offsets beyond the filter.
    const [height, width, inChannels, outChannels] = filterShape;
    const size = [inChannels, height, width, outChannels];
    const cut = run(tf.Slice, { x: gradient }, { begin: [0, 0, 0, 0], size });
    return run(tf.Transpose, { x: cut }, { perm: [1, 2, 0, 3] });
  });
}

/** dX = dY convolved by the filter turned around, channels swapped; null for strides above 1 too. */
function inputGradient({
  inputs,
  backend,
  attrs,
}: Parameters<tf.KernelFunc>[0]): tf.TensorInfo | null {
  const { dy, filter } = inputs as { dy: tf.TensorInfo; filter: tf.TensorInfo };
  const attributes = attrs as unknown as ConvolutionAttributes & { inputShape: Shape4D };
  const info = convolutionInfo(attributes.inputShape, filter.shape, attributes);
  if (info?.strideHeight !== 1 || info.strideWidth !== 1) return null;
  const { top, bottom, left, right } = info.padInfo;
  const { filterHeight, filterWidth } = info;
  return composed(backend as BackendWasm, (run) => {
    const reversed = run(tf.Reverse, { x: filter }, { dims: [0, 1] });
    const turned = run(tf.Transpose, { x: reversed }, { perm: [0, 1, 3, 2] });
    return run(
      tf.Conv2D,
      { x: dy, filter: turned },
      {
        strides: [1, 1],
        dilations: [1, 1],
        pad: [
          [0, 0],
          [filterHeight - 1 - top, filterHeight - 1 - bottom],
          [filterWidth - 1 - left, filterWidth - 1 - right],
          [0, 0],
        ],
        dataFormat: 'NHWC',
      },
    );
  });
}

type Run = (
  kernelName: string,
  inputs: tf.NamedTensorInfoMap,
  attrs: tf.NamedAttrMap,
) => tf.TensorInfo;

/** Runs registered kernels one after the other and frees all results but the last one returned. */
function composed(backend: BackendWasm, body: (run: Run) => tf.TensorInfo): tf.TensorInfo {
  const made: tf.TensorInfo[] = [];
  const output = body((kernelName, inputs, attrs) => {
    const { kernelFunc } = tf.getKernel(kernelName, BACKEND);
    const result = kernelFunc({ inputs, backend, attrs }) as tf.TensorInfo;
    made.push(result);
    return result;
  });
  for (const { dataId } of made) if (dataId !== output.dataId) backend.disposeData(dataId);
  return output;
}
