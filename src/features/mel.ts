// Mel filter bank after Slaney's Auditory Toolbox, with librosa's defaults (`librosa.filters.mel`).

import { packFilterBank, type FilterBank } from './filter-bank';
import { binFrequencies } from './stft';

export interface MelOptions {
  /** Hz. */
  readonly sampleRate: number;
  readonly nFft: number;
  readonly nMels: number;
  /** Lower edge of the lowest filter, default 0. */
  readonly minHz?: number;
  /** Upper edge of the highest filter, default half the sample rate. */
  readonly maxHz?: number;
}

// Slaney's scale: linear below 1 kHz (15 mels), logarithmic above.
const HZ_PER_MEL = 200 / 3;
const LOG_START_HZ = 1000;
const LOG_START_MEL = LOG_START_HZ / HZ_PER_MEL;
const LOG_STEP = Math.log(6.4) / 27;

/** Mels on Slaney’s scale. */
export function hzToMel(hz: number): number {
  return hz < LOG_START_HZ
    ? hz / HZ_PER_MEL
    : LOG_START_MEL + Math.log(hz / LOG_START_HZ) / LOG_STEP;
}

export function melToHz(mel: number): number {
  return mel < LOG_START_MEL
    ? mel * HZ_PER_MEL
    : LOG_START_HZ * Math.exp(LOG_STEP * (mel - LOG_START_MEL));
}

/** Triangular filters over power spectra of shape [nFft / 2 + 1], each of unit area in Hz (Slaney's norm). */
export function melFilterBank(options: MelOptions): FilterBank {
  const { sampleRate, nFft, nMels, minHz = 0, maxHz = sampleRate / 2 } = options;
  const minMel = hzToMel(minHz);
  const melStep = (hzToMel(maxHz) - minMel) / (nMels + 1);
  const edgesHz = Array.from({ length: nMels + 2 }, (_, i) => melToHz(minMel + i * melStep));
  const bins = binFrequencies(sampleRate, nFft);
  return packFilterBank(
    Array.from({ length: nMels }, (_, i) => {
      const [low, centre, high] = [edgesHz[i]!, edgesHz[i + 1]!, edgesHz[i + 2]!];
      const unitArea = 2 / (high - low);
      return bins.map((hz) => {
        const triangle = Math.min((hz - low) / (centre - low), (high - hz) / (high - centre));
        return unitArea * Math.max(0, triangle);
      });
    }),
  );
}
