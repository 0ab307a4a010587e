// The one short-time Fourier transform: centred frames, zero-padded ends, as librosa ≥ 0.10 does by default.
// It streams: one frame is in memory at a time, whatever the length of the clip.

import FFT from 'fft.js';

export interface Framing {
  /** Samples a frame; a power of two. */
  readonly nFft: number;
  /** Samples between frames. */
  readonly hopLength: number;
}

export interface StftOptions extends Framing {
  /** Shape [nFft]; periodic Hann unless given. */
  readonly window?: Float64Array;
}

/** Frames of a centred transform: a clip of any length, even an empty one, has at least one. */
export function countFrames(numSamples: number, hopLength: number): number {
  return 1 + Math.floor(numSamples / hopLength);
}

/** Periodic Hann window, shape [length]. */
export function hannWindow(length: number): Float64Array {
  return Float64Array.from({ length }, (_, n) => 0.5 - 0.5 * Math.cos((2 * Math.PI * n) / length));
}

/** Centre frequencies in Hz, shape [nFft / 2 + 1]. */
export function binFrequencies(sampleRate: number, nFft: number): Float64Array {
  return Float64Array.from({ length: nFft / 2 + 1 }, (_, bin) => (bin * sampleRate) / nFft);
}

/**
 * Yields |STFT|² of every frame, shape [nFft / 2 + 1].
 * The array yielded is reused: read it before asking for the next one.
 */
export function* powerSpectra(
  samples: Float32Array,
  options: StftOptions,
): Generator<Float64Array> {
  const { nFft, hopLength, window = hannWindow(nFft) } = options;
  const fft = new FFT(nFft);
  const frame = new Float64Array(nFft);
  const spectrum = new Float64Array(2 * nFft);
  const power = new Float64Array(nFft / 2 + 1);
  const numFrames = countFrames(samples.length, hopLength);

  for (let index = 0; index < numFrames; index++) {
    windowFrame(samples, index * hopLength - nFft / 2, window, frame);
    fft.realTransform(spectrum, frame);
    for (let bin = 0; bin < power.length; bin++) {
      const real = spectrum[2 * bin]!;
      const imaginary = spectrum[2 * bin + 1]!;
      power[bin] = real * real + imaginary * imaginary;
    }
    yield power;
  }
}

/** Writes window × samples[start…] into `frame`; samples outside the clip count as zero. */
function windowFrame(
  samples: Float32Array,
  start: number,
  window: Float64Array,
  frame: Float64Array,
): void {
  const first = Math.min(frame.length, Math.max(0, -start));
  const end = Math.max(first, Math.min(frame.length, samples.length - start));
  frame.fill(0, 0, first);
  for (let n = first; n < end; n++) frame[n] = samples[start + n]! * window[n]!;
  frame.fill(0, end);
}
