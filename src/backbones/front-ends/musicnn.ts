// MusiCNN's front end (`batch_data` of jordipons/musicnn: librosa < 0.10's mel spectrogram, whose ends reflect).
// Shape [numPatches, 187, 96]: frames × mels, patches of 3 s side by side; what is left after the last whole one is
// dropped. The reference refuses clips under 3 s; here their frames are repeated.

import { melFilterBank } from '../../features/mel';
import { melSpectrogram, type MelSpectrogramOptions } from '../../features/mel-spectrogram';
import { cropOrTile, cutPatches } from './frames';
import type { FrontEnd } from './front-end';

const SAMPLE_RATE = 16000;
const N_FFT = 512;
const N_MELS = 96;
const PATCH_FRAMES = 187;

const MEL: MelSpectrogramOptions = {
  nFft: N_FFT,
  hopLength: 256,
  padding: 'reflect',
  filters: melFilterBank({ sampleRate: SAMPLE_RATE, nFft: N_FFT, nMels: N_MELS }),
  log: { kind: 'log10', offset: 1, gain: 10000 },
};

export const musicnn: FrontEnd = {
  id: 'musicnn',
  title: 'MusiCNN',
  sampleRate: SAMPLE_RATE,
  maxSeconds: Infinity,
  compute({ samples }) {
    const mel = melSpectrogram(samples, MEL);
    const frames = mel.rows < PATCH_FRAMES ? cropOrTile(mel, PATCH_FRAMES) : mel;
    const { data, rows } = cutPatches(frames, PATCH_FRAMES, PATCH_FRAMES);
    return { data, dims: [rows / PATCH_FRAMES, PATCH_FRAMES, N_MELS] };
  },
};
