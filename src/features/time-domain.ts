// What can be measured on the samples of a frame, without a spectrum.

import type { FeatureColumn } from './extractor';
import { paddedSample } from '../audio/padding';
import type { StftOptions } from './framing';

export const TIME_DOMAIN_COLUMNS: readonly FeatureColumn[] = [
  { name: 'rms', unit: '', help: 'How loud the music is: root mean square of the samples.' },
  {
    name: 'zero_crossing_rate',
    unit: '',
    help: 'How often the wave changes sign: high for noise, hi-hats and distortion.',
  },
];

/** Values closer to zero than this have no sign (librosa.zero_crossings). */
const SIGN_THRESHOLD = 1e-10;

/**
 * Writes [rms, zero crossing rate] of centred frame `index` into `out`. As in librosa, beyond the
 * ends of the clip rms sees the padding and the zero crossing rate sees the end value held.
 */
export function measureTimeDomain(
  samples: Float32Array,
  index: number,
  { nFft, hopLength, padding = 'zero' }: StftOptions,
  out: Float32Array,
): void {
  const first = index * hopLength - nFft / 2;
  const start = Math.max(0, first);
  const end = Math.min(samples.length, first + nFft);
  let energy = 0;
  let crossings = 0;
  for (let i = start; i < end; i++) {
    const sample = samples[i]!;
    energy += sample * sample;
    if (i > start && sample < -SIGN_THRESHOLD !== samples[i - 1]! < -SIGN_THRESHOLD) crossings++;
  }
  for (let i = first; i < start; i++) energy += paddedSample(samples, i, padding) ** 2;
  for (let i = end; i < first + nFft; i++) energy += paddedSample(samples, i, padding) ** 2;
  out[0] = Math.sqrt(energy / nFft);
  out[1] = crossings / nFft;
}
