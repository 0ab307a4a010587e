// What pretrained networks hear and how they are asked, in words.

import { bytes, number } from './format';
import type { BackboneContract, BackboneManifest } from './state-types';

export type FrontEndId = BackboneContract['frontEnd'];

/** What a network is given of the sound. */
export const FRONT_END_TITLES: Readonly<Record<FrontEndId, string>> = {
  efficientat: '128 mel bands at 32 kHz (EfficientAT)',
  musicnn: '96 mel bands at 16 kHz, 187 frames (MusiCNN)',
  yamnet: '64 mel bands at 16 kHz, 96 frames (YAMNet)',
  clap: '64 mel bands at 48 kHz, 1,001 frames (CLAP)',
  'maest-30s': '96 mel bands at 16 kHz, 1,876 frames (MAEST)',
  ast: '128 mel bands at 16 kHz, 1,024 frames (AST)',
  openjmla: '80 mel bands at 16 kHz, 2,992 frames (OpenJMLA)',
  'basic-pitch': 'the sound itself in 2 s pieces, 22.05 kHz (Basic Pitch)',
  'waveform-16000': 'the sound itself, 16 kHz',
  'waveform-22050': 'the sound itself, 22.05 kHz',
  'waveform-32000': 'the sound itself, 32 kHz',
  'waveform-44100': 'the sound itself, 44.1 kHz',
  'waveform-48000': 'the sound itself, 48 kHz',
};

/** How its answer is read, where its outputs can be read in several ways. */
export const READOUT_TITLES = {
  average: 'average over all that it gives (average)',
  'first-token': 'the first of them (class token)',
} as const satisfies Partial<Record<BackboneContract['readout'], string>>;

/** Size, numbers a clip, licence. */
export function factsLine({ weights, contract, licence, cost }: BackboneManifest): string {
  const size = weights.reduce((sum, file) => sum + (file.bytes ?? 0), 0);
  const facts = [
    size > 0 ? bytes(size) : '',
    `${number(contract.embeddingSize)} numbers a clip`,
    cost.parameters === null ? '' : `${number(cost.parameters)} parameters`,
    `licence: ${licence.name}`,
  ];
  return facts.filter(Boolean).join(' · ');
}

/** What it hears and which of its answers counts. */
export function contractLine(contract: BackboneContract): string {
  const { frontEnd, input, outputs, windowSeconds, readout } = contract;
  const read = readout === 'first-token' ? ', its class token' : '';
  return `Hears ${FRONT_END_TITLES[frontEnd]} as “${input}” in pieces of ${number(windowSeconds)} s; “${outputs.join('”, “')}”${read} counts.`;
}
