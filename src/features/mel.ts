// Mel filter banks: triangles evenly spaced on a scale of perceived pitch. The defaults are librosa's
// (`librosa.filters.mel`); the options cover torchaudio's, TensorFlow's and Kaldi's.

import { packFilterBank, type FilterBank } from './filter-bank';
import { binFrequencies } from './framing';

export interface MelOptions {
  /** Hz. */
  readonly sampleRate: number;
  readonly nFft: number;
  readonly nMels: number;
  /** Lower edge of the lowest filter, default 0. */
  readonly minHz?: number;
  /** Upper edge of the highest filter, default half the sample rate. */
  readonly maxHz?: number;
  /** `htk` (HTK, Kaldi, TensorFlow; torchaudio's default) is logarithmic throughout. Default `slaney`. */
  readonly scale?: 'slaney' | 'htk';
  /** `slaney` gives every filter unit area in Hz, `none` a peak of 1. Default `slaney`. */
  readonly norm?: 'slaney' | 'none';
  /** Where the flanks are straight lines: over Hz (librosa, torchaudio) or over mels (Kaldi, TensorFlow). Default `hz`. */
  readonly trianglesIn?: 'hz' | 'mel';
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

// Kaldi and TensorFlow write the factor as 1127, HTK as 2595 / ln 10: in a bank of filters it cancels out.
const HTK_MELS = 1127;
const HTK_CORNER_HZ = 700;

const SCALES = {
  slaney: { toMel: hzToMel, toHz: melToHz },
  htk: {
    toMel: (hz: number) => HTK_MELS * Math.log1p(hz / HTK_CORNER_HZ),
    toHz: (mel: number) => HTK_CORNER_HZ * Math.expm1(mel / HTK_MELS),
  },
};

/** Triangular filters over spectra of shape [nFft / 2 + 1]. */
export function melFilterBank(options: MelOptions): FilterBank {
  const { sampleRate, nFft, nMels, minHz = 0, maxHz = sampleRate / 2 } = options;
  const { scale = 'slaney', norm = 'slaney', trianglesIn = 'hz' } = options;
  const { toMel, toHz } = SCALES[scale];
  const minMel = toMel(minHz);
  const melStep = (toMel(maxHz) - minMel) / (nMels + 1);
  const edgesMel = Array.from({ length: nMels + 2 }, (_, i) => minMel + i * melStep);
  const edgesHz = edgesMel.map(toHz);
  const binsHz = binFrequencies(sampleRate, nFft);
  const [edges, bins] = trianglesIn === 'mel' ? [edgesMel, binsHz.map(toMel)] : [edgesHz, binsHz];
  return packFilterBank(
    Array.from({ length: nMels }, (_, i) => {
      const [low, centre, high] = [edges[i]!, edges[i + 1]!, edges[i + 2]!];
      const peak = norm === 'slaney' ? 2 / (edgesHz[i + 2]! - edgesHz[i]!) : 1;
      return bins.map((bin) => {
        const triangle = Math.min((bin - low) / (centre - low), (high - bin) / (high - centre));
        return peak * Math.max(0, triangle);
      });
    }),
  );
}
