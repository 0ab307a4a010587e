// Log-mel spectrogram: what the convolutional network looks at.
// Equals librosa's power_to_db(melspectrogram(y), ref=1.0, top_db=None).

import type { Waveform } from '../core/audio-types';
import { createMatrix, row, type Matrix } from '../core/matrix';
import { toDb } from './decibels';
import type { MatrixExtractor } from './extractor';
import { applyFilterBank } from './filter-bank';
import { melFilterBank } from './mel';
import { countFrames, powerSpectra } from './stft';

export const LOG_MEL = { sampleRate: 22050, nFft: 2048, hopLength: 512, nMels: 128 } as const;

const MEL_FILTERS = melFilterBank(LOG_MEL);

export const logMelExtractor: MatrixExtractor = {
  id: 'log-mel',
  version: 1,
  title: 'Log-mel spectrogram',
  kind: 'matrix',
  sampleRate: LOG_MEL.sampleRate,
  numColumns: LOG_MEL.nMels,
  frameSeconds: LOG_MEL.hopLength / LOG_MEL.sampleRate,
  extract: (waveform) => Promise.resolve(logMelSpectrogram(waveform)),
};

/** Log-mel power in dB, shape [numFrames, nMels], reference 1.0, never below −100. */
function logMelSpectrogram({ samples }: Waveform): Matrix {
  const logMel = createMatrix(countFrames(samples.length, LOG_MEL.hopLength), LOG_MEL.nMels);
  let frame = 0;
  for (const power of powerSpectra(samples, LOG_MEL)) {
    applyFilterBank(MEL_FILTERS, power, row(logMel, frame++));
  }
  toDb(logMel.data);
  return logMel;
}
