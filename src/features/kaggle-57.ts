// The 57 columns of `features_30_sec.csv`, the table of GTZAN that most genre classifiers on Kaggle are trained on:
// models trained on that file work on other audio too. Means and variances of librosa's features as it was in 2020,
// when frames saw the clip mirrored beyond its ends.

import type { Waveform } from '../core/audio-types';
import { column, createMatrix, row, type Matrix } from '../core/matrix';
import { applyFilterBank } from './filter-bank';
import { chromaFilterBank, CHROMA_COLUMNS, normalizeChroma } from './chroma';
import type { FeatureColumn, VectorExtractor } from './extractor';
import { harmonicPart } from './hpss';
import { melFilterBank } from './mel';
import { mfccFromMel, MFCC_COLUMNS } from './mfcc';
import { measureSpectralShape, SPECTRAL_SHAPE_COLUMNS } from './spectral-shape';
import { countFrames } from './framing';
import { powerSpectra } from './stft';
import { estimateTempo, onsetStrength } from './tempo';
import { measureTimeDomain } from './time-domain';
import { TuningEstimator } from './tuning';

const FRAMING = {
  sampleRate: 22050,
  nFft: 2048,
  hopLength: 512,
  nMels: 128,
  padding: 'reflect',
} as const;
const FRAMES_PER_SECOND = FRAMING.sampleRate / FRAMING.hopLength;
const MEL_FILTERS = melFilterBank(FRAMING);

interface Quantity {
  readonly name: string;
  readonly unit: string;
  readonly help: string;
}

const BEFORE_TEMPO: readonly Quantity[] = [
  {
    name: 'chroma_stft',
    unit: '',
    help: 'How strongly the twelve notes sound beside the strongest one: high for noise and dense chords.',
  },
  { name: 'rms', unit: '', help: 'How loud the music is: root mean square of the samples.' },
  {
    name: 'spectral_centroid',
    unit: 'Hz',
    help: 'Brightness: the centre of gravity of the spectrum.',
  },
  {
    name: 'spectral_bandwidth',
    unit: 'Hz',
    help: 'How widely the sound spreads around its centre of gravity.',
  },
  {
    name: 'rolloff',
    unit: 'Hz',
    help: 'The frequency below which 85 % of the spectrum lies.',
  },
  {
    name: 'zero_crossing_rate',
    unit: '',
    help: 'How often the wave changes sign: high for noise, hi-hats and distortion.',
  },
  {
    name: 'harmony',
    unit: '',
    help: 'The samples of what sounds on, such as voices, strings and chords.',
  },
  {
    name: 'perceptr',
    unit: '',
    help: 'The samples of what is struck, such as drums and the attacks of notes.',
  },
];
const MFCCS: readonly Quantity[] = MFCC_COLUMNS.map(({ unit, help }, i) => ({
  name: `mfcc${i + 1}`,
  unit,
  help,
}));
const TEMPO: FeatureColumn = {
  name: 'tempo',
  unit: 'BPM',
  help: 'Beats per minute, sometimes half or double of what is felt; 0 when nothing begins.',
};

const meanAndVarianceColumns = ({ name, unit, help }: Quantity): FeatureColumn[] => [
  { name: `${name}_mean`, unit, help: `${help} Average over the clip.` },
  { name: `${name}_var`, unit: unit && `${unit}²`, help: `${help} Variance over the clip.` },
];

/** In the file's order. */
const COLUMNS: readonly FeatureColumn[] = [
  ...BEFORE_TEMPO.flatMap(meanAndVarianceColumns),
  TEMPO,
  ...MFCCS.flatMap(meanAndVarianceColumns),
];

export const kaggle57Extractor: VectorExtractor = {
  id: 'kaggle-57',
  version: 1,
  title: 'The 57 features of Kaggle’s GTZAN table',
  kind: 'vector',
  sampleRate: FRAMING.sampleRate,
  columns: COLUMNS,
  extract: (waveform) => Promise.resolve(kaggleVector(waveform)),
};

