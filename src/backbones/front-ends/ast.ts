// The Audio Spectrogram Transformer's front end (`ASTFeatureExtractor` of Hugging Face's transformers: Kaldi's filter
// bank energies of samples in [−1, 1]). Shape [1, 1024, 128]: frames × mels, 10.24 s. A shorter clip is followed by frames
// of log energy 0, as in training: that is not silence.

import { melFilterBank } from '../../features/mel';
import { symmetricHannWindow } from '../../features/framing';
import { paddedMel } from './frames';
import type { FrontEnd } from './front-end';

const SAMPLE_RATE = 16000;
const N_FFT = 512;
const HOP_LENGTH = 160;
const N_MELS = 128;
const NUM_FRAMES = 1024;

/** Mean and twice the standard deviation over AudioSet. */
const NORMALISATION = { subtract: -4.2677393, divide: 2 * 4.5689974 };

const MEL = {
  nFft: N_FFT,
  window: symmetricHannWindow(400),
  hopLength: HOP_LENGTH,
  padding: 'none',
  removeMean: true,
  preEmphasis: 0.97,
  filters: melFilterBank({
    sampleRate: SAMPLE_RATE,
    nFft: N_FFT,
    nMels: N_MELS,
    minHz: 20,
    scale: 'htk',
    norm: 'none',
    trianglesIn: 'mel',
  }),
  log: { kind: 'ln-floor', floor: 2 ** -23 },
  normalisation: NORMALISATION,
} as const;

export const ast: FrontEnd = {
  id: 'ast',
  title: 'Audio Spectrogram Transformer',
  sampleRate: SAMPLE_RATE,
  maxSeconds: (NUM_FRAMES * HOP_LENGTH) / SAMPLE_RATE,
  compute({ samples }) {
    const { data } = paddedMel(samples, NUM_FRAMES, MEL);
    return { data, dims: [1, NUM_FRAMES, N_MELS] };
  },
};
