// The outline of a waveform, small enough to draw: the lowest and highest sample of each stretch of it.

import type { WaveformPeaks } from '../core/audio-types';

/**
 * Extremes over `numBuckets` stretches as equal as can be; one stretch a sample where there are fewer samples.
 * What is not a number counts as silence.
 */
export function measurePeaks(samples: Float32Array, numBuckets: number): WaveformPeaks {
  const length = Math.min(samples.length, Math.max(0, Math.floor(numBuckets)));
  const min = new Float32Array(length);
  const max = new Float32Array(length);
  for (let bucket = 0; bucket < length; bucket++) {
    const from = Math.floor((bucket * samples.length) / length);
    const to = Math.floor(((bucket + 1) * samples.length) / length);
    let lowest = Infinity;
    let highest = -Infinity;
    for (let i = from; i < to; i++) {
      const sample = samples[i]!;
      if (sample < lowest) lowest = sample;
      if (sample > highest) highest = sample;
    }
    min[bucket] = lowest === Infinity ? 0 : lowest;
    max[bucket] = highest === -Infinity ? 0 : highest;
  }
  return { min, max };
}
