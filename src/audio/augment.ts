// Augmentation on the waveform: time stretch, pitch shift and noise, which leave the genre what it is. What varies is
// drawn from a seed; what is done with it hangs on the parameters alone.

import type { Waveform } from '../core/audio-types';
import { createRandom, type Random } from '../core/random';
import type { Variant } from '../core/variant';
import { stretchSamples } from './stretch-runtime';

/** Largest change of speed either way. */
const LARGEST_STRETCH = 0.1;
/** Largest shift either way. */
const LARGEST_SHIFT_SEMITONES = 2;
const NOISE_AMPLITUDE = 0.005;

/** Speed 0.9…1.1 and pitch −2…2 semitones, both uniform, and faint noise; rounded, so that the id says it all. */
export function drawVariant(random: Random): Variant {
  const between = (largest: number): number => largest * (2 * random.next() - 1);
  return {
    stretchRate: rounded(1 + between(LARGEST_STRETCH), 3),
    pitchSemitones: rounded(between(LARGEST_SHIFT_SEMITONES), 2),
    noiseAmplitude: NOISE_AMPLITUDE,
    noiseSeed: random.integer(2 ** 32),
  };
}

/** The waveform as the variant has it: round(length / stretchRate) samples, the same ones every time. */
export async function augment(waveform: Waveform, variant: Variant): Promise<Waveform> {
  const { stretchRate: rate, pitchSemitones: semitones, noiseAmplitude, noiseSeed } = variant;
  const { sampleRate } = waveform;
  const stretched = await stretchSamples(waveform.samples, { sampleRate, rate, semitones });
  const noise = createRandom(noiseSeed).fork('noise');
  return { samples: addNoise(stretched, noiseAmplitude, noise), sampleRate };
}

/**
 * Adds white Gaussian noise whose standard deviation is `amplitude` times the RMS of the samples, so that the
 * signal-to-noise ratio is −20·log10(amplitude) dB however loud the clip is; silence stays silent.
 */
export function addNoise(samples: Float32Array, amplitude: number, random: Random): Float32Array {
  let energy = 0;
  for (const sample of samples) energy += sample * sample;
  const deviation = amplitude * Math.sqrt(energy / Math.max(1, samples.length));
  if (deviation === 0) return samples.slice();
  return samples.map((sample) => sample + deviation * random.normal());
}

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
