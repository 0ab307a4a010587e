// Gradient of a convolution's filter on WebGPU. tfjs gives each filter weight one thread that loops over the whole
// batch: a first layer of 3×3×16 weights keeps 144 threads busy for a long time. Here batch and pixels are divided among
// many; a second pass sums what they found, without atomics, so runs repeat exactly.

import * as tf from '@tensorflow/tfjs-core';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { columnSums } from './webgpu-column-sums';
import {
  convolutionInfo,
  type ConvolutionAttributes,
  type ConvolutionInfo,
  type Shape4D,
} from './convolution-info';
import type { PlannedProgram } from './webgpu-convolution-geometry';
import { directPartialGradients, suitsDirectGradient } from './webgpu-filter-gradient-direct';
import { tiledPartialGradients } from './webgpu-filter-gradient-tiled';

interface FilterGradientAttributes extends ConvolutionAttributes {
  readonly filterShape: Shape4D;
}

/** Wraps tfjs's kernel, for a graphics processor; channels-first images go the old way. */
export function filterGradient(builtIn: tf.KernelFunc): tf.KernelFunc {
  return splitFilterGradient(builtIn, tiledPartialGradients);
}

/** The same for an adapter that the processor imitates. */
export function filterGradientOnProcessor(builtIn: tf.KernelFunc): tf.KernelFunc {
  return splitFilterGradient(builtIn, (info) =>
    suitsDirectGradient(info) ? directPartialGradients(info) : tiledPartialGradients(info),
  );
}

function splitFilterGradient(
  builtIn: tf.KernelFunc,
  plan: (info: ConvolutionInfo) => PlannedProgram,
): tf.KernelFunc {
  return (call) => {
    const { x, dy } = call.inputs as { x: tf.TensorInfo; dy: tf.TensorInfo };
    const attrs = call.attrs as unknown as FilterGradientAttributes;
    const info = convolutionInfo(x.shape, attrs.filterShape, attrs);
    if (!info) return builtIn(call);
    const backend = call.backend as WebGPUBackend;
    const { program, uniforms } = plan(info);
    const partial = backend.runWebGPUProgram(program, [x, dy], 'float32', uniforms);
    const gradient = columnSums(backend, partial, tf.util.sizeFromShape(attrs.filterShape));
    backend.disposeData(partial.dataId);
    return { ...gradient, shape: attrs.filterShape };
  };
}
