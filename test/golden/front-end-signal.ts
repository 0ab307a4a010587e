// The signal behind the golden numbers of mel spectrograms and front ends, defined by formula:
// `make_front_ends.py` computes the same one.

import type { Waveform } from '../../src/core/audio-types';

/** A 220 Hz tone that pulses, a sweep up from 300 Hz, and faint noise. */
export function frontEndSignal(sampleRate: number, numSamples: number): Waveform {
  let state = 1;
  const samples = Float32Array.from({ length: numSamples }, (_, n) => {
    const t = n / sampleRate;
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const pulse = 0.6 + 0.4 * Math.sin(2 * Math.PI * 3 * t);
    const tone = 0.3 * pulse * Math.sin(2 * Math.PI * 220 * t);
    const sweep = 0.3 * Math.sin(2 * Math.PI * (300 + 400 * t) * t);
    return tone + sweep + 0.02 * (state / 2 ** 31 - 1);
  });
  return { samples, sampleRate };
}
