// The wavelets of the constant-Q transform, as librosa builds them: one octave of windowed tones, each as many periods
// long as the others, cut down to the bins of the spectrum that matter.

import { FFT } from './fft';

/**
 * Whose definitions to follow. librosa 0.5 (2017) made FMA's file; 0.11 is today's. They differ in what lies beyond the
 * ends of a clip (mirrored there, silence now), in the length of the wavelets (3 % shorter then) and in the root mean
 * square of a spectrum (`fma-518.ts`).
 */
export type LibrosaRelease = '0.5' | '0.11';

export const BINS_PER_OCTAVE = 12;
/** Share of a wavelet's spectrum, counted in magnitude, that is dropped. */
const SPARSITY = 0.01;
/** Equivalent noise bandwidth of a periodic Hann window of 1000 points, in bins (librosa's WINDOW_BANDWIDTHS). */
const HANN_BANDWIDTH = 1.50018310546875;

/** Twelve wavelets in the time domain. */
export interface CqtBasis {
  /** Samples that a wavelet is given, a power of two. */
  readonly nFft: number;
  /** Length of each wavelet in samples, not whole, shape [12]. */
  readonly lengths: Float64Array;
  /** What the samples of a frame are multiplied by: of each wavelet the real, then the imaginary part, shape [12, 2, nFft]. */
  readonly taps: Float32Array;
}

/** Length of a wavelet in periods of its tone. */
export function qualityFactor(librosa: LibrosaRelease): number {
  const semitone = 2 ** (1 / BINS_PER_OCTAVE);
  if (librosa === '0.5') return 1 / (semitone - 1);
  return (semitone ** 2 + 1) / (semitone ** 2 - 1);
}

/** Hz up to which a wavelet at `hz` hears. */
export function upperEdgeHz(hz: number, librosa: LibrosaRelease): number {
  return hz * (1 + (0.5 * HANN_BANDWIDTH) / qualityFactor(librosa));
}

/** The octave that begins at `lowestHz`, at a sample rate in Hz. */
export function cqtBasis(lowestHz: number, sampleRate: number, librosa: LibrosaRelease): CqtBasis {
  const frequencies = Float64Array.from(
    { length: BINS_PER_OCTAVE },
    (_, bin) => lowestHz * 2 ** (bin / BINS_PER_OCTAVE),
  );
  const quality = qualityFactor(librosa);
  const lengths = frequencies.map((hz) => (quality * sampleRate) / hz);
  const nFft = 2 ** Math.ceil(Math.log2(lengths[0]!));
  const fft = new FFT(nFft);
  const spectrum = new Float64Array(2 * nFft);
  const sparse = new Float64Array(2 * nFft);
  const sparseWavelet = new Float64Array(2 * nFft);
  const taps = new Float32Array(BINS_PER_OCTAVE * 2 * nFft);
  // 0.5 correlates with the wavelets, 0.11 convolves: they lie up to a sample beside the middle, so that shows.
  const sign = librosa === '0.5' ? -1 : 1;
  frequencies.forEach((hz, bin) => {
    const radiansPerSample = (2 * Math.PI * hz) / sampleRate;
    const tone = wavelet({ radiansPerSample, length: lengths[bin]!, nFft, librosa });
    fft.transform(spectrum, tone);
    const threshold = significance(spectrum, nFft);
    sparse.fill(0);
    for (let k = 0; k <= nFft / 2; k++) {
      const [re, im] = [spectrum[2 * k]!, spectrum[2 * k + 1]!];
      if (Math.hypot(re, im) < threshold) continue;
      sparse[2 * k] = re;
      sparse[2 * k + 1] = sign * im;
    }
    // Σ over bins of sparse[k] · DFT(frame)[k] is the sum over samples of frame[n] · DFT(sparse)[n].
    fft.transform(sparseWavelet, sparse);
    const row = 2 * bin * nFft;
    for (let n = 0; n < nFft; n++) {
      taps[row + n] = sparseWavelet[2 * n]!;
      taps[row + nFft + n] = sparseWavelet[2 * n + 1]!;
    }
  });
  return { nFft, lengths, taps };
}

interface Tone {
  readonly radiansPerSample: number;
  /** Samples, not whole. */
  readonly length: number;
  readonly nFft: number;
  readonly librosa: LibrosaRelease;
}

/** A tone under a Hann window of area length / nFft, in the middle of zeros; complex, shape [2 · nFft]. */
function wavelet({ radiansPerSample, length, nFft, librosa }: Tone): Float64Array {
  const nearOdd = Math.floor(length / 2) + Math.ceil(length / 2);
  const numSamples = librosa === '0.5' ? Math.ceil(length) : nearOdd;
  const windowLength = librosa === '0.5' ? Math.floor(length) : nearOdd;
  const signal = new Float64Array(2 * nFft);
  const first = (nFft - numSamples) >> 1;
  // The samples of a periodic Hann window sum up to half their number.
  const scale = length / nFft / (windowLength / 2);
  for (let n = 0; n < windowLength; n++) {
    const value = scale * (0.5 - 0.5 * Math.cos((2 * Math.PI * n) / windowLength));
    signal[2 * (first + n)] = value * Math.cos(radiansPerSample * n);
    signal[2 * (first + n) + 1] = value * Math.sin(radiansPerSample * n);
  }
  return signal;
}

/** The magnitude below which bins from 0 to Nyquist are dropped: the weakest, together `SPARSITY` of all magnitude. */
function significance(spectrum: Float64Array, nFft: number): number {
  const ascending = Float64Array.from({ length: nFft / 2 + 1 }, (_, k) =>
    Math.hypot(spectrum[2 * k]!, spectrum[2 * k + 1]!),
  ).sort();
  const total = ascending.reduce((sum, value) => sum + value, 0);
  let weakest = 0;
  for (let sum = ascending[0]!; sum < SPARSITY * total; sum += ascending[weakest]!) weakest++;
  return ascending[weakest]!;
}
