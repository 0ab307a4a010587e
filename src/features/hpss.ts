// Harmonic-percussive separation (Fitzgerald 2010): what sounds on is smooth in time, what is struck is smooth in
// frequency. Defined as librosa.effects.hpss with its defaults; the two parts add up to the clip.

import { FFT } from './fft';
import { paddedSample, type Padding } from '../audio/padding';
import { row, type Matrix } from '../core/matrix';
import { medianFilter } from './median-filter';
import { hannWindow, type Framing } from './framing';

/** Frames, and bins, that a median is taken over. */
const KERNEL_SIZE = 31;
/** Where both medians are smaller (float32's smallest normal number), each part gets half. */
const SILENT = 2 ** -126;

export interface HpssOptions extends Framing {
  /** What the frames saw beyond the ends of the clip. */
  readonly padding: Exclude<Padding, 'none'>;
}

/**
 * The harmonic part of a clip, shape [samples.length]; the percussive part is the rest: samples − harmonic.
 * @param magnitudes |STFT| of `samples` with a periodic Hann window of nFft, shape [numFrames, nFft / 2 + 1]
 */
export function harmonicPart(
  samples: Float32Array,
  magnitudes: Matrix,
  options: HpssOptions,
): Float32Array {
  const { nFft, hopLength } = options;
  const writeMask = maskWriter(magnitudes);
  const masks = [
    new Float64Array(magnitudes.columns),
    new Float64Array(magnitudes.columns),
  ] as const;
  const clip = padClip(samples, options);
  const window = hannWindow(nFft);
  const sum = new Float32Array(clip.length);
  const weight = new Float32Array(clip.length);
  const fft = new FFT(nFft);
  const pair = new Float64Array(2 * nFft);
  const spectrum = new Float64Array(2 * nFft);
  for (let frame = 0; frame < magnitudes.rows; frame += 2) {
    // Two real frames are one complex one; a last frame without a partner is its own.
    const first = frame * hopLength;
    const hasSecond = frame + 1 < magnitudes.rows;
    const second = hasSecond ? first + hopLength : first;
    for (let n = 0; n < nFft; n++) {
      pair[2 * n] = window[n]! * clip[first + n]!;
      pair[2 * n + 1] = window[n]! * clip[second + n]!;
    }
    writeMask(frame, masks[0]);
    if (hasSecond) writeMask(frame + 1, masks[1]);
    fft.transform(spectrum, pair);
    applyMasks(spectrum, masks[0], masks[1]);
    fft.inverseTransform(pair, spectrum);
    for (let n = 0; n < nFft; n++) {
      sum[first + n]! += window[n]! * pair[2 * n]!;
      weight[first + n]! += window[n]! * window[n]!;
    }
    for (let n = 0; hasSecond && n < nFft; n++) {
      sum[second + n]! += window[n]! * pair[2 * n + 1]!;
      weight[second + n]! += window[n]! * window[n]!;
    }
  }
  return samples.map((_, n) => sum[n + nFft / 2]! / weight[n + nFft / 2]!);
}

/** The clip with half a frame more at both ends, so that frame i begins at sample i × hopLength. */
function padClip(samples: Float32Array, { nFft, padding }: HpssOptions): Float32Array {
  const half = nFft / 2;
  const clip = new Float32Array(samples.length + nFft);
  clip.set(samples, half);
  for (let n = 0; n < half; n++) {
    clip[n] = paddedSample(samples, n - half, padding);
    clip[half + samples.length + n] = paddedSample(samples, samples.length + n, padding);
  }
  return clip;
}

/** A function that writes the share of the harmonic part in every bin of a frame, 0…1: Wiener's soft mask. */
function maskWriter(magnitudes: Matrix): (frame: number, mask: Float64Array) => void {
  const { data, rows, columns } = magnitudes;
  const overTime = { count: columns, distance: 1, length: rows, stride: columns };
  const overBins = { count: rows, distance: columns, length: columns, stride: 1 };
  const sustained = { ...magnitudes, data: medianFilter(data, KERNEL_SIZE, overTime) };
  const struck = { ...magnitudes, data: medianFilter(data, KERNEL_SIZE, overBins) };
  return (frame, mask) => {
    const harmonic = row(sustained, frame);
    const percussive = row(struck, frame);
    for (let bin = 0; bin < columns; bin++) {
      const h = harmonic[bin]!;
      const p = percussive[bin]!;
      mask[bin] = h < SILENT && p < SILENT ? 0.5 : (h * h) / (h * h + p * p);
    }
  };
}

/**
 * Scales the spectra of two real frames that were transformed as one complex frame: that in the real part by `first`,
 * that in the imaginary part by `second`, both of shape [nFft / 2 + 1].
 */
function applyMasks(spectrum: Float64Array, first: Float64Array, second: Float64Array): void {
  const nFft = spectrum.length / 2;
  for (let bin = 0; bin <= nFft / 2; bin++) {
    // With Z = A + iB: A[k] = (Z[k] + Z*[−k]) / 2 and iB[k] = (Z[k] − Z*[−k]) / 2.
    const same = (first[bin]! + second[bin]!) / 2;
    const mirrored = (first[bin]! - second[bin]!) / 2;
    const at = 2 * bin;
    const opposite = (2 * (nFft - bin)) % (2 * nFft);
    const [real, imaginary] = [spectrum[at]!, spectrum[at + 1]!];
    const [realOpposite, imaginaryOpposite] = [spectrum[opposite]!, spectrum[opposite + 1]!];
    spectrum[at] = same * real + mirrored * realOpposite;
    spectrum[at + 1] = same * imaginary - mirrored * imaginaryOpposite;
    spectrum[opposite] = same * realOpposite + mirrored * real;
    spectrum[opposite + 1] = same * imaginaryOpposite - mirrored * imaginary;
  }
}
