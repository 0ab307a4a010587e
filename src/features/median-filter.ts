// The running median of lines of numbers, as scipy.ndimage.median_filter along one axis with its default ends.
// Four lines at a time go through the wasm kernel; here they are gathered, mirrored and put back.

import { kernelFactory, type WasmKernel } from '../core/wasm-kernel';
import { BYTES } from './kernels/median-wasm';

interface KernelExports {
  runningMedian(input: number, count: number, width: number, sorted: number, out: number): void;
}

/** How lines lie in an array: along the rows of a table, or along its columns. */
export interface Lines {
  readonly count: number;
  /** Between the first values of neighbouring lines. */
  readonly distance: number;
  /** Values a line. */
  readonly length: number;
  /** Between neighbouring values of a line. */
  readonly stride: number;
}

const LANES = 4;
const F32 = 4;

/** One instance serves all: a call is done before the next one begins. */
const newKernel = kernelFactory<KernelExports>(BYTES);
let shared: WasmKernel<KernelExports> | null = null;

/**
 * The median of the `width` (odd) values around each value of each line, in an array laid out like `source`. Beyond its
 * ends a line is mirrored, the end value counting twice. No value may be NaN.
 */
export function medianFilter(source: Float32Array, width: number, lines: Lines): Float32Array {
  const { count, distance, length, stride } = lines;
  const half = (width - 1) / 2;
  const padded = (length + width - 1) * LANES;
  const scratch = width * LANES;
  const numValues = padded + scratch + length * LANES;
  const kernel = (shared ??= newKernel());
  kernel.reserve(numValues * F32);
  const input = kernel.f32(0, padded);
  const out = kernel.f32((padded + scratch) * F32, length * LANES);
  const medians = new Float32Array(source.length);
  for (let first = 0; length > 0 && first < count; first += LANES) {
    const lanes = Math.min(LANES, count - first);
    const start = first * distance;
    for (let i = 0; i < length; i++) {
      for (let lane = 0; lane < lanes; lane++) {
        input[(half + i) * LANES + lane] = source[start + i * stride + lane * distance]!;
      }
    }
    mirrorEnds(input, half, length);
    kernel.exports.runningMedian(0, length, width, padded * F32, (padded + scratch) * F32);
    for (let i = 0; i < length; i++) {
      for (let lane = 0; lane < lanes; lane++) {
        medians[start + i * stride + lane * distance] = out[i * LANES + lane]!;
      }
    }
  }
  return medians;
}

/** Fills in what lies beyond both ends of the lines, `half` values each. */
function mirrorEnds(input: Float32Array, half: number, length: number): void {
  for (let i = 0; i < half; i++) {
    // A line shorter than the window is mirrored again and again.
    const folded = i % (2 * length);
    const distance = Math.min(folded, 2 * length - 1 - folded);
    const left = half + distance;
    const right = half + length - 1 - distance;
    input.copyWithin((half - 1 - i) * LANES, left * LANES, (left + 1) * LANES);
    input.copyWithin((half + length + i) * LANES, right * LANES, (right + 1) * LANES);
  }
}
