// What a feature column is called on the page: "MFCC 3, mean" for `mfcc_03_mean`, `mfcc_mean_03` or `mfcc3_mean`.
// Read from the name alone; names that say nothing known, such as those of a visitor's own columns, stay as they are.

import { PITCH_CLASSES } from './pitch-classes';

export interface ColumnTitle {
  readonly title: string;
  /** What it is about, shared by related columns: a musician's word, the field's term in brackets. */
  readonly family: string;
}

const STATISTICS: Readonly<Record<string, string>> = {
  mean: 'mean',
  median: 'median',
  std: 'spread',
  var: 'variance',
  min: 'minimum',
  max: 'maximum',
  skew: 'skewness',
  kurtosis: 'kurtosis',
};

const COLOUR = 'Sound colour (MFCC)';
const NOTES = 'Notes (chroma)';
const OUTLINE = 'Brightness and outline (spectral shape)';
const CONTRAST = 'Tone against noise (spectral contrast)';
const HARMONY = 'Harmony (tonnetz)';
const LOUDNESS = 'Loudness';
const NOISINESS = 'Noisiness (zero crossings)';
const RHYTHM = 'Rhythm';
const KEY = 'Key';
const PARTS = 'Held and struck sounds (harmonic, percussive)';

interface KnownName {
  readonly family: string;
  readonly title?: string;
  /** Whether it comes in several numbered columns; a number after any other says nothing. */
  readonly numbered?: true;
}

/** Known measurements by the start of their columns' names; the longest start counts. */
const KNOWN: Readonly<Record<string, KnownName>> = {
  mfcc: { family: COLOUR, title: 'MFCC', numbered: true },
  chroma: { family: NOTES, title: 'Chroma' },
  chroma_stft: { family: NOTES, title: 'Chroma' },
  chroma_cqt: { family: NOTES, title: 'Chroma (constant-Q)' },
  chroma_cens: { family: NOTES, title: 'Chroma (CENS)' },
  tonnetz: { family: HARMONY, title: 'Tonnetz', numbered: true },
  spectral: { family: OUTLINE },
  spectral_contrast: { family: CONTRAST, numbered: true },
  rolloff: { family: OUTLINE, title: 'Spectral rolloff' },
  zcr: { family: NOISINESS, title: 'Zero crossing rate' },
  zero_crossing_rate: { family: NOISINESS },
  rms: { family: LOUDNESS, title: 'Loudness (RMS)' },
  rmse: { family: LOUDNESS, title: 'Loudness (RMS)' },
  loudness: { family: LOUDNESS },
  integrated_loudness: { family: LOUDNESS },
  intensity: { family: LOUDNESS },
  dynamic: { family: LOUDNESS },
  tempo: { family: RHYTHM },
  multifeature_tempo: { family: RHYTHM },
  onset: { family: RHYTHM },
  beat: { family: RHYTHM },
  danceability: { family: RHYTHM },
  key: { family: KEY },
  tuning: { family: KEY },
  key_fifths_cos: { family: KEY, title: 'Keynote on the circle of fifths (cosine)' },
  key_fifths_sin: { family: KEY, title: 'Keynote on the circle of fifths (sine)' },
  key_is_minor: { family: KEY, title: 'Minor or major' },
  harmony: { family: PARTS, title: 'Harmonic part' },
  perceptr: { family: PARTS, title: 'Percussive part' },
  component: { family: 'Components', numbered: true },
};

/** Extractors write their columns' names so. */
const PLAIN = /^[a-z][a-z\d_.]*$/;
const FIRST_WORD = /\p{L}+/u;

/** @param name as in FeatureColumn: words, numbers and a statistic, joined by underscores in any order */
export function columnTitle(name: string): ColumnTitle {
  const { words, number, statistic, isSlope } = parse(name);
  const { length, known } = findKnown(words);
  if (!known || !PLAIN.test(name)) {
    const family = known?.family ?? inWords(FIRST_WORD.exec(name)?.[0] ?? name);
    return { title: name, family };
  }
  const base = known.title ?? inWords(words.join(' '));
  const rest = known.title ? words.slice(length) : [];
  const isNumbered = number !== null && known.numbered;
  const title = [
    base,
    ...(known.family === NOTES ? [noteOf(rest, number)] : rest),
    isNumbered ? `${number}` : '',
    isSlope ? 'slope' : '',
  ].filter((part) => part !== '');
  return {
    title: title.join(' ') + (statistic ? `, ${statistic}` : ''),
    family: known.family,
  };
}

interface ParsedName {
  readonly words: readonly string[];
  /** The last number in the name; without leading zeros. */
  readonly number: number | null;
  readonly statistic: string;
  /** Of the change from frame to frame. */
  readonly isSlope: boolean;
}

function parse(name: string): ParsedName {
  const parts = name.toLowerCase().match(/[a-z]+|\d+|[^a-z\d_\s.-]+/g) ?? [name];
  const isWord = (part: string): boolean => !/^\d+$/.test(part);
  const [first = name, ...others] = parts;
  const numbers = others.filter((part) => !isWord(part));
  const statistics = others.filter((part) => Object.hasOwn(STATISTICS, part));
  const words = others.filter(
    (part) => isWord(part) && !statistics.includes(part) && part !== 'delta',
  );
  return {
    words: [first, ...words],
    number: numbers.length > 0 ? Number(numbers.at(-1)) : null,
    statistic: STATISTICS[statistics.at(-1) ?? ''] ?? '',
    isSlope: others.includes('delta'),
  };
}

/** The longest start of the words that is known, and how many words it has. */
function findKnown(words: readonly string[]): {
  length: number;
  known: KnownName | undefined;
} {
  for (let length = words.length; length > 0; length--) {
    const known = KNOWN[words.slice(0, length).join('_')];
    if (known) return { length, known };
  }
  return { length: 0, known: undefined };
}

/** "C♯", from its name ("c", "sharp") or from its number, counted from C = 1. */
function noteOf(words: readonly string[], number: number | null): string {
  const spelled = words.join('').replace('sharp', '♯').toUpperCase();
  return PITCH_CLASSES[(number ?? 0) - 1] ?? spelled;
}

function inWords(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
