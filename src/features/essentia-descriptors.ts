// What essentia.js hears in a clip as a whole: tempo, onsets, key, danceability, dynamics.
// Only algorithms that are one C++ call a clip: anything frame by frame is far slower through its wrapper.

import type { Essentia, VectorFloat } from './essentia-modules.js';
import { toArray, withEssentia, type Own } from './essentia-runtime';
import type { FeatureColumn, VectorExtractor } from './extractor';

// The rate BeatTrackerDegara and OnsetRate assume; they cannot be told another.
const SAMPLE_RATE = 44100;
/** Range of the tempo search in BPM, essentia's defaults. */
const MIN_TEMPO = 40;
const MAX_TEMPO = 208;
/** Shorter clips have no tempo: a handful of beats says little, and the beat tracker fails below 2 s. */
const MIN_BEAT_SECONDS = 3;
/** Intervals that differ from the median by at most this share count towards the tempo. */
const STEADY_TOLERANCE = 0.1;
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
  { name: 'danceability', unit: '', help: 'How danceable the clip is: 0 to about 3.' },
  {
    name: 'dynamic_complexity',
    unit: 'dB',
    help: 'How much loudness moves: low for compressed music.',
  },
  { name: 'loudness', unit: 'dB', help: 'How loud the clip is overall.' },
] as const satisfies readonly FeatureColumn[];

type Descriptors = Record<(typeof COLUMNS)[number]['name'], number>;

export const essentiaDescriptorsExtractor: VectorExtractor = {
  id: 'essentia-descriptors',
  version: 1,
  title: 'Rhythm, key and dynamics (essentia.js)',
  kind: 'vector',
  sampleRate: SAMPLE_RATE,
  columns: COLUMNS,
  async extract({ samples }) {
    // essentia.js refuses an empty signal.
    const signal = samples.length > 0 ? samples : new Float32Array(1);
    const descriptors = await withEssentia(signal, describe);
    return Float32Array.from(COLUMNS, ({ name }) => descriptors[name]);
  },
};

function describe(essentia: Essentia, signal: VectorFloat, own: Own): Descriptors {
  const { danceability, dfa } = essentia.Danceability(signal);
  own(dfa);
  const { dynamicComplexity, loudness } = essentia.DynamicComplexity(signal);
  return {
    ...describeBeat(essentia, signal, own),
    ...describeOnsets(essentia, signal, own),
    ...describeKey(essentia, signal),
    danceability: Math.min(MAX_DANCEABILITY, danceability),
    dynamic_complexity: dynamicComplexity,
    loudness,
  };
}

function describeBeat(essentia: Essentia, signal: VectorFloat, own: Own) {
  const noBeat = { tempo: 0, tempo_variation: 0 };
  if (signal.size() < MIN_BEAT_SECONDS * SAMPLE_RATE) return noBeat;
  const { ticks } = essentia.BeatTrackerDegara(signal, MAX_TEMPO, MIN_TEMPO);
  const intervals = differences(toArray(own(ticks)));
  if (intervals.length === 0) return noBeat;
  const tempo = 60 / steadyInterval(intervals);
  // In silence the tracker beats faster than its own search range.
  return tempo > MAX_TEMPO ? noBeat : { tempo, tempo_variation: variation(intervals) };
}

/** Mean of the intervals near the median: beats lie on a grid of 11.6 ms, too coarse for one of them. */
function steadyInterval(intervals: readonly number[]): number {
  const median = intervals.toSorted((a, b) => a - b)[Math.floor(intervals.length / 2)]!;
  return mean(intervals.filter((x) => Math.abs(x - median) <= STEADY_TOLERANCE * median));
}

function describeOnsets(essentia: Essentia, signal: VectorFloat, own: Own) {
  const { onsets, onsetRate } = essentia.OnsetRate(signal);
  const intervals = differences(toArray(own(onsets)));
  return { onset_rate: onsetRate, onset_variation: variation(intervals) };
}

const NATURAL_FIFTHS: Record<string, number> = { F: -1, C: 0, G: 1, D: 2, A: 3, E: 4, B: 5 };
/** Fifths a sharp goes up; a flat goes down as many. */
const FIFTHS_PER_SHARP = 7;

function describeKey(essentia: Essentia, signal: VectorFloat) {
  const { key, scale, strength } = essentia.KeyExtractor(signal);
  const sharps = key.endsWith('#') ? 1 : key.endsWith('b') ? -1 : 0;
  const fifths = NATURAL_FIFTHS[key.charAt(0)]! + FIFTHS_PER_SHARP * sharps;
  const angle = (2 * Math.PI * fifths) / 12;
  return {
    key_fifths_cos: Math.cos(angle),
    key_fifths_sin: Math.sin(angle),
    key_is_minor: scale === 'minor' ? 1 : 0,
    key_strength: strength,
  };
}

function differences(times: readonly number[]): number[] {
  return times.slice(1).map((time, i) => time - times[i]!);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Standard deviation over mean of positive values; 0 when there is nothing to compare. */
function variation(values: readonly number[]): number {
  if (values.length < 2) return 0;
  const average = mean(values);
  const deviation = Math.sqrt(mean(values.map((value) => (value - average) ** 2)));
  return average > 0 ? deviation / average : 0;
}
