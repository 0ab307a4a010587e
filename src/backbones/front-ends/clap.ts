// CLAP's front end (`ClapFeatureExtractor` of Hugging Face's transformers as set for laion/clap-htsat-unfused: truncation
// `rand_trunc`, padding `repeatpad`). Shape [1, 1, 1001, 64]: frames × mels in dB, 10 s. A shorter clip is repeated as
// often as it fits whole, then silence follows; of a longer one the first 10 s are heard (the reference takes any 10 s).

import { melFilterBank } from '../../features/mel';
import { melSpectrogram, type MelSpectrogramOptions } from '../../features/mel-spectrogram';
import type { FrontEnd } from './front-end';

const SAMPLE_RATE = 48000;
const MAX_SECONDS = 10;
const N_FFT = 1024;
const N_MELS = 64;

const MEL: MelSpectrogramOptions = {
  nFft: N_FFT,
  hopLength: 480,
  padding: 'reflect',
  filters: melFilterBank({
    sampleRate: SAMPLE_RATE,
    nFft: N_FFT,
    nMels: N_MELS,
    minHz: 50,
    maxHz: 14000,
  }),
  log: { kind: 'db' },
};

export const clap: FrontEnd = {
  id: 'clap',
  title: 'CLAP',
  sampleRate: SAMPLE_RATE,
  maxSeconds: MAX_SECONDS,
  compute({ samples }) {
    const { data, rows } = melSpectrogram(repeatAndPad(samples), MEL);
    return { data, dims: [1, 1, rows, N_MELS] };
  },
};

function repeatAndPad(samples: Float32Array): Float32Array {
  const fitted = new Float32Array(MAX_SECONDS * SAMPLE_RATE);
  const repeats = Math.floor(fitted.length / Math.max(1, samples.length));
  if (repeats === 0) fitted.set(samples.subarray(0, fitted.length));
  for (let i = 0; i < repeats; i++) fitted.set(samples, i * samples.length);
  return fitted;
}
