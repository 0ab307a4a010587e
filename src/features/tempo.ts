// The tempo of a clip: librosa's onset_strength and the tempo that beat_track estimates from it, with their defaults.

import { FFT } from './fft';
import type { Matrix } from '../core/matrix';
import { hannWindow } from './framing';

/** Seconds over which the onsets are compared with themselves. */
const WINDOW_SECONDS = 8;
const MAX_BPM = 320;
/** The tempo expected, and how far others lie from it: octaves, as a standard deviation. */
const EXPECTED_BPM = 120;
const OCTAVE_WIDTH = 1;

/**
 * How much louder each frame is than the one before it: the median over the bands, where falling ones count as 0.
 * It stands one frame and half an analysis window late, as librosa centres it. Shape [numFrames].
 * @param melDb mel power in dB, shape [numFrames, nMels]
 * @param delayFrames half the analysis window, in frames: nFft / (2 × hopLength), rounded down
 */
export function onsetStrength({ data, rows, columns }: Matrix, delayFrames: number): Float32Array {
  const strength = new Float32Array(rows);
  const rises = new Float32Array(columns);
  for (let frame = 1; frame + delayFrames < rows; frame++) {
    const now = frame * columns;
    const before = now - columns;
    for (let m = 0; m < columns; m++) rises[m] = Math.max(0, data[now + m]! - data[before + m]!);
    rises.sort();
    const middle = columns >> 1;
    const upper = rises[middle]!;
    strength[frame + delayFrames] = columns % 2 === 1 ? upper : (rises[middle - 1]! + upper) / 2;
  }
  return strength;
}

/**
 * Beats per minute, 0 where nothing begins.
 * @param strength onset strength, shape [numFrames]
 * @param framesPerSecond of `strength`
 */
export function estimateTempo(strength: Float32Array, framesPerSecond: number): number {
  if (strength.every((value) => value === 0)) return 0;
  const similarity = meanAutocorrelation(strength, Math.floor(WINDOW_SECONDS * framesPerSecond));
  let bestBpm = 0;
  let bestScore = -Infinity;
  for (let lag = 1; lag < similarity.length; lag++) {
    const bpm = (60 * framesPerSecond) / lag;
    if (bpm >= MAX_BPM) continue;
    const octaves = Math.log2(bpm / EXPECTED_BPM) / OCTAVE_WIDTH;
    const score = Math.log1p(1e6 * similarity[lag]!) - 0.5 * octaves ** 2;
    if (score <= bestScore) continue;
    bestScore = score;
    bestBpm = bpm;
  }
  return bestBpm;
}

/**
 * Autocorrelation of a window around every frame, scaled to 1 at lag 0, averaged over the frames; shape [winLength].
 * The average is taken over power spectra: one inverse transform serves all windows.
 */
function meanAutocorrelation(strength: Float32Array, winLength: number): Float64Array {
  const envelope = fadeEnds(strength, winLength >> 1);
  const window = hannWindow(winLength);
  const nFft = 2 ** Math.ceil(Math.log2(2 * winLength));
  const fft = new FFT(nFft);
  const pair = new Float64Array(2 * nFft);
  const spectrum = new Float64Array(2 * nFft);
  const power = new Float64Array(2 * nFft);
  for (let frame = 0; frame < strength.length; frame += 2) {
    pair.fill(0);
    for (const part of [0, 1] as const) {
      const start = frame + part;
      if (start > envelope.length - winLength) continue;
      loadUnitEnergy(envelope.subarray(start, start + winLength), window, { pair, part });
    }
    fft.transform(spectrum, pair);
    // |A|² + |B|² of the two real frames in one complex transform is |Z|², even in frequency.
    for (let bin = 0; bin < nFft; bin++) {
      power[2 * bin]! += spectrum[2 * bin]! ** 2 + spectrum[2 * bin + 1]! ** 2;
    }
  }
  const correlation = new Float64Array(2 * nFft);
  fft.inverseTransform(correlation, power);
  return Float64Array.from(
    { length: winLength },
    (_, lag) => correlation[2 * lag]! / strength.length,
  );
}

/** The curve with a straight fade at both ends, `length` frames each. */
function fadeEnds(curve: Float32Array, length: number): Float32Array {
  const faded = new Float32Array(curve.length + 2 * length);
  faded.set(curve, length);
  for (let i = 0; i < length; i++) {
    faded[i] = (curve[0]! * i) / length;
    faded[faded.length - 1 - i] = (curve.at(-1)! * i) / length;
  }
  return faded;
}

/**
 * Writes the windowed frame, scaled to energy 1, as the real (part 0) or imaginary (part 1) parts of `pair`. A frame of
 * zeros is left out.
 */
function loadUnitEnergy(
  frame: Float32Array,
  window: Float64Array,
  { pair, part }: { readonly pair: Float64Array; readonly part: 0 | 1 },
): void {
  let energy = 0;
  for (let n = 0; n < window.length; n++) energy += (frame[n]! * window[n]!) ** 2;
  if (energy === 0) return;
  const scale = 1 / Math.sqrt(energy);
  for (let n = 0; n < window.length; n++) {
    pair[2 * n + part] = scale * window[n]! * frame[n]!;
  }
}