/** Shape [57], in the file's order. */
function kaggleVector({ samples }: Waveform): Float32Array {
  const { magnitudes, mel, chroma, timeDomain, shape } = measureFrames(samples);
  const harmonic = harmonicPart(samples, magnitudes, FRAMING);
  const percussive = samples.map((sample, n) => sample - harmonic[n]!);
  const mfcc = mfccFromMel(mel); // and `mel` is now in dB
  const onsets = onsetStrength(mel, Math.floor(FRAMING.nFft / (2 * FRAMING.hopLength)));
  return Float32Array.from([
    ...meanAndVariance(chroma.data),
    ...meanAndVariance(column(timeDomain, 0)),
    ...meanAndVariance(column(shape, 0)),
    ...meanAndVariance(column(shape, 1)),
    ...meanAndVariance(column(shape, 2)),
    ...meanAndVariance(column(timeDomain, 1)),
    ...meanAndVariance(harmonic),
    ...meanAndVariance(percussive),
    estimateTempo(onsets, FRAMES_PER_SECOND),
    ...MFCCS.flatMap((_, i) => meanAndVariance(column(mfcc, i))),
  ]);
}

interface FrameTables {
  /** |STFT|, shape [numFrames, nFft / 2 + 1]. */
  readonly magnitudes: Matrix;
  /** Mel power, shape [numFrames, nMels]. */
  readonly mel: Matrix;
  /** Shape [numFrames, 12], each frame's largest value 1. */
  readonly chroma: Matrix;
  readonly timeDomain: Matrix;
  readonly shape: Matrix;
}

function measureFrames(samples: Float32Array): FrameTables {
  const numFrames = countFrames(samples.length, FRAMING.hopLength);
  const magnitudes = createMatrix(numFrames, FRAMING.nFft / 2 + 1);
  const mel = createMatrix(numFrames, FRAMING.nMels);
  const shape = createMatrix(numFrames, SPECTRAL_SHAPE_COLUMNS.length);
  const tuning = new TuningEstimator(FRAMING);
  const magnitude = new Float64Array(magnitudes.columns);
  const hzPerBin = FRAMING.sampleRate / FRAMING.nFft;
  let frame = 0;
  for (const power of powerSpectra(samples, FRAMING)) {
    for (let bin = 0; bin < power.length; bin++) magnitude[bin] = Math.sqrt(power[bin]!);
    row(magnitudes, frame).set(magnitude);
    measureSpectralShape({ magnitude, power, hzPerBin }, row(shape, frame));
    applyFilterBank(MEL_FILTERS, power, row(mel, frame));
    tuning.add(power);
    frame++;
  }
  return {
    magnitudes,
    mel,
    chroma: chromaOf(magnitudes, tuning.finish()),
    timeDomain: measureTimeDomain(samples, FRAMING),
    shape,
  };
}

/** Chroma of notes whose A4 lies `tuning` semitones above 440 Hz. */
function chromaOf(magnitudes: Matrix, tuning: number): Matrix {
  const filters = chromaFilterBank(FRAMING.sampleRate, FRAMING.nFft, tuning);
  const chroma = createMatrix(magnitudes.rows, CHROMA_COLUMNS.length);
  const power = new Float64Array(magnitudes.columns);
  for (let frame = 0; frame < magnitudes.rows; frame++) {
    const magnitude = row(magnitudes, frame);
    for (let bin = 0; bin < power.length; bin++) power[bin] = magnitude[bin]! ** 2;
    applyFilterBank(filters, power, row(chroma, frame));
    normalizeChroma(row(chroma, frame));
  }
  return chroma;
}

/** Mean and population variance; 0 and 0 of nothing. */
function meanAndVariance(values: Float32Array): [mean: number, variance: number] {
  if (values.length === 0) return [0, 0];
  let sum = 0;
  for (const value of values) sum += value;
  const mean = sum / values.length;
  let squares = 0;
  for (const value of values) squares += (value - mean) ** 2;
  return [mean, squares / values.length];
}
