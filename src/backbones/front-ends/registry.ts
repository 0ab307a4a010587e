// Every front end there is. To add one: one file, one line here.
// Loading is lazy: each file builds its filter bank when it is first imported.

import type { FrontEnd } from './front-end';

const FRONT_ENDS = {
  efficientat: async () => (await import('./efficientat')).efficientAt,
  musicnn: async () => (await import('./musicnn')).musicnn,
  yamnet: async () => (await import('./yamnet')).yamnet,
  clap: async () => (await import('./clap')).clap,
  'maest-30s': async () => (await import('./maest')).maest,
  ast: async () => (await import('./ast')).ast,
  openjmla: async () => (await import('./openjmla')).openJmla,
  'basic-pitch': async () => (await import('./basic-pitch')).basicPitch,
  'waveform-16000': () => waveformAt(16000),
  'waveform-22050': () => waveformAt(22050),
  'waveform-32000': () => waveformAt(32000),
  'waveform-44100': () => waveformAt(44100),
  'waveform-48000': () => waveformAt(48000),
} satisfies Record<string, () => Promise<FrontEnd>>;

export type FrontEndId = keyof typeof FRONT_ENDS;

export const FRONT_END_IDS = Object.keys(FRONT_ENDS) as FrontEndId[];

export function loadFrontEnd(id: FrontEndId): Promise<FrontEnd> {
  return FRONT_ENDS[id]();
}

async function waveformAt(sampleRate: number): Promise<FrontEnd> {
  return (await import('./waveform')).waveformFrontEnd(sampleRate);
}
