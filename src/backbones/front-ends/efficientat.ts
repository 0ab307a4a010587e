// EfficientAT's front end (`AugmentMelSTFT` of fschmid56/EfficientAT, as at inference), for mn04_as and its siblings.
// Shape [1, 1, 128, numFrames]: mels × frames, any number of frames ≥ 1, 100 a second; 10 s were the training's length.

import { melFilterBank } from '../../features/mel';
import { melSpectrogram, type MelSpectrogramOptions } from '../../features/mel-spectrogram';
import { symmetricHannWindow } from '../../features/framing';
import { transpose } from './frames';
import type { FrontEnd } from './front-end';

const SAMPLE_RATE = 32000;
const N_FFT = 1024;
const N_MELS = 128;

const MEL: MelSpectrogramOptions = {
  waveformPreEmphasis: 0.97,
  nFft: N_FFT,
  window: symmetricHannWindow(800),
  hopLength: 320,
  padding: 'reflect',
  filters: melFilterBank({
    sampleRate: SAMPLE_RATE,
    nFft: N_FFT,
    nMels: N_MELS,
    maxHz: 15000,
    scale: 'htk',
    norm: 'none',
    trianglesIn: 'mel',
  }),
  log: { kind: 'ln', offset: 1e-5 },
  normalisation: { subtract: -4.5, divide: 5 },
};

export const efficientAt: FrontEnd = {
  id: 'efficientat',
  title: 'EfficientAT',
  sampleRate: SAMPLE_RATE,
  maxSeconds: Infinity,
  compute({ samples }) {
    const mel = melSpectrogram(samples, MEL);
    return { data: transpose(mel).data, dims: [1, 1, N_MELS, mel.rows] };
  },
};
