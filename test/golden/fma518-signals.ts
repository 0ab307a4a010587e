// What the golden numbers of FMA's 518 columns stand on: signals defined by formula, and excerpts of real clips that not
// every machine has. `make_fma518.py` makes the same samples of the former and asks here for the latter.

import type { Waveform } from '../../src/core/audio-types';
import { decodeReal, gtzanPath, realDataPath } from '../builders/real-music';

const SAMPLE_RATE = 44100;
const NUM_SAMPLES = 4 * SAMPLE_RATE + 123;
const EXCERPT = { startSeconds: 5, endSeconds: 15, sampleRate: 22050 };

type Formula = (seconds: number, noise: number) => number;

const FORMULAS: Record<string, Formula> = {
  // Three harmonics stepping through a scale twice a second, pulsing; 20 cents sharp.
  melody: (t, noise) => {
    const hz = 220 * 2 ** (Math.floor(2 * t) / 6 + 0.2 / 12);
    const pulse = 0.6 + 0.4 * Math.sin(2 * Math.PI * 3 * t);
    const phase = 2 * Math.PI * hz * t;
    const tone = Math.sin(phase) + 0.5 * Math.sin(2 * phase) + 0.25 * Math.sin(3 * phase);
    return 0.3 * pulse * tone + 0.01 * noise;
  },
  // A sweep from 100 Hz to 16 kHz over faint noise.
  sweep: (t, noise) => 0.5 * Math.sin(2 * Math.PI * (100 + 2000 * t) * t) + 0.02 * noise,
  // Noise that decays four times a second.
  drums: (t, noise) => 0.8 * Math.exp(-8 * ((4 * t) % 1)) * noise + 0.005 * noise,
};

/** Names of signals that every machine can make. */
export const FORMULA_SIGNALS = Object.keys(FORMULAS);

export function formulaWaveform(name: string): Waveform {
  let state = 1;
  const samples = Float32Array.from({ length: NUM_SAMPLES }, (_, n) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return FORMULAS[name]!(n / SAMPLE_RATE, state / 2 ** 31 - 1);
  });
  return { samples, sampleRate: SAMPLE_RATE };
}

/** FMA's track 2; the other real clips are GTZAN's. */
export const FMA_TRACK = '000002';

/**
 * FMA's track in full; of a GTZAN clip ten seconds at twice its rate, new samples halfway between their neighbours.
 * Null where the file is missing.
 */
export async function realWaveform(name: string): Promise<Waveform | null> {
  const file = name === FMA_TRACK ? realDataPath('fma', '000002.mp3') : gtzanPath(name);
  if (file === null) return null;
  const waveform = await decodeReal(file);
  if (name === FMA_TRACK) return waveform;
  const { startSeconds, endSeconds, sampleRate } = EXCERPT;
  const excerpt = waveform.samples.subarray(startSeconds * sampleRate, endSeconds * sampleRate);
  const samples = new Float32Array(2 * excerpt.length);
  excerpt.forEach((sample, n) => {
    samples[2 * n] = sample;
    samples[2 * n + 1] = (sample + (excerpt[n + 1] ?? sample)) / 2;
  });
  return { samples, sampleRate: SAMPLE_RATE };
}
