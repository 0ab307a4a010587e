// A convolution's shapes as WGSL constants. Constants rather than uniforms, for then the shader's compiler turns
// divisions into multiplications and unrolls loops over a filter; the batch size is no constant, so that a smaller last
// batch compiles nothing.

import type { WebGPUProgram } from '@tensorflow/tfjs-backend-webgpu';
import type { ConvolutionInfo } from './convolution-info';

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
