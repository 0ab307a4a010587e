// The descriptors of essentia.js that take longer than all others together: worth it for a closer look at a data set,
// not for every import.

import { withEssentia } from './essentia-runtime';
import type { FeatureColumn, VectorExtractor } from './extractor';

const SAMPLE_RATE = 44100;
const MIN_TEMPO = 40;
const MAX_TEMPO = 208;
/** The beat trackers fail below 2 s. */
const MIN_BEAT_SECONDS = 3;

const COLUMNS = [
  {
    name: 'intensity',
    unit: '',
    help: 'How the clip is played: −1 relaxed, 0 moderate, 1 aggressive.',
  },
  {
    name: 'multifeature_tempo',
    unit: 'BPM',
    help: 'Beats per minute by the best of five beat trackers; 0 when there is no beat or less than 3 s of music.',
  },
  {
    name: 'multifeature_tempo_confidence',
    unit: '',
    help: 'How far the five agree: 0 to 5.3, below 1 hardly, above 1.5 well, above 3.5 excellently.',
  },
] as const satisfies readonly FeatureColumn[];

export const essentiaExtendedExtractor: VectorExtractor = {
  id: 'essentia-extended',
  version: 1,
  title: 'Intensity and a thorough tempo (essentia.js, slow)',
  kind: 'vector',
  sampleRate: SAMPLE_RATE,
  columns: COLUMNS,
  async extract({ samples }) {
    // essentia.js refuses an empty signal.
    const clip = samples.length > 0 ? samples : new Float32Array(1);
    return withEssentia(({ essentia, load, read }) => {
      const signal = load(clip);
      const { intensity } = essentia.Intensity(signal);
      if (clip.length < MIN_BEAT_SECONDS * SAMPLE_RATE || clip.every((sample) => sample === 0)) {
        return Float32Array.of(intensity, 0, 0);
      }
      const rhythm = essentia.RhythmExtractor2013(signal, MAX_TEMPO, 'multifeature', MIN_TEMPO);
      for (const vector of [rhythm.ticks, rhythm.estimates, rhythm.bpmIntervals]) read(vector);
      const { bpm, confidence } = rhythm;
      return bpm > MAX_TEMPO
        ? Float32Array.of(intensity, 0, 0)
        : Float32Array.of(intensity, bpm, confidence);
    });
  },
};
