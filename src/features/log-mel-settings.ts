// The numbers of the log-mel spectrogram, apart from the code that computes it, so that whoever only tells them loads no
// kernel. Names of options are those of `mel.ts` and `framing.ts`.

import { MIN_POWER } from './decibels';

const SAMPLE_RATE = 22050;

/** The window is a periodic Hann of nFft samples; filters sum power; frames are centred on multiples of the hop. */
export const LOG_MEL = {
  sampleRate: SAMPLE_RATE,
  nFft: 2048,
  hopLength: 512,
  padding: 'zero',
  nMels: 128,
  minHz: 0,
  maxHz: SAMPLE_RATE / 2,
  scale: 'slaney',
  norm: 'slaney',
  /** Power that counts as the least there is; dB are relative to power 1. */
  minPower: MIN_POWER,
} as const;
