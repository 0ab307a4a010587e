// MAEST's front end, 30 s variant (the feature extractor beside mtg-upf/discogs-maest-30s-pw-73e-ts on Hugging Face; the
// mel bands are those of MusiCNN, with silent ends). Shape [1, 1876, 96]: frames × mels; silence follows a shorter clip.

import { melFilterBank } from '../../features/mel';
import { paddedMel } from './frames';
import type { FrontEnd } from './front-end';

const SAMPLE_RATE = 16000;
const N_FFT = 512;
const HOP_LENGTH = 256;
const N_MELS = 96;
const NUM_FRAMES = 1876;

/** Mean and twice the standard deviation over the training set. */
const NORMALISATION = { subtract: 2.06755686098554, divide: 2 * 1.268292820667291 };

const MEL = {
  nFft: N_FFT,
  hopLength: HOP_LENGTH,
  padding: 'zero',
  filters: melFilterBank({ sampleRate: SAMPLE_RATE, nFft: N_FFT, nMels: N_MELS }),
  log: { kind: 'log10', offset: 1, gain: 10000 },
  normalisation: NORMALISATION,
} as const;

export const maest: FrontEnd = {
  id: 'maest-30s',
  title: 'MAEST, 30 s',
  sampleRate: SAMPLE_RATE,
  maxSeconds: 30,
  compute({ samples }) {
    const { data } = paddedMel(samples, NUM_FRAMES, MEL);
    return { data, dims: [1, NUM_FRAMES, N_MELS] };
  },
};
