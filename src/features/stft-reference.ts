// The plain version of `stft.ts`: the definition, easy to read and slow. The wasm kernel is tested against it.

import { FFT } from './fft';
import { paddedSample } from '../audio/padding';
import { frameLayout, hannWindow, type StftOptions } from './framing';

/**
 * Yields |STFT|² of every frame, shape [nFft / 2 + 1].
 * The array yielded is reused: read it before asking for the next one.
 */
export function* plainPowerSpectra(
  samples: Float32Array,
  options: StftOptions,
): Generator<Float64Array> {
  const { nFft, hopLength, window = hannWindow(nFft), padding = 'zero' } = options;
  const { removeMean = false, preEmphasis = 0 } = options;
  const { numFrames, firstStart, winLength } = frameLayout(samples.length, options);
  const transform = powerTransform(nFft);
  const frame = new Float64Array(nFft);
  for (let index = 0; index < numFrames; index++) {
    const start = firstStart + index * hopLength;
    for (let n = 0; n < winLength; n++) frame[n] = paddedSample(samples, start + n, padding);
    if (removeMean) subtractMean(frame.subarray(0, winLength));
    if (preEmphasis !== 0) emphasise(frame, winLength, preEmphasis);
    for (let n = 0; n < winLength; n++) frame[n]! *= window[n]!;
    yield transform(frame);
  }
}

function subtractMean(values: Float64Array): void {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  for (let n = 0; n < values.length; n++) values[n]! -= mean;
}

function emphasise(frame: Float64Array, length: number, coefficient: number): void {
  for (let n = length - 1; n > 0; n--) frame[n]! -= coefficient * frame[n - 1]!;
  frame[0]! *= 1 - coefficient;
}

/** |DFT|² of a real frame: by fft.js where the length is a power of two, else by the definition. */
function powerTransform(nFft: number): (frame: Float64Array) => Float64Array {
  const power = new Float64Array(nFft / 2 + 1);
  if (Number.isInteger(Math.log2(nFft))) {
    const fft = new FFT(nFft);
    const spectrum = new Float64Array(2 * nFft);
    return (frame) => {
      fft.realTransform(spectrum, frame);
      return power.map((_, bin) => spectrum[2 * bin]! ** 2 + spectrum[2 * bin + 1]! ** 2);
    };
  }
  const angles = Float64Array.from({ length: nFft }, (_, n) => (2 * Math.PI * n) / nFft);
  const cosines = angles.map(Math.cos);
  const sines = angles.map(Math.sin);
  return (frame) =>
    power.map((_, bin) => {
      let real = 0;
      let imaginary = 0;
      for (let n = 0; n < nFft; n++) {
        real += frame[n]! * cosines[(bin * n) % nFft]!;
        imaginary += frame[n]! * sines[(bin * n) % nFft]!;
      }
      return real * real + imaginary * imaginary;
    });
}
