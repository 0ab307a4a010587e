// Gradient of a convolution's filter without workgroup memory, for adapters that a processor imitates: there, loads are
// dear and barriers dearer. A thread has one input channel, up to four output channels and some rows of the output;
// it holds the window of the input under the filter in registers and slides it along.

import { flatProgram } from './webgpu-program';
import type { ConvolutionInfo } from './convolution-info';
import {
  channelsTogether,
  geometryConstants,
  wgslVector,
  type PlannedProgram,
} from './webgpu-convolution-geometry';

/** Enough for the lanes of a processor's cores; more would only make the second pass longer. */
const WANTED_THREADS = 8192;
/** Filters with more taps would not leave the window in registers. */
const MOST_TAPS = 25;

export function suitsDirectGradient({ filterHeight, filterWidth }: ConvolutionInfo): boolean {
  return filterHeight * filterWidth <= MOST_TAPS;
}

/** Partial sums, [chunks of the output's rows, filter weights]. */
export function directPartialGradients(info: ConvolutionInfo): PlannedProgram {
  const together = channelsTogether(info.outChannels);
  const threadsPerChunk = (info.inChannels * info.outChannels) / together;
  const outputRows = info.batchSize * info.outHeight;
  const wantedChunks = Math.min(outputRows, Math.ceil(WANTED_THREADS / threadsPerChunk));
  const rowsPerThread = Math.ceil(outputRows / wantedChunks);
  const chunks = Math.ceil(outputRows / rowsPerThread);
  const weights = info.filterHeight * info.filterWidth * info.inChannels * info.outChannels;
  const { wgsl, key } = geometryConstants(info);
  return {
    program: {
      ...flatProgram([chunks, threadsPerChunk], `earmark_filter_gradient_direct_${key}`),
      outputShape: [chunks, weights],
      size: false,
      outputComponent: together,
      variableNames: ['x', 'dy'],
      variableComponents: [1, together],
      uniforms: 'threads : i32, outputRows : i32, rowsPerThread : i32,',
      getUserCode: () => wgsl + userCode(info, together),
    },
    uniforms: [chunks * threadsPerChunk, outputRows, rowsPerThread].map((value) => ({
      type: 'int32',
      data: [value],
    })),
  };
}

function userCode({ filterHeight, filterWidth, strideWidth }: ConvolutionInfo, together: 1 | 4) {
  const range = (length: number) => Array.from({ length: Math.max(0, length) }, (_, i) => i);
  const taps = range(filterHeight).flatMap((y) => range(filterWidth).map((x) => ({ y, x })));
  const kept = Math.max(0, filterWidth - strideWidth);
  const entering = taps.filter(({ x }) => x >= kept);
  const staying = taps.filter(({ x }) => x < kept);
  const lines = (of: typeof taps, line: (tap: { y: number; x: number }) => string) =>
    of.map(line).join('\n');
  const loaded = (inX: string, y: number, x: number) => `select(
    0.0, x[row_${y} + (${inX} + ${x}) * IN_CHANNELS], isIn_${y} && ${inX} + ${x} >= 0 && ${inX} + ${x} < IN_WIDTH)`;
  return /* wgsl */ `
    const TOGETHER = ${together};
    alias Channels = ${wgslVector(together)};

    fn main(index : i32) {
      if (index >= uniforms.threads) { return; }
      let outGroup = index % (OUT_CHANNELS / TOGETHER);
      let inChannel = (index / (OUT_CHANNELS / TOGETHER)) % IN_CHANNELS;
      let chunk = index / (OUT_CHANNELS / TOGETHER * IN_CHANNELS);
      let first = chunk * uniforms.rowsPerThread;
      let last = min(first + uniforms.rowsPerThread, uniforms.outputRows);
      ${lines(taps, ({ y, x }) => `var sum_${y}_${x} = Channels(0.0);`)}
      for (var row = first; row < last; row = row + 1) {
        let inY = (row % OUT_HEIGHT) * STRIDE_Y - PAD_TOP;
        let image = (row / OUT_HEIGHT) * IN_HEIGHT;
        ${lines(taps, ({ y, x }) => `var x_${y}_${x} : f32;`)}
        ${range(filterHeight)
          .map(
            (y) => `
        let isIn_${y} = inY + ${y} >= 0 && inY + ${y} < IN_HEIGHT;
        let row_${y} = (image + inY + ${y}) * IN_WIDTH * IN_CHANNELS + inChannel;`,
          )
          .join('\n')}
        ${lines(staying, ({ y, x }) => `x_${y}_${x} = ${loaded('-PAD_LEFT', y, x)};`)}
        for (var outX = 0; outX < OUT_WIDTH; outX = outX + 1) {
          let inX = outX * STRIDE_X - PAD_LEFT;
          ${lines(entering, ({ y, x }) => `x_${y}_${x} = ${loaded('inX', y, x)};`)}
          let d = dy[(row * OUT_WIDTH + outX) * (OUT_CHANNELS / TOGETHER) + outGroup];
          ${lines(taps, ({ y, x }) => `sum_${y}_${x} = sum_${y}_${x} + x_${y}_${x} * d;`)}
          ${lines(staying, ({ y, x }) => `x_${y}_${x} = x_${y}_${x + strideWidth};`)}
        }
      }
      let weights = FILTER_HEIGHT * FILTER_WIDTH * IN_CHANNELS * (OUT_CHANNELS / TOGETHER);
      let place = chunk * weights + inChannel * (OUT_CHANNELS / TOGETHER) + outGroup;
      ${lines(
        taps,
        ({ y, x }) =>
          `result[place + ${y * filterWidth + x} * IN_CHANNELS * (OUT_CHANNELS / TOGETHER)] = sum_${y}_${x};`,
      )}
    }`;
}
