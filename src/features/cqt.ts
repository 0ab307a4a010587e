// The constant-Q transform's magnitudes: how strongly each semitone from C1 to B7 sounds, moment by moment.
// librosa.cqt with its defaults, by the same way (Schörkhuber & Klapuri 2010): an octave is analysed, the sample rate is
// halved, and the next octave down is analysed with the same wavelets.
//
// Wavelets are applied in the time domain, where librosa multiplies spectra: the same sums, in other order. Magnitudes equal
// librosa 0.5's to rounding and 0.11's within 0.2 % on average over a clip, nearly always 0.02 % (`cqt-decimator.ts`).

import { createMatrix, type Matrix } from '../core/matrix';
import { BINS_PER_OCTAVE, cqtBasis, upperEdgeHz, type LibrosaRelease } from './cqt-basis';
import { decimateByTwo } from './cqt-decimator';
import { CorrelationKernel, type FrameSource } from './kernels/correlation-kernel';
import { countFrames } from './framing';

export const NUM_OCTAVES = 7;
const NUM_BINS = NUM_OCTAVES * BINS_PER_OCTAVE;
const C1_HZ = 440 * 2 ** (-45 / 12);
/** Share of the Nyquist frequency that librosa 0.5's fast resampler kept. */
const FAST_RESAMPLER_BAND = 0.85;

let sharedKernel: CorrelationKernel | null = null;

export interface CqtOptions {
  /** Hz, at least 10,000: B7 and what its wavelet hears around it must exist. */
  readonly sampleRate: number;
  /** Samples between frames, a multiple of 64. */
  readonly hopLength: number;
  /** Semitones that the notes lie above A4 = 440 Hz. */
  readonly tuning: number;
  readonly librosa: LibrosaRelease;
}

/** Magnitude of every semitone from C1 up, in units of the samples × √(wavelet length), shape [numFrames, 84]. */
export function cqtMagnitudes(samples: Float32Array, options: CqtOptions): Matrix {
  const { sampleRate, tuning, librosa } = options;
  const halvings = countEarlyHalvings(options);
  let signal = samples;
  for (let i = 0; i < halvings; i++) signal = decimateByTwo(signal, librosa);
  let hopLength = options.hopLength / 2 ** halvings;
  const topOctaveHz = C1_HZ * 2 ** (NUM_OCTAVES - 1 + tuning / BINS_PER_OCTAVE);
  const basis = cqtBasis(topOctaveHz, sampleRate / 2 ** halvings, librosa);
  const kernel = (sharedKernel ??= new CorrelationKernel());
  kernel.setTaps(basis.taps, basis.nFft);
  const padding = librosa === '0.5' ? 'reflect' : 'zero';
  const cqt = createMatrix(countFrames(signal.length, hopLength), NUM_BINS);
  for (let octave = NUM_OCTAVES - 1; octave >= 0; octave--) {
    const level = 2 ** (NUM_OCTAVES - 1 - octave);
    const scales = basis.lengths.map((length) => Math.sqrt((2 ** halvings * level) / length));
    const firstColumn = octave * BINS_PER_OCTAVE;
    analyseOctave(kernel, { samples: signal, hopLength, padding }, cqt, { firstColumn, scales });
    if (octave > 0) signal = decimateByTwo(signal, librosa);
    hopLength /= 2;
  }
  return cqt;
}

/** How often the rate can be halved before the first octave: librosa's rule. */
function countEarlyHalvings({ sampleRate, hopLength, tuning, librosa }: CqtOptions): number {
  const highestBin = NUM_BINS - 1 + (librosa === '0.5' ? 0 : tuning);
  const cutoffHz = upperEdgeHz(C1_HZ * 2 ** (highestBin / BINS_PER_OCTAVE), librosa);
  const usableHz = (librosa === '0.5' ? FAST_RESAMPLER_BAND : 1) * (sampleRate / 2);
  const byBand = Math.ceil(Math.log2(usableHz / cutoffHz)) - 2;
  const byHop = Math.log2(hopLength & -hopLength) - NUM_OCTAVES + 1;
  return Math.max(0, Math.min(byBand, byHop));
}

/** Writes the magnitudes of one octave from column `firstColumn` on. */
function analyseOctave(
  kernel: CorrelationKernel,
  source: FrameSource,
  { data, rows, columns }: Matrix,
  { firstColumn, scales }: { readonly firstColumn: number; readonly scales: Float64Array },
): void {
  kernel.correlate(source, rows, (sums, step, first, count) => {
    for (let bin = 0; bin < BINS_PER_OCTAVE; bin++) {
      const real = 2 * bin * step;
      const imaginary = real + step;
      const scale = scales[bin]!;
      let out = first * columns + firstColumn + bin;
      for (let i = 0; i < count; i++) {
        const re = sums[real + i]!;
        const im = sums[imaginary + i]!;
        data[out] = scale * Math.sqrt(re * re + im * im);
        out += columns;
      }
    }
  });
}
