// A log-mel spectrogram by Meyda, frame by frame. Its bands are HTK's and its logarithm is ln(1 + x); the work is the same.

import Meyda from 'meyda';
import type { LogMelSettings } from './essentia-log-mel';

/** Shape [numFrames][nMels]; frames are not centred, so there are a few fewer than Earmark gives. */
export function meydaLogMel(
  samples: Float32Array,
  { sampleRate, nFft, hopLength, nMels }: LogMelSettings,
): number[][] {
  Object.assign(Meyda, { sampleRate, bufferSize: nFft, melBands: nMels });
  const rows: number[][] = [];
  for (let start = 0; start + nFft <= samples.length; start += hopLength) {
    const frame = samples.subarray(start, start + nFft);
    const { melBands } = Meyda.extract(['melBands'], frame) as { melBands: number[] };
    rows.push(melBands);
  }
  return rows;
}
