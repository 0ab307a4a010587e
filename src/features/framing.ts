// The framing of a short-time Fourier transform: where frames lie, what they see past the ends of a clip, their window.

import type { Padding } from '../audio/padding';

export interface Framing {
  /** Points of the transform, at least the window's length. */
  readonly nFft: number;
  /** Samples between frames. */
  readonly hopLength: number;
}

export interface StftOptions extends Framing {
  /** Shape [winLength], winLength ≤ nFft; a periodic Hann window of nFft unless given. */
  readonly window?: Float64Array;
  /**
   * What frames see beyond the ends. With `zero` (librosa ≥ 0.10) and `reflect` (PyTorch, librosa < 0.10) they are centred on
   * multiples of the hop; with `none` the first begins at the first sample and all lie inside. Default `zero`.
   */
  readonly padding?: Padding;
  /** Takes each frame's mean off it before the window, as Kaldi does. */
  readonly removeMean?: boolean;
  /** y[n] = x[n] − c·x[n−1] inside each frame, where the first sample is its own predecessor (Kaldi). Default 0. */
  readonly preEmphasis?: number;
}

/** Frames of a centred transform: a clip of any length, even an empty one, has at least one. */
export function countFrames(numSamples: number, hopLength: number): number {
  return 1 + Math.floor(numSamples / hopLength);
}

/** Where frames lie: the first begins at `firstStart` (samples, negative when centred); the others a hop apart. */
export function frameLayout(
  numSamples: number,
  { nFft, hopLength, window, padding = 'zero' }: StftOptions,
): { readonly numFrames: number; readonly firstStart: number; readonly winLength: number } {
  const winLength = window?.length ?? nFft;
  if (padding !== 'none') {
    const numFrames = countFrames(numSamples, hopLength);
    return { numFrames, firstStart: -Math.floor(winLength / 2), winLength };
  }
  const numFrames = Math.max(0, countFrames(numSamples - winLength, hopLength));
  return { numFrames, firstStart: 0, winLength };
}

/** Periodic Hann window, shape [length]. */
export function hannWindow(length: number): Float64Array {
  return Float64Array.from({ length }, (_, n) => 0.5 - 0.5 * Math.cos((2 * Math.PI * n) / length));
}

/** Symmetric Hann window, 0 at both ends (NumPy's `hanning`), shape [length]. */
export function symmetricHannWindow(length: number): Float64Array {
  const period = Math.max(1, length - 1);
  return Float64Array.from({ length }, (_, n) => 0.5 - 0.5 * Math.cos((2 * Math.PI * n) / period));
}

/** Centre frequencies in Hz, shape [nFft / 2 + 1]. */
export function binFrequencies(sampleRate: number, nFft: number): Float64Array {
  return Float64Array.from({ length: nFft / 2 + 1 }, (_, bin) => (bin * sampleRate) / nFft);
}
