// Where every number of the network lies: names, shapes and offsets in one flat vector, and its first values.
// One flat vector lets the optimiser run as a handful of device operations instead of a handful per layer.

import type { Random } from '../../core/random';
import { isKernel, place, totalSize, viewOf, type TensorSlot } from '../tensor-slots';

/** What the network's shape follows from. */
export interface CnnConfig {
  /** Frames of one excerpt. */
  readonly numFrames: number;
  readonly numMels: number;
  /** Filters of the first block; the next have 2, 4 and 4 times as many. */
  readonly width: number;
  readonly numClasses: number;
  /** A clip can have several of the classes, or none: each is a yes or no of its own (sigmoid instead of softmax). */
  readonly severalLabels?: boolean | undefined;
}

/** Filters of each block as a multiple of the width. */
const BLOCK_WIDTHS = [1, 2, 4, 4];
export const NUM_BLOCKS = BLOCK_WIDTHS.length;

/** Step of each block's convolution over frames and bands; the first halves both, which saves most of the time. */
export function convStride(block: number): 1 | 2 {
  return block === 0 ? 2 : 1;
}

/** All blocks but the last halve the picture again by max-pooling. */
export function isPooled(block: number): boolean {
  return block < NUM_BLOCKS - 1;
}

export function blockChannels(config: CnnConfig, block: number): number {
  return config.width * BLOCK_WIDTHS[block]!;
}

/** What is learned: per block kernel [3, 3, in, out], gamma [out], beta [out]; then the dense layer. */
export function weightSlots(config: CnnConfig): readonly TensorSlot[] {
  const shapes: [string, number[]][] = [];
  let inChannels = 1;
  for (let block = 0; block < NUM_BLOCKS; block++) {
    const outChannels = blockChannels(config, block);
    shapes.push(
      [`block${block + 1}/kernel`, [3, 3, inChannels, outChannels]],
      [`block${block + 1}/gamma`, [outChannels]],
      [`block${block + 1}/beta`, [outChannels]],
    );
    inChannels = outChannels;
  }
  // Twice the channels: global average and global maximum side by side.
  shapes.push(['dense/kernel', [2 * inChannels, config.numClasses]]);
  shapes.push(['dense/bias', [config.numClasses]]);
  return place(shapes);
}

/** What is measured, not learned: mean and variance of each block's channels. */
export function statisticSlots(config: CnnConfig): readonly TensorSlot[] {
  return place(
    BLOCK_WIDTHS.flatMap((_, block): [string, number[]][] => [
      [`block${block + 1}/mean`, [blockChannels(config, block)]],
      [`block${block + 1}/variance`, [blockChannels(config, block)]],
    ]),
  );
}

/** First deviation of the dense layer's kernel: small, so that all classes start out about equally likely. */
const DENSE_DEVIATION = 0.01;

/** First weights: convolutions by He et al. 2015 (normal, variance 2 / inputs), gamma 1, biases 0. */
export function initialWeights(config: CnnConfig, random: Random): Float32Array {
  const slots = weightSlots(config);
  const flat = new Float32Array(totalSize(slots));
  for (const slot of slots) {
    const values = viewOf(flat, slot);
    if (isKernel(slot)) {
      const stream = random.fork(slot.name);
      const inputs = slot.size / slot.shape.at(-1)!;
      const deviation = slot.shape.length === 2 ? DENSE_DEVIATION : Math.sqrt(2 / inputs);
      for (let i = 0; i < values.length; i++) values[i] = deviation * stream.normal();
    } else if (slot.name.endsWith('/gamma')) {
      values.fill(1);
    }
  }
  return flat;
}
