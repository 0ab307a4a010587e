// Convolutions and their gradients over a grid of shapes, against tfjs's cpu backend: the same tests in a browser and in
// Node, whatever adapter there is.

import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import type { Shape4D } from '../src/compute/kernels/convolution-info';
import { expectSameAsCpu, expectSameBits, noise } from './kernel-parity';

interface ConvolutionCase {
  readonly x: Shape4D;
  readonly filter: Shape4D;
  readonly strides: number | [number, number];
  readonly pad:
    | 'same'
    | 'valid'
    | number
    | [[number, number], [number, number], [number, number], [number, number]];
}

const same = (x: Shape4D, filter: Shape4D, strides: number | [number, number] = 1) =>
  ({ x, filter, strides, pad: 'same' }) as const;
const valid = (x: Shape4D, filter: Shape4D, strides: number | [number, number] = 1) =>
  ({ x, filter, strides, pad: 'valid' }) as const;

/** Odd sizes, one channel, channels in fours and not, one example; then the network's own blocks, narrowed. */
const CONVOLUTION_CASES: readonly ConvolutionCase[] = [
  same([1, 1, 1, 1], [3, 3, 1, 1]),
  same([2, 7, 5, 3], [3, 3, 3, 4]),
  same([1, 5, 9, 4], [3, 3, 4, 3]),
  same([3, 9, 13, 5], [3, 3, 5, 6]),
  same([6, 33, 20, 1], [3, 3, 1, 2], 2),
  same([1, 9, 8, 1], [3, 3, 1, 16], 2),
  same([2, 8, 9, 4], [3, 3, 4, 8], 2),
  valid([2, 8, 11, 2], [3, 3, 2, 3], 2),
  valid([2, 10, 7, 2], [3, 2, 2, 3], [3, 1]),
  valid([2, 6, 8, 4], [3, 3, 4, 4]),
  same([2, 6, 7, 20], [3, 3, 20, 36]),
  same([2, 6, 6, 8], [1, 1, 8, 4]),
  same([2, 6, 7, 2], [2, 2, 2, 2]),
  same([1, 3, 3, 2], [5, 4, 2, 4]),
  same([2, 9, 17, 1], [3, 15, 1, 4]),
  { x: [2, 7, 6, 4], filter: [3, 3, 4, 8], strides: 1, pad: 2 },
  { x: [1, 6, 6, 2], filter: [2, 2, 2, 4], strides: 1, pad: 2 },
  {
    x: [1, 6, 5, 4],
    filter: [3, 3, 4, 4],
    strides: 1,
    pad: [
      [0, 0],
      [0, 2],
      [1, 0],
      [0, 0],
    ],
  },
  same([2, 24, 16, 1], [3, 3, 1, 16], 2),
  same([3, 7, 4, 64], [3, 3, 64, 48]),
];

/**
 * The fewest and smallest that still reach every tile of the kernels for a graphics processor (9 or 8 rows to 16, others to
 * 32; up to 16 channels to 16, others to 32), channels in fours and not, and more than one split of the positions.
 */
export const TILE_CASES: readonly ConvolutionCase[] = [
  same([1, 9, 8, 1], [3, 3, 1, 16]),
  same([1, 9, 8, 1], [3, 3, 1, 20]),
  same([1, 9, 9, 1], [3, 3, 1, 18], 2),
  same([2, 6, 6, 8], [1, 1, 8, 20]),
  same([2, 8, 9, 4], [3, 3, 4, 8]),
  same([2, 6, 7, 4], [3, 3, 4, 36]),
  same([1, 5, 9, 3], [3, 3, 3, 18]),
  valid([2, 8, 9, 5], [3, 3, 5, 6], 2),
];

export function describeConvolutions(
  backend: string,
  cases: readonly ConvolutionCase[] = CONVOLUTION_CASES,
): void {
  describe.each(cases)('$x by $filter, stride $strides, $pad', (shapes) => {
    const { x, filter, strides, pad } = shapes;
    const info = tf.backend_util.computeConv2DInfo(x, filter, strides, 1, pad);
    const attrs = { strides, pad, dataFormat: 'NHWC', dilations: 1 } as tf.NamedAttrMap;
    const [image, weights, gradient] = [noise(x), noise(filter), noise(info.outShape)];
    const run = (kernel: string, inputs: tf.NamedTensorMap, more: object = {}): tf.Tensor =>
      tf.engine().runKernel(kernel, inputs, { ...attrs, ...more });
    const dy = () => tf.tensor4d(gradient, info.outShape);

    const computations = {
      'the convolution': () =>
        run(tf.Conv2D, { x: tf.tensor4d(image, x), filter: tf.tensor4d(weights, filter) }),
      'the gradient of its filter': () =>
        run(
          tf.Conv2DBackpropFilter,
          { x: tf.tensor4d(image, x), dy: dy() },
          { filterShape: filter },
        ),
      'the gradient of its input': () =>
        run(
          tf.Conv2DBackpropInput,
          { dy: dy(), filter: tf.tensor4d(weights, filter) },
          { inputShape: x },
        ),
    };
    it.each(Object.entries(computations))('%s', async (_name, compute) => {
      expect(info.outShape.every((length) => length > 0)).toBe(true);
      await expectSameAsCpu(backend, compute);
      await expectSameBits(backend, compute);
    });
  });
}
