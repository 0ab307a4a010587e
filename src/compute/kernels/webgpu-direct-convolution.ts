// Convolution on WebGPU without workgroup memory. For adapters that a processor imitates: there, tfjs's tiled kernels
// are many times slower than this. On a real GPU tfjs's own are the better ones. A thread has some neighbouring pixels
// of the output and up to four of its channels, so that every value it loads is used several times.

import type * as tf from '@tensorflow/tfjs-core';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import {
  convolutionInfo,
  type ConvolutionAttributes,
  type ConvolutionInfo,
} from './convolution-info';
import {
  channelsTogether,
  geometryConstants,
  wgslVector,
  type PlannedProgram,
} from './webgpu-convolution-geometry';

const WORKGROUP_SIZE = 64;
/** How many pixels a thread may have; the first number whose window fits is taken. */
const PIXELS = [8, 4, 2, 1];
/** Columns of the input that a thread holds at most: more would not stay in registers. */
const WIDEST_WINDOW = 12;

/** Wraps tfjs's kernel; channels-first and dilated convolutions, and very wide filters, go the old way. */
export function directConvolution(builtIn: tf.KernelFunc): tf.KernelFunc {
  return (call) => {
    const { x, filter } = call.inputs as { x: tf.TensorInfo; filter: tf.TensorInfo };
    const attrs = call.attrs as unknown as ConvolutionAttributes;
    const info = convolutionInfo(x.shape, filter.shape, attrs);
    if (!info || windowWidth(info, 1) > WIDEST_WINDOW) return builtIn(call);
    const { program, uniforms } = plan(info);
    const backend = call.backend as WebGPUBackend;
    return backend.runWebGPUProgram(program, [x, filter], 'float32', uniforms);
  };
}

/** Columns of the input under the filter for neighbouring pixels of the output. */
function windowWidth({ filterWidth, strideWidth }: ConvolutionInfo, pixels: number): number {
  return (pixels - 1) * strideWidth + filterWidth;
}

function plan(info: ConvolutionInfo): PlannedProgram {
  const pixels = PIXELS.find((count) => windowWidth(info, count) <= WIDEST_WINDOW) ?? 1;
  const groups = info.batchSize * info.outHeight * Math.ceil(info.outWidth / pixels);
  const together = channelsTogether(info.outChannels);
  const { wgsl, key } = geometryConstants(info);
  return {
    program: {
      outputShape: info.outShape,
      shaderKey: `earmark_direct_convolution_${key}`,
      variableNames: ['x', 'W'],
      variableComponents: [channelsTogether(info.inChannels), together],
      outputComponent: together,
      uniforms: 'groups : i32,',
      workgroupSize: [WORKGROUP_SIZE, 1, 1],
      dispatchLayout: { x: [0, 1, 2], y: [3] },
      dispatch: [Math.ceil(groups / WORKGROUP_SIZE), info.outChannels / together, 1],
      getUserCode: () => wgsl + userCode(info, pixels),
    },
    uniforms: [{ type: 'int32', data: [groups] }],
  };
}

function userCode(info: ConvolutionInfo, pixels: number): string {
  const [taken, given] = [channelsTogether(info.inChannels), channelsTogether(info.outChannels)];
  const range = (length: number) => Array.from({ length }, (_, i) => i);
  const lines = (length: number, line: (i: number) => string) => range(length).map(line).join('\n');
  const columns = windowWidth(info, pixels);
  const multiply = (filterX: number, channel: number) => {
    const component = taken === 4 ? `[${channel}]` : '';
    return `{
      let weight = W[weights + (${filterX} * IN_CHANNELS + ${channel}) * OUT_GROUPS];
      ${lines(
        pixels,
        (i) => `sum_${i} = sum_${i} + x_${i * info.strideWidth + filterX}${component} * weight;`,
      )}
    }`;
  };
  return /* wgsl */ `
    const TAKEN = ${taken};
    const OUT_GROUPS = ${info.outChannels / given};
    const GROUPS_ACROSS = ${Math.ceil(info.outWidth / pixels)};

    fn main() {
      let group = i32(globalId.x);
      let outGroup = i32(workgroupId.y);
      if (group >= uniforms.groups) { return; }
      let outX = group % GROUPS_ACROSS * ${pixels};
      let row = group / GROUPS_ACROSS;
      let cornerX = outX * STRIDE_X - PAD_LEFT;
      let cornerY = row % OUT_HEIGHT * STRIDE_Y - PAD_TOP;
      let image = row / OUT_HEIGHT * IN_HEIGHT;
      ${lines(columns, (i) => `let isIn_${i} = cornerX + ${i} >= 0 && cornerX + ${i} < IN_WIDTH;`)}
      ${lines(pixels, (i) => `var sum_${i} = ${wgslVector(given)}(0.0);`)}
      for (var filterY = 0; filterY < FILTER_HEIGHT; filterY = filterY + 1) {
        let y = cornerY + filterY;
        if (y < 0 || y >= IN_HEIGHT) { continue; }
        let corner = ((image + y) * IN_WIDTH + cornerX) * (IN_CHANNELS / TAKEN);
        for (var channel = 0; channel < IN_CHANNELS; channel = channel + TAKEN) {
          let place = corner + channel / TAKEN;
          let weights = (filterY * FILTER_WIDTH * IN_CHANNELS + channel) * OUT_GROUPS + outGroup;
          ${lines(
            columns,
            (i) =>
              `let x_${i} = select(${wgslVector(taken)}(0.0), x[place + ${i} * (IN_CHANNELS / TAKEN)], isIn_${i});`,
          )}
          ${range(info.filterWidth)
            .flatMap((filterX) => range(taken).map((channel) => multiply(filterX, channel)))
            .join('\n')}
        }
      }
      let place = (row * OUT_WIDTH + outX) * OUT_GROUPS + outGroup;
      ${lines(
        pixels,
        (i) => `if (outX + ${i} < OUT_WIDTH) { result[place + ${i} * OUT_GROUPS] = sum_${i}; }`,
      )}
    }`;
}
