// What a step of the network holds on the device, from its layout: so that a batch that cannot fit is never tried.

import { totalSize } from '../tensor-slots';
import type { MemoryNeeds } from '../trainer';
import {
  blockChannels,
  convStride,
  isPooled,
  NUM_BLOCKS,
  weightSlots,
  type CnnConfig,
} from './layout';

const BYTES = 4;
/** Weights and both moments: before the last two steps and after, and the gradients' sum and parts. */
const COPIES_OF_WEIGHTS = 3 * 3 + 16;
/** Arrays as large as the largest layer that the way back holds besides what the way there left. */
const BACKWARD_ARRAYS = 4;

export function memoryNeeds(config: CnnConfig): MemoryNeeds {
  let height = config.numFrames;
  let width = config.numMels;
  let values = height * width;
  let largest = values;
  for (let block = 0; block < NUM_BLOCKS; block++) {
    const stride = convStride(block);
    [height, width] = [Math.ceil(height / stride), Math.ceil(width / stride)];
    const convolved = height * width * blockChannels(config, block);
    if (isPooled(block)) [height, width] = [Math.ceil(height / 2), Math.ceil(width / 2)];
    const pooled = height * width * blockChannels(config, block);
    // Convolved; its maxima where there are any; after normalisation.
    values += convolved + (isPooled(block) ? 2 : 1) * pooled;
    largest = Math.max(largest, convolved);
  }
  return {
    fixedBytes: BYTES * COPIES_OF_WEIGHTS * totalSize(weightSlots(config)),
    bytesPerExample: BYTES * (values + BACKWARD_ARRAYS * largest),
    largestBytesPerExample: BYTES * largest,
  };
}
