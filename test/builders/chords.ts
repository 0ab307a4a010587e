// A made-up piece for tests of networks that want music rather than tones.

import type { Waveform } from '../../src/core/audio-types';
import { createRandom } from '../../src/core/random';

const ROOTS = [220, 174.61, 261.63, 196];
const MAJOR_SEVENTH = [1, 1.26, 1.498, 1.888];
const HARMONICS = 5;

/** A chord a second, struck and dying away, over a noisy beat of four a second. */
export function chords(sampleRate: number, seconds: number, seed = 1): Waveform {
  const random = createRandom(seed);
  const samples = Float32Array.from({ length: Math.round(seconds * sampleRate) }, (_, n) => {
    const t = n / sampleRate;
    const root = ROOTS[Math.floor(t) % ROOTS.length]!;
    let chord = 0;
    for (const ratio of MAJOR_SEVENTH) {
      for (let h = 1; h <= HARMONICS; h++)
        chord += Math.sin(2 * Math.PI * h * root * ratio * t) / h;
    }
    const beat = Math.exp(-30 * (t % 0.25)) * (2 * random.next() - 1);
    return 0.06 * chord * Math.exp(-2 * (t % 1)) + 0.3 * beat;
  });
  return { samples, sampleRate };
}
