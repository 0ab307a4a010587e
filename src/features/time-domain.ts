// What can be measured on the samples of a clip frame by frame, without a spectrum.

import { paddedSample } from '../audio/padding';
import { createMatrix, type Matrix } from '../core/matrix';
import type { FeatureColumn } from './extractor';
import { countFrames, type StftOptions } from './framing';
import { zeroCrossingRates } from './zero-crossings';

export const TIME_DOMAIN_COLUMNS: readonly FeatureColumn[] = [
  { name: 'rms', unit: '', help: 'How loud the music is: root mean square of the samples.' },
  {
    name: 'zero_crossing_rate',
    unit: '',
    help: 'How often the wave changes sign: high for noise, hi-hats and distortion.',
  },
];

/**
 * [rms, zero crossing rate] of centred frames, shape [numFrames, 2]. As in librosa, beyond the ends of the clip rms sees
 * the padding and the zero crossing rate sees the end value held. Half of nFft must be a multiple of hopLength.
 */
export function measureTimeDomain(samples: Float32Array, framing: StftOptions): Matrix {
  const { nFft, hopLength, padding = 'zero' } = framing;
  const table = createMatrix(countFrames(samples.length, hopLength), TIME_DOMAIN_COLUMNS.length);
  const crossings = zeroCrossingRates(samples, framing);
  for (let frame = 0; frame < table.rows; frame++) {
    const first = frame * hopLength - nFft / 2;
    const start = Math.max(0, first);
    const end = Math.min(samples.length, first + nFft);
    let energy = 0;
    for (let i = start; i < end; i++) energy += samples[i]! * samples[i]!;
    for (let i = first; i < start; i++) energy += paddedSample(samples, i, padding) ** 2;
    for (let i = end; i < first + nFft; i++) energy += paddedSample(samples, i, padding) ** 2;
    table.data[2 * frame] = Math.sqrt(energy / nFft);
    table.data[2 * frame + 1] = crossings.data[frame]!;
  }
  return table;
}
