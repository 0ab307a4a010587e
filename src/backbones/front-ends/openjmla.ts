// OpenJMLA's front end (UniMus/OpenJMLA on Hugging Face). Shape [1, 3, 80, 2992]: three equal channels of mels × frames,
// 29.92 s. The frames of a shorter clip are repeated until they fill it. Mels as its authors make them with nnAudio's
// defaults, which are librosa's (taugastcn/SpectPrompt, wav_to_mel.py).

import { melFilterBank } from '../../features/mel';
import { melSpectrogram, type MelSpectrogramOptions } from '../../features/mel-spectrogram';
import { cropOrTile, samplesOfFrames, transpose } from './frames';
import type { FrontEnd } from './front-end';

const SAMPLE_RATE = 16000;
const N_FFT = 400;
const HOP_LENGTH = 160;
const N_MELS = 80;
const NUM_FRAMES = 2992;
const CHANNELS = 3;

const MEL: MelSpectrogramOptions = {
  nFft: N_FFT,
  hopLength: HOP_LENGTH,
  padding: 'reflect',
  filters: melFilterBank({
    sampleRate: SAMPLE_RATE,
    nFft: N_FFT,
    nMels: N_MELS,
    minHz: 50,
    maxHz: 8000,
  }),
  log: { kind: 'ln', offset: 2 ** -23 },
  normalisation: { subtract: -4.5, divide: 4.5 },
};

export const openJmla: FrontEnd = {
  id: 'openjmla',
  title: 'OpenJMLA',
  sampleRate: SAMPLE_RATE,
  maxSeconds: (NUM_FRAMES * HOP_LENGTH) / SAMPLE_RATE,
  compute({ samples }) {
    const mel = melSpectrogram(samplesOfFrames(samples, NUM_FRAMES, MEL), MEL);
    const channel = transpose(cropOrTile(mel, NUM_FRAMES)).data;
    const data = new Float32Array(CHANNELS * channel.length);
    for (let i = 0; i < CHANNELS; i++) data.set(channel, i * channel.length);
    return { data, dims: [1, CHANNELS, N_MELS, NUM_FRAMES] };
  },
};
