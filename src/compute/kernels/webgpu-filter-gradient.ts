// Gradient of a convolution's filter on WebGPU. tfjs gives each filter weight one thread that loops over the whole
// batch: a first layer of 3×3×16 weights keeps 144 threads busy for a long time. Here each weight has many threads,
// each with its share of the output's rows; their results are summed without atomics, so runs repeat exactly.

import * as tf from '@tensorflow/tfjs-core';
import type { WebGPUBackend, WebGPUProgram } from '@tensorflow/tfjs-backend-webgpu';
import { columnSums, flatProgram } from './webgpu-column-sums';

/** Enough to fill a large GPU; more would only make the second pass longer. */
const WANTED_THREADS = 65_536;

interface FilterGradientAttributes {
  readonly strides: number | [number, number];
  readonly pad: Parameters<typeof tf.backend_util.computeConv2DInfo>[4];
  readonly dataFormat: 'NHWC' | 'NCHW';
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
  readonly filterShape: [number, number, number, number];
}

/** Wraps tfjs's kernel; channels-first images go the old way. */
export function filterGradient(builtIn: tf.KernelFunc): tf.KernelFunc {
  return (call) => {
    const { x, dy } = call.inputs as { x: tf.TensorInfo; dy: tf.TensorInfo };
    const attrs = call.attrs as unknown as FilterGradientAttributes;
    if (attrs.dataFormat !== 'NHWC') return builtIn(call);
    const info = tf.backend_util.computeConv2DInfo(
      x.shape as [number, number, number, number],
      attrs.filterShape,
      attrs.strides,
      1,
      attrs.pad,
      attrs.dimRoundingMode,
    );
    const backend = call.backend as WebGPUBackend;
    const weights = tf.util.sizeFromShape(attrs.filterShape);
    const outputRows = info.batchSize * info.outHeight;
    const wantedChunks = Math.min(outputRows, Math.ceil(WANTED_THREADS / weights));
    const rowsPerThread = Math.ceil(outputRows / wantedChunks);
    const chunks = Math.ceil(outputRows / rowsPerThread);
    const uniforms = [
      [info.filterHeight, info.filterWidth, info.inChannels, info.outChannels],
      [info.inHeight, info.inWidth, info.outHeight, info.outWidth],
      [info.strideHeight, info.strideWidth, info.padInfo.top, info.padInfo.left],
      [outputRows],
      [rowsPerThread],
    ].map((data) => ({ type: 'int32', data }));
    const program = partialGradientProgram([chunks, weights]);
    const partial = backend.runWebGPUProgram(program, [x, dy], 'float32', uniforms);
    const gradient = columnSums(backend, partial, weights);
    backend.disposeData(partial.dataId);
    return { ...gradient, shape: attrs.filterShape };
  };
}

/** One thread a filter weight and chunk of output rows; neighbours share an output channel's place in memory. */
function partialGradientProgram(outputShape: number[]): WebGPUProgram {
  return {
    variableNames: ['x', 'dy'],
    uniforms:
      'filterDims : vec4<i32>, sizes : vec4<i32>, steps : vec4<i32>, outputRows : i32, rowsPerThread : i32,',
    ...flatProgram(outputShape, 'earmark_filter_gradient'),
    getUserCode: () => /* wgsl */ `
      fn main(index : i32) {
        if (index < uniforms.size) {
          let inChannels = uniforms.filterDims.z;
          let outChannels = uniforms.filterDims.w;
          let inHeight = uniforms.sizes.x;
          let inWidth = uniforms.sizes.y;
          let outHeight = uniforms.sizes.z;
          let outWidth = uniforms.sizes.w;
          let weights = uniforms.filterDims.x * uniforms.filterDims.y * inChannels * outChannels;

          let weight = index % weights;
          let outChannel = weight % outChannels;
          let inChannel = (weight / outChannels) % inChannels;
          let filterX = (weight / (outChannels * inChannels)) % uniforms.filterDims.y;
          let filterY = weight / (outChannels * inChannels * uniforms.filterDims.y);

          let first = (index / weights) * uniforms.rowsPerThread;
          let last = min(first + uniforms.rowsPerThread, uniforms.outputRows);
          var sum = 0.0;
          for (var row = first; row < last; row = row + 1) {
            let inY = (row % outHeight) * uniforms.steps.x + filterY - uniforms.steps.z;
            if (inY < 0 || inY >= inHeight) { continue; }
            let inRow = ((row / outHeight) * inHeight + inY) * inWidth;
            for (var outX = 0; outX < outWidth; outX = outX + 1) {
              let inX = outX * uniforms.steps.y + filterX - uniforms.steps.w;
              if (inX < 0 || inX >= inWidth) { continue; }
              sum = sum + x[(inRow + inX) * inChannels + inChannel]
                * dy[(row * outWidth + outX) * outChannels + outChannel];
            }
          }
          setOutputAtIndex(index, sum);
        }
      }`,
  };
}
