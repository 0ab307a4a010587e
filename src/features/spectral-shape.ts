// The outline of a spectrum in four numbers, as librosa defines them.

import { MIN_POWER } from './decibels';
import type { FeatureColumn } from './extractor';

export const SPECTRAL_SHAPE_COLUMNS: readonly FeatureColumn[] = [
  {
    name: 'spectral_centroid',
    unit: 'Hz',
    help: 'Brightness: the centre of gravity of the spectrum.',
  },
  {
    name: 'spectral_bandwidth',
    unit: 'Hz',
    help: 'How widely the sound spreads around its centre of gravity.',
  },
  {
    name: 'spectral_rolloff',
    unit: 'Hz',
    help: 'The frequency below which 85 % of the spectrum lies.',
  },
  {
    name: 'spectral_flatness',
    unit: '',
    help: 'Near 0 for clear tones, towards 1 for noise.',
  },
];

const ROLLOFF_FRACTION = 0.85;
/** Powers multiplied before one logarithm is taken: far from the limits of a double. */
const PRODUCT_LENGTH = 8;

export interface Spectrum {
  /** |STFT|, shape [bins]. */
  readonly magnitude: Float64Array;
  /** Its square, shape [bins]. */
  readonly power: Float64Array;
  /** Distance of neighbouring bins. */
  readonly hzPerBin: number;
}

/**
 * Writes [centroid Hz, bandwidth Hz, rolloff Hz, flatness 0…1] into `out`; a silent frame has no
 * centre, width or rolloff: 0 Hz, and is flat: 1.
 */
export function measureSpectralShape(
  { magnitude, power, hzPerBin }: Spectrum,
  out: Float32Array,
): void {
  measureSpectralOutline(magnitude, hzPerBin, out);
  out[3] = flatness(power);
}

/** The first three numbers of `measureSpectralShape`. */
export function measureSpectralOutline(
  magnitude: Float64Array,
  hzPerBin: number,
  out: Float32Array,
): void {
  let total = 0;
  let firstMoment = 0;
  let secondMoment = 0;
  for (let bin = 0; bin < magnitude.length; bin++) {
    const value = magnitude[bin]!;
    total += value;
    firstMoment += bin * value;
    secondMoment += bin * bin * value;
  }
  const centroid = total > 0 ? firstMoment / total : 0;
  const variance = total > 0 ? secondMoment / total - centroid * centroid : 0;
  out[0] = centroid * hzPerBin;
  out[1] = Math.sqrt(Math.max(0, variance)) * hzPerBin;
  out[2] = rolloffBin(magnitude, ROLLOFF_FRACTION * total) * hzPerBin;
}

/** The first bin at which the running sum reaches `threshold`. */
function rolloffBin(magnitude: Float64Array, threshold: number): number {
  let sum = 0;
  for (let bin = 0; bin < magnitude.length; bin++) {
    sum += magnitude[bin]!;
    if (sum >= threshold) return bin;
  }
  return magnitude.length - 1;
}

/** Geometric mean over arithmetic mean, of powers no smaller than `MIN_POWER` (librosa's amin). */
function flatness(power: Float64Array): number {
  let logSum = 0;
  let sum = 0;
  let product = 1;
  for (let bin = 0; bin < power.length; bin++) {
    const value = Math.max(MIN_POWER, power[bin]!);
    sum += value;
    product *= value;
    if (bin % PRODUCT_LENGTH === PRODUCT_LENGTH - 1) {
      logSum += Math.log(product);
      product = 1;
    }
  }
  logSum += Math.log(product);
  return Math.exp(logSum / power.length) / (sum / power.length);
}
