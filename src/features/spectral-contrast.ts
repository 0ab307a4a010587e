// Spectral contrast (Jiang et al. 2002): how far peaks stand above valleys, band by band.
// Defined as in librosa.feature.spectral_contrast with its defaults.

import type { Matrix } from '../core/matrix';
import { toDb } from './decibels';
import type { FeatureColumn } from './extractor';

const LOWEST_EDGE_HZ = 200;
const NUM_OCTAVES = 6;
const TOP_DB = 80;
/** Share of a band's bins that count as its peak, and as its valley. */
const QUANTILE = 0.02;

interface Band {
  /** First bin. */
  readonly begin: number;
  /** One past the last bin. */
  readonly end: number;
  /** How many of the smallest (largest) bins make the valley (peak). */
  readonly count: number;
}

export const CONTRAST_COLUMNS: readonly FeatureColumn[] = Array.from(
  { length: NUM_OCTAVES + 1 },
  (_, band) => ({
    name: `spectral_contrast_${band + 1}`,
    unit: 'dB',
    help: `${describeContrast(band)}.`,
  }),
);

/**
 * A sentence without its full stop; `band` counts from 0.
 * @param trueHzPerHz for magnitudes read at another sample rate than their own
 */
export function describeContrast(band: number, trueHzPerHz = 1): string {
  return `How far tones stand out of the background ${describeBand(band, trueHzPerHz)}`;
}

function describeBand(band: number, trueHzPerHz: number): string {
  const lowHz = LOWEST_EDGE_HZ * trueHzPerHz * 2 ** (band - 1);
  if (band === 0) return `below ${2 * lowHz} Hz`;
  return band === NUM_OCTAVES ? `above ${lowHz} Hz` : `from ${lowHz} to ${2 * lowHz} Hz`;
}

/** Octave bands from 200 Hz up, one more below and the rest above; neighbours share a bin, as in librosa. */
export function contrastBands(frequencies: Float64Array): Band[] {
  return CONTRAST_COLUMNS.map((_, band) => {
    const lowHz = band === 0 ? 0 : LOWEST_EDGE_HZ * 2 ** (band - 1);
    const highHz = LOWEST_EDGE_HZ * 2 ** band;
    const isLast = band === NUM_OCTAVES;
    const begin = frequencies.findIndex((hz) => hz >= lowHz) - (band === 0 ? 0 : 1);
    const pastEnd = frequencies.findLastIndex((hz) => hz <= highHz) + 1;
    const end = isLast ? frequencies.length : pastEnd;
    const count = Math.max(1, roundHalfToEven(QUANTILE * (end - begin)));
    return { begin, end: isLast ? end : end - 1, count };
  });
}

/** Writes the mean of each band's largest and smallest magnitudes, both of shape [bands.length]. */
export function measurePeaksAndValleys(
  magnitude: Float64Array,
  bands: readonly Band[],
  { peaks, valleys }: { readonly peaks: Float32Array; readonly valleys: Float32Array },
): void {
  for (let band = 0; band < bands.length; band++) {
    peaks[band] = meanOfLargest(magnitude, bands[band]!);
    valleys[band] = meanOfSmallest(magnitude, bands[band]!);
  }
}

/** Turns peaks (in place) into contrast in dB, shape [numFrames, bands]; `valleys` is overwritten. */
export function peaksToContrast(peaks: Matrix, valleys: Matrix): void {
  toDb(peaks.data, TOP_DB);
  toDb(valleys.data, TOP_DB);
  for (let i = 0; i < peaks.data.length; i++) peaks.data[i]! -= valleys.data[i]!;
}

/** The values found so far, the most extreme first. */
const kept = new Float64Array(64);

// Both insert into a short sorted list. Music is louder at low frequencies: seen from there the largest values come early,
// seen from above the smallest ones, and few of the others need inserting.

function meanOfLargest(values: Float64Array, { begin, end, count }: Band): number {
  kept.fill(-Infinity, 0, count);
  let least = -Infinity;
  for (let i = begin; i < end; i++) {
    const value = values[i]!;
    if (value <= least) continue;
    let slot = count - 1;
    for (; slot > 0 && kept[slot - 1]! < value; slot--) kept[slot] = kept[slot - 1]!;
    kept[slot] = value;
    least = kept[count - 1]!;
  }
  return meanOfKept(count);
}

function meanOfSmallest(values: Float64Array, { begin, end, count }: Band): number {
  kept.fill(Infinity, 0, count);
  let most = Infinity;
  for (let i = end - 1; i >= begin; i--) {
    const value = values[i]!;
    if (value >= most) continue;
    let slot = count - 1;
    for (; slot > 0 && kept[slot - 1]! > value; slot--) kept[slot] = kept[slot - 1]!;
    kept[slot] = value;
    most = kept[count - 1]!;
  }
  return meanOfKept(count);
}

function meanOfKept(count: number): number {
  let sum = 0;
  for (let i = 0; i < count; i++) sum += kept[i]!;
  return sum / count;
}

/** NumPy's rint for x ≥ 0. */
function roundHalfToEven(x: number): number {
  const floor = Math.floor(x);
  return x - floor === 0.5 ? floor + (floor % 2) : Math.round(x);
}
