// What the rows and columns of a stored log-mel spectrogram stand for, as the charts' axes need it.

import { LOG_MEL } from '../features/log-mel-settings';
import { hzToMel, melToHz } from '../features/mel';

const { sampleRate, hopLength, nMels } = LOG_MEL;

/** Seconds between frames. */
export const FRAME_SECONDS = hopLength / sampleRate;

/** Centre frequency of each band in Hz, shape [nMels]: evenly spaced in mel up to half the sample rate. */
export const BAND_HZ = Float32Array.from({ length: nMels }, (_, band) =>
  melToHz((hzToMel(sampleRate / 2) * (band + 1)) / (nMels + 1)),
);
