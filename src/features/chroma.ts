// Chroma: how strongly each of the twelve pitch classes sounds, whatever the octave.
// Defined as in librosa.feature.chroma_stft; A4 lies at 440 Hz unless a tuning says otherwise.

import type { FeatureColumn } from './extractor';
import { packFilterBank, type FilterBank } from './filter-bank';
import { binFrequencies } from './framing';
import { PITCH_CLASSES } from './pitch-classes';

const NUM_CHROMA = PITCH_CLASSES.length;
/** Hz of A0, where librosa counts octaves from. */
const REFERENCE_HZ = 440 / 16;
/** Octaves above A0 at which notes weigh most, and the width of that preference. */
const CENTRE_OCTAVE = 5;
const OCTAVE_WIDTH = 2;
/** Bins from A, where the filters start, down to C, where the columns start. */
const A_TO_C = 3;

export const CHROMA_COLUMNS: readonly FeatureColumn[] = PITCH_CLASSES.map((note) => ({
  name: `chroma_${note.toLowerCase().replace('♯', '_sharp')}`,
  unit: '',
  help: `How strongly the note ${note} sounds, beside the strongest note of the moment.`,
}));

/**
 * Gaussian bumps around every octave of a pitch class, over power spectra of shape [nFft / 2 + 1].
 * @param tuning semitones that the notes lie above A4 = 440 Hz
 */
export function chromaFilterBank(sampleRate: number, nFft: number, tuning = 0): FilterBank {
  const referenceHz = REFERENCE_HZ * 2 ** (tuning / NUM_CHROMA);
  const semitones = binFrequencies(sampleRate, nFft).map(
    (hz) => NUM_CHROMA * Math.log2(hz / referenceHz),
  );
  // 0 Hz has no pitch: librosa puts it 1.5 octaves below the first bin.
  semitones[0] = semitones[1]! - 1.5 * NUM_CHROMA;
  const filters = PITCH_CLASSES.map(() => new Float64Array(semitones.length));
  semitones.forEach((semitone, bin) => {
    const next =
      semitones[bin + 1] ??
      NUM_CHROMA * Math.log2((sampleRate / 2 + sampleRate / nFft) / referenceHz);
    const width = Math.max(1, next - semitone);
    const bumps = PITCH_CLASSES.map((_, chroma) => {
      const distance = wrapToHalfOctave(semitone - chroma);
      return Math.exp(-0.5 * ((2 * distance) / width) ** 2);
    });
    const octave = (semitone / NUM_CHROMA - CENTRE_OCTAVE) / OCTAVE_WIDTH;
    const scale = Math.exp(-0.5 * octave ** 2) / Math.hypot(...bumps);
    bumps.forEach((bump, chroma) => {
      filters[(chroma + NUM_CHROMA - A_TO_C) % NUM_CHROMA]![bin] = bump * scale;
    });
  });
  return packFilterBank(filters);
}

/** Scales the frame so that its strongest pitch class is 1; a silent frame stays 0. */
export function normalizeChroma(chroma: Float32Array): void {
  let strongest = 0;
  for (const value of chroma) strongest = Math.max(strongest, value);
  if (strongest < 2 ** -126) return;
  for (let i = 0; i < chroma.length; i++) chroma[i]! /= strongest;
}

/** Semitones to the nearest octave of the same note, in [−6, 6). */
function wrapToHalfOctave(semitones: number): number {
  const half = NUM_CHROMA / 2;
  return ((((semitones + half) % NUM_CHROMA) + NUM_CHROMA) % NUM_CHROMA) - half;
}
