// Excerpts of a log-mel spectrogram: where they begin, how they are cut, and how training varies them.
// Pure functions on arrays; a spectrogram shorter than the excerpt is repeated until it is long enough.

import type { Matrix } from '../../core/matrix';
import type { Random } from '../../core/random';
import type { BandNormalisation } from './normalisation';

/** At strength 1. */
const LARGEST_GAIN_DB = 6;
const LARGEST_TIME_MASK = 0.2;
const LARGEST_BAND_MASK = 0.15;

export interface CropShape {
  readonly numFrames: number;
  readonly numMels: number;
}

/** Frames of an excerpt of that length, at least 1. */
export function framesOf(cropSeconds: number, frameSeconds: number): number {
  return Math.max(1, Math.round(cropSeconds / frameSeconds));
}

/** First frames of up to `count` excerpts spread evenly over `rows` frames, without needless overlap. */
export function evenStarts(rows: number, numFrames: number, count: number): number[] {
  const span = Math.max(0, rows - numFrames);
  const used = Math.min(count, Math.max(1, Math.ceil(rows / numFrames)));
  if (used === 1) return [Math.floor(span / 2)];
  return Array.from({ length: used }, (_, i) => Math.round((span * i) / (used - 1)));
}

/** First frame of an excerpt anywhere in the clip. */
export function randomStart(rows: number, numFrames: number, random: Random): number {
  // A short clip is repeated, so an excerpt of it may begin anywhere.
  return random.integer(rows <= numFrames ? rows : rows - numFrames + 1);
}

export interface CropOptions {
  readonly spectrogram: Matrix;
  readonly startFrame: number;
  readonly normalisation: BandNormalisation;
  /** Added before normalising. */
  readonly gainDb?: number;
}

/** Writes the normalised excerpt to `target`, shape [numFrames, numMels]. */
export function writeCrop(
  target: Float32Array,
  { spectrogram, startFrame, normalisation, gainDb = 0 }: CropOptions,
): void {
  const { data, rows, columns } = spectrogram;
  const { mean, deviation } = normalisation;
  for (let frame = 0, out = 0; out < target.length; frame++) {
    const source = ((startFrame + frame) % rows) * columns;
    for (let band = 0; band < columns; band++, out++) {
      target[out] = (data[source + band]! + gainDb - mean[band]!) / deviation[band]!;
    }
  }
}

/** Uniform change of level, in dB. */
export function randomGainDb(strength: number, random: Random): number {
  return strength * LARGEST_GAIN_DB * (2 * random.next() - 1);
}

/**
 * Sets a stretch of time and a range of bands to 0, the mean (SpecAugment, Park et al. 2019), in place;
 * `crop` is [numFrames, numMels].
 */
export function maskRandomly(
  crop: Float32Array,
  { numFrames, numMels }: CropShape,
  { strength, random }: { strength: number; random: Random },
): void {
  const frames = random.integer(
    1 + Math.floor(numFrames * Math.min(0.5, strength * LARGEST_TIME_MASK)),
  );
  const firstFrame = random.integer(numFrames - frames + 1);
  crop.fill(0, firstFrame * numMels, (firstFrame + frames) * numMels);
  const bands = random.integer(
    1 + Math.floor(numMels * Math.min(0.5, strength * LARGEST_BAND_MASK)),
  );
  const firstBand = random.integer(numMels - bands + 1);
  for (let frame = 0; frame < numFrames; frame++) {
    const start = frame * numMels + firstBand;
    crop.fill(0, start, start + bands);
  }
}
