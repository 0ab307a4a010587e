// Log-mel spectrogram: what the convolutional network looks at.
// Equals librosa's power_to_db(melspectrogram(y), ref=1.0, top_db=None): dB, reference 1.0, never below −100.

import type { MatrixExtractor } from './extractor';
import { LOG_MEL } from './log-mel-settings';
import { melFilterBank } from './mel';
import { melSpectrogram, type MelSpectrogramOptions } from './mel-spectrogram';

const OPTIONS: MelSpectrogramOptions = {
  nFft: LOG_MEL.nFft,
  hopLength: LOG_MEL.hopLength,
  padding: LOG_MEL.padding,
  filters: melFilterBank(LOG_MEL),
  log: { kind: 'db', minPower: LOG_MEL.minPower },
};

export const logMelExtractor: MatrixExtractor = {
  id: 'log-mel',
  version: 1,
  title: 'Log-mel spectrogram',
  kind: 'matrix',
  sampleRate: LOG_MEL.sampleRate,
  numColumns: LOG_MEL.nMels,
  frameSeconds: LOG_MEL.hopLength / LOG_MEL.sampleRate,
  extract: ({ samples }) => Promise.resolve(melSpectrogram(samples, OPTIONS)),
};
