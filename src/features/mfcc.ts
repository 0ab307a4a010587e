// Mel-frequency cepstral coefficients: the colour of a sound, without its pitch (librosa.feature.mfcc).

import { createMatrix, row, type Matrix } from '../core/matrix';
import { toDb } from './decibels';
import type { FeatureColumn } from './extractor';

const NUM_MFCC = 20;
const TOP_DB = 80;

export const MFCC_COLUMNS: readonly FeatureColumn[] = Array.from({ length: NUM_MFCC }, (_, i) => ({
  name: `mfcc_${String(i + 1).padStart(2, '0')}`,
  unit: 'dB',
  help: `${describeMfcc(i)}.`,
}));

/** A sentence without its full stop; `index` counts from 0, the number in the sentence from 1 as in the column's name. */
export function describeMfcc(index: number): string {
  const number = `MFCC ${index + 1}`;
  if (index === 0) return `Overall level of the spectrum (${number})`;
  if (index === 1)
    return `Tilt of the spectrum, high for dark sounds, low for bright ones (${number})`;
  return `Ripples in the outline of the spectrum, finer detail of the sound colour (${number})`;
}

/**
 * Orthonormal DCT-II of the log-mel spectrum, shape [numFrames, 20].
 * @param mel mel power, shape [numFrames, nMels]; overwritten
 */
export function mfccFromMel(mel: Matrix): Matrix {
  toDb(mel.data, TOP_DB);
  const basis = dctBasis(NUM_MFCC, mel.columns);
  const mfcc = createMatrix(mel.rows, NUM_MFCC);
  const width = mel.columns;
  for (let frame = 0; frame < mel.rows; frame++) {
    const logMel = row(mel, frame);
    // Two coefficients at a time: neither waits for the other's sum.
    for (let k = 0; k < NUM_MFCC; k += 2) {
      const first = k * width;
      const second = first + width;
      let firstSum = 0;
      let secondSum = 0;
      for (let m = 0; m < width; m++) {
        const value = logMel[m]!;
        firstSum += basis[first + m]! * value;
        secondSum += basis[second + m]! * value;
      }
      mfcc.data[frame * NUM_MFCC + k] = firstSum;
      mfcc.data[frame * NUM_MFCC + k + 1] = secondSum;
    }
  }
  return mfcc;
}

/** Row-major, shape [numCoefficients, length]. */
function dctBasis(numCoefficients: number, length: number): Float64Array {
  const basis = new Float64Array(numCoefficients * length);
  for (let k = 0; k < numCoefficients; k++) {
    const scale = Math.sqrt((k === 0 ? 1 : 2) / length);
    for (let n = 0; n < length; n++) {
      basis[k * length + n] = scale * Math.cos((Math.PI * k * (n + 0.5)) / length);
    }
  }
  return basis;
}
