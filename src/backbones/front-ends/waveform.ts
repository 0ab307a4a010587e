// For networks that hear the samples themselves. Shape [1, numSamples], at least one sample.

import type { FrontEnd } from './front-end';

export function waveformFrontEnd(sampleRate: number): FrontEnd {
  return {
    id: `waveform-${sampleRate}`,
    title: `Samples at ${sampleRate} Hz`,
    sampleRate,
    maxSeconds: Infinity,
    compute({ samples }) {
      const data = samples.length > 0 ? samples : new Float32Array(1);
      return { data, dims: [1, data.length] };
    },
  };
}
