// What essentia.js hears in a clip as a whole: tempo, onsets, key, tuning, danceability, dynamics; and its loudness as
// broadcasters measure it. Only what costs little: `essentia-extended.ts` has the slow ones.

import { describeBeat, describeOnsets } from './essentia-rhythm';
import { withEssentia, type EssentiaUse } from './essentia-runtime';
import type { FeatureColumn, VectorExtractor } from './extractor';
import { halveRate } from './halve-rate';
import { measureLoudness } from './loudness-r128';

// The rate that essentia's algorithms assume.
const SAMPLE_RATE = 44100;
/** Music reaches about 3; synthetic clips of perfect regularity run into the hundreds. */
const MAX_DANCEABILITY = 10;

const COLUMNS = [
  {
    name: 'tempo',
    unit: 'BPM',
    help: 'Beats per minute; 0 when there is no beat or less than 3 s of music.',
  },
  {
    name: 'tempo_variation',
    unit: '',
    help: 'How unevenly the beats follow each other: 0 for a drum machine.',
  },
  {
    name: 'tempo_confidence',
    unit: '',
    help: 'How far two ways of hearing the beat agree: 0 to 5.3, below 1 hardly, above 1.5 well; 0 for less than 8 s.',
  },
  { name: 'onset_rate', unit: '1/s', help: 'How many notes or hits begin in a second.' },
  {
    name: 'onset_variation',
    unit: '',
    help: 'How unevenly notes and hits follow each other: about 1 when they come at random.',
  },
  {
    name: 'key_fifths_cos',
    unit: '',
    help: 'Keynote on the circle of fifths: 1 for C, 0 for A and E♭, −1 for F♯.',
  },
  {
    name: 'key_fifths_sin',
    unit: '',
    help: 'Keynote on the circle of fifths: 1 for A, 0 for C and F♯, −1 for E♭.',
  },
  { name: 'key_is_minor', unit: '', help: 'Whether the key is minor (1) or major (0).' },
  { name: 'key_strength', unit: '', help: 'How clearly the clip is in one key: at most 1.' },
  {
    name: 'tuning',
    unit: 'cents',
    help: 'How far the notes lie above concert pitch (A = 440 Hz): −35 to 65 hundredths of a semitone; 0 without notes.',
  },
  { name: 'danceability', unit: '', help: 'How danceable the clip is: 0 to about 3.' },
  {
    name: 'dynamic_complexity',
    unit: 'dB',
    help: 'How much loudness moves: low for compressed music.',
  },
  { name: 'loudness', unit: 'dB', help: 'How loud the clip is overall.' },
  {
    name: 'integrated_loudness',
    unit: 'LUFS',
    help: 'How loud the clip is as radio and streaming services measure it: −70 for silence, −14 for typical pop.',
  },
  {
    name: 'loudness_range',
    unit: 'LU',
    help: 'From the quiet to the loud passages, without the extremes; 0 for less than 3 s.',
  },
] as const satisfies readonly FeatureColumn[];

type Descriptors = Record<(typeof COLUMNS)[number]['name'], number>;

export const essentiaDescriptorsExtractor: VectorExtractor = {
  id: 'essentia-descriptors',
  version: 2,
  title: 'Rhythm, key and dynamics (essentia.js)',
  kind: 'vector',
  sampleRate: SAMPLE_RATE,
  columns: COLUMNS,
  async extract({ samples }) {
    // essentia.js refuses an empty signal, and the lower band has a quarter of the samples.
    const signal = samples.length >= BAND.decimation ? samples : new Float32Array(BAND.decimation);
    const descriptors = await withEssentia((use) => describe(use, signal));
    return Float32Array.from(COLUMNS, ({ name }) => descriptors[name]);
  },
};

function describe(use: EssentiaUse, samples: Float32Array): Descriptors {
  const { essentia, load, read } = use;
  const signal = load(samples);
  const { danceability, dfa } = essentia.Danceability(signal);
  read(dfa);
  const { dynamicComplexity, loudness } = essentia.DynamicComplexity(signal);
  const { integrated, range } = measureLoudness(samples, SAMPLE_RATE);
  return {
    ...describeBeat(use, samples),
    ...describeOnsets(samples),
    ...describeNotes(use, samples),
    danceability: Math.min(MAX_DANCEABILITY, danceability),
    dynamic_complexity: dynamicComplexity,
    loudness,
    integrated_loudness: integrated,
    loudness_range: range,
  };
}

/**
 * Notes are looked for below 3.5 kHz, so a quarter of the rate will do, with frames of the same duration as at the full
 * rate; the key is the same, in half the time.
 */
const BAND = { decimation: 4, sampleRate: SAMPLE_RATE / 4, keyFrame: 1024, tuningFrame: 2048 };

const NATURAL_FIFTHS: Record<string, number> = { F: -1, C: 0, G: 1, D: 2, A: 3, E: 4, B: 5 };
/** Fifths a sharp goes up; a flat goes down as many. */
const FIFTHS_PER_SHARP = 7;

function describeNotes({ essentia, load, read }: EssentiaUse, samples: Float32Array) {
  const { sampleRate, keyFrame, tuningFrame } = BAND;
  const band = load(halveRate(halveRate(samples)));
  // essentia's defaults but for the rate and the frames.
  const { key, scale, strength } = essentia.KeyExtractor(
    band,
    true,
    keyFrame,
    keyFrame,
    12,
    3500,
    60,
    25,
    0.2,
    'bgate',
    sampleRate,
  );
  const sharps = key.endsWith('#') ? 1 : key.endsWith('b') ? -1 : 0;
  const fifths = NATURAL_FIFTHS[key.charAt(0)]! + FIFTHS_PER_SHARP * sharps;
  const angle = (2 * Math.PI * fifths) / 12;
  // It takes the band for music two octaves up, whose tuning is the same.
  const { tuningFrequency } = essentia.TuningFrequencyExtractor(band, tuningFrame, tuningFrame / 2);
  const tuningHz = read(tuningFrequency).at(-1) ?? 440;
  return {
    key_fifths_cos: Math.cos(angle),
    key_fifths_sin: Math.sin(angle),
    key_is_minor: scale === 'minor' ? 1 : 0,
    key_strength: strength,
    tuning: 1200 * Math.log2(tuningHz / 440),
  };
}
