// Log-mel spectrogram: what the convolutional network looks at.
// Equals librosa's power_to_db(melspectrogram(y), ref=1.0, top_db=None): dB, reference 1.0, never below −100.

import type { MatrixExtractor } from './extractor';
import { melFilterBank } from './mel';
import { melSpectrogram, type MelSpectrogramOptions } from './mel-spectrogram';

export const LOG_MEL = { sampleRate: 22050, nFft: 2048, hopLength: 512, nMels: 128 } as const;

const OPTIONS: MelSpectrogramOptions = {
  nFft: LOG_MEL.nFft,
  hopLength: LOG_MEL.hopLength,
  filters: melFilterBank(LOG_MEL),
  log: { kind: 'db' },
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
