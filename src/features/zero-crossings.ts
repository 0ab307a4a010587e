// The zero crossing rate of every frame of a clip at once (librosa.feature.zero_crossing_rate): each sample is looked at
// once, though frames overlap.

import { createMatrix, type Matrix } from '../core/matrix';
import { countFrames, type Framing } from './framing';

/** Values closer to zero than this have no sign (librosa.zero_crossings). */
const SIGN_THRESHOLD = 1e-10;

/**
 * Sign changes per sample of centred frames, shape [numFrames, 1], 0…1; beyond its ends the clip holds its end value.
 * Half of nFft must be a multiple of hopLength.
 */
export function zeroCrossingRates(samples: Float32Array, { nFft, hopLength }: Framing): Matrix {
  const numFrames = countFrames(samples.length, hopLength);
  const numBlocks = Math.ceil(samples.length / hopLength);
  // Changes between a sample and the one before it: of all samples before a block, and of the block's first sample.
  const before = new Uint32Array(numBlocks + 1);
  const atStart = new Uint8Array(numBlocks);
  let count = 0;
  let previous = signOf(samples[0] ?? 0);
  for (let block = 0; block < numBlocks; block++) {
    before[block] = count;
    const start = block * hopLength;
    const end = Math.min(samples.length, start + hopLength);
    atStart[block] = signOf(samples[start]!) ^ previous;
    for (let i = start; i < end; i++) {
      const sign = signOf(samples[i]!);
      count += sign ^ previous;
      previous = sign;
    }
  }
  before[numBlocks] = count;
  const reach = nFft / 2 / hopLength;
  const rates = createMatrix(numFrames, 1);
  for (let frame = 0; frame < numFrames; frame++) {
    const from = Math.max(0, frame - reach);
    const to = Math.min(numBlocks, frame + reach);
    // A change into the first sample of a frame lies outside the frame.
    const inside = before[to]! - before[Math.min(from, numBlocks)]! - (atStart[from] ?? 0);
    rates.data[frame] = Math.max(0, inside) / nFft;
  }
  return rates;
}

/** 1 for negative values, else 0. */
function signOf(sample: number): 0 | 1 {
  return sample < -SIGN_THRESHOLD ? 1 : 0;
}
