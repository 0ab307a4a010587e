// YAMNet's front end (`features.py` of tensorflow/models' audioset/yamnet). Shape [numPatches, 96, 64]: frames × mels,
// patches of 0.96 s, one every 0.48 s; silence is added until the last patch is whole, so every sample is heard.

import { melFilterBank } from '../../features/mel';
import { melSpectrogram, type MelSpectrogramOptions } from '../../features/mel-spectrogram';
import { hannWindow } from '../../features/framing';
import { cutPatches } from './frames';
import type { FrontEnd } from './front-end';

const SAMPLE_RATE = 16000;
const N_FFT = 512;
const WIN_LENGTH = 400;
const HOP_LENGTH = 160;
const N_MELS = 64;
const PATCH_FRAMES = 96;
const PATCH_HOP = 48;

const MEL: MelSpectrogramOptions = {
  nFft: N_FFT,
  window: hannWindow(WIN_LENGTH),
  hopLength: HOP_LENGTH,
  padding: 'none',
  spectrum: 'magnitude',
  filters: melFilterBank({
    sampleRate: SAMPLE_RATE,
    nFft: N_FFT,
    nMels: N_MELS,
    minHz: 125,
    maxHz: 7500,
    scale: 'htk',
    norm: 'none',
    trianglesIn: 'mel',
  }),
  log: { kind: 'ln', offset: 0.001 },
};

export const yamnet: FrontEnd = {
  id: 'yamnet',
  title: 'YAMNet',
  sampleRate: SAMPLE_RATE,
  maxSeconds: Infinity,
  compute({ samples }) {
    const mel = melSpectrogram(padToWholePatches(samples), MEL);
    const { data, rows } = cutPatches(mel, PATCH_FRAMES, PATCH_HOP);
    return { data, dims: [rows / PATCH_FRAMES, PATCH_FRAMES, N_MELS] };
  },
};

function padToWholePatches(samples: Float32Array): Float32Array {
  const firstPatch = (PATCH_FRAMES - 1) * HOP_LENGTH + WIN_LENGTH;
  const patchHop = PATCH_HOP * HOP_LENGTH;
  const furtherPatches = Math.max(0, Math.ceil((samples.length - firstPatch) / patchHop));
  const padded = new Float32Array(firstPatch + furtherPatches * patchHop);
  padded.set(samples);
  return padded;
}
