// Timbre, harmony and loudness of a clip as one vector: the features of the quick baseline.
// Every number is a mean or a standard deviation over frames of a librosa feature; one STFT serves all.

import type { Waveform } from '../core/audio-types';
import { createMatrix, row, type Matrix } from '../core/matrix';
import { CHROMA_COLUMNS, chromaFilterBank, normalizeChroma } from './chroma';
import { columnStatistics } from './column-statistics';
import { delta } from './delta';
import type { FeatureColumn, VectorExtractor } from './extractor';
import { melFilterBank } from './mel';
import { MFCC_COLUMNS, mfccFromMel } from './mfcc';
import {
  CONTRAST_COLUMNS,
  contrastBands,
  measurePeaksAndValleys,
  peaksToContrast,
} from './spectral-contrast';
import { measureSpectralShape, SPECTRAL_SHAPE_COLUMNS } from './spectral-shape';
import { binFrequencies, countFrames } from './framing';
import { bankedSpectra } from './stft';
import { measureTimeDomain, TIME_DOMAIN_COLUMNS } from './time-domain';

const TIMBRE = { sampleRate: 22050, nFft: 2048, hopLength: 512, nMels: 128 } as const;
const NUM_DELTAS = 13;

const MEL_FILTERS = melFilterBank(TIMBRE);
const CHROMA_FILTERS = chromaFilterBank(TIMBRE.sampleRate, TIMBRE.nFft);
const BANDS = contrastBands(binFrequencies(TIMBRE.sampleRate, TIMBRE.nFft));

/** Columns of a frame, in the order of the tables that `measureFrames` gives. */
const FRAME_COLUMNS = [
  ...TIME_DOMAIN_COLUMNS,
  ...SPECTRAL_SHAPE_COLUMNS,
  ...CONTRAST_COLUMNS,
  ...CHROMA_COLUMNS,
  ...MFCC_COLUMNS,
];

const COLUMNS: readonly FeatureColumn[] = [
  ...FRAME_COLUMNS.map(({ name, unit, help }) => ({
    name: `${name}_mean`,
    unit,
    help: `${help} Average over the clip.`,
  })),
  ...FRAME_COLUMNS.map(({ name, unit, help }) => ({
    name: `${name}_std`,
    unit,
    help: `${help} How much it varies over the clip.`,
  })),
  ...MFCC_COLUMNS.slice(0, NUM_DELTAS).map(({ name, help }) => ({
    name: `${name}_delta_std`,
    unit: 'dB/frame',
    help: `${help} How restlessly it moves from moment to moment.`,
  })),
];

export const timbreExtractor: VectorExtractor = {
  id: 'timbre',
  version: 1,
  title: 'Timbre, harmony and loudness',
  kind: 'vector',
  sampleRate: TIMBRE.sampleRate,
  columns: COLUMNS,
  extract: (waveform) => Promise.resolve(timbreVector(waveform)),
};

/** Shape [columns.length]: means, standard deviations, then those of the MFCC slopes. */
function timbreVector(waveform: Waveform): Float32Array {
  const tables = measureFrames(waveform.samples);
  const statistics = Object.values(tables).map(columnStatistics);
  const slopes = columnStatistics(delta(tables.mfcc, NUM_DELTAS));
  return Float32Array.from([
    ...statistics.flatMap(({ mean }) => [...mean]),
    ...statistics.flatMap(({ std }) => [...std]),
    ...slopes.std,
  ]);
}

/** One table a family of features, each of shape [numFrames, its columns]. */
function measureFrames(
  samples: Float32Array,
): Record<'timeDomain' | 'shape' | 'contrast' | 'chroma' | 'mfcc', Matrix> {
  const numFrames = countFrames(samples.length, TIMBRE.hopLength);
  const shape = createMatrix(numFrames, SPECTRAL_SHAPE_COLUMNS.length);
  const contrast = createMatrix(numFrames, CONTRAST_COLUMNS.length);
  const valleys = createMatrix(numFrames, CONTRAST_COLUMNS.length);
  const chroma = createMatrix(numFrames, CHROMA_COLUMNS.length);
  const mel = createMatrix(numFrames, TIMBRE.nMels);
  const magnitude = new Float64Array(TIMBRE.nFft / 2 + 1);
  const hzPerBin = TIMBRE.sampleRate / TIMBRE.nFft;

  let frame = 0;
  const banks = [MEL_FILTERS, CHROMA_FILTERS];
  for (const { power, filtered } of bankedSpectra(samples, { ...TIMBRE, banks })) {
    for (let bin = 0; bin < power.length; bin++) magnitude[bin] = Math.sqrt(power[bin]!);
    measureSpectralShape({ magnitude, power, hzPerBin }, row(shape, frame));
    measurePeaksAndValleys(magnitude, BANDS, {
      peaks: row(contrast, frame),
      valleys: row(valleys, frame),
    });
    row(mel, frame).set(filtered[0]!);
    row(chroma, frame).set(filtered[1]!);
    normalizeChroma(row(chroma, frame));
    frame++;
  }
  peaksToContrast(contrast, valleys);
  const timeDomain = measureTimeDomain(samples, TIMBRE);
  return { timeDomain, shape, contrast, chroma, mfcc: mfccFromMel(mel) };
}
