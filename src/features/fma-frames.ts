// FMA's 74 dimensions frame by frame, a table a feature; the statistics over them are `fma-518.ts`'s.
// Memory: some hundred numbers a frame and half the samples again; spectra are never kept.

import { column, createMatrix, row, type Matrix } from '../core/matrix';
import { chromaFilterBank, normalizeChroma } from './chroma';
import { cqtMagnitudes } from './cqt';
import type { LibrosaRelease } from './cqt-basis';
import { censFromFolded, chromaFromFolded, foldOctaves, tonnetz } from './cqt-chroma';
import { joinFilterBanks } from './filter-bank';
import type { FmaFeature } from './fma-columns';
import { melFilterBank } from './mel';
import { mfccFromMel } from './mfcc';
import { PITCH_CLASSES } from './pitch-classes';
import { contrastBands, measurePeaksAndValleys, peaksToContrast } from './spectral-contrast';
import { measureSpectralOutline } from './spectral-shape';
import { binFrequencies, countFrames, type StftOptions } from './framing';
import { filteredSpectra, powerSpectra } from './stft';
import { TuningEstimator } from './tuning';
import { zeroCrossingRates } from './zero-crossings';

const NUM_MELS = 128;
/** Centroid, bandwidth, rolloff. */
const NUM_OUTLINE = 3;

export interface FmaFraming {
  readonly nFft: number;
  readonly hopLength: number;
  /** Hz, of the samples. */
  readonly sampleRate: number;
  /** Hz, that chroma_stft and the spectral shape take the samples to have. */
  readonly assumedSampleRate: number;
  readonly librosa: LibrosaRelease;
}

/** One table a feature, shape [numFrames, its dimensions]. */
export type FmaFrames = Record<FmaFeature, Matrix>;

export function measureFmaFrames(samples: Float32Array, framing: FmaFraming): FmaFrames {
  const { sampleRate, hopLength, librosa } = framing;
  const { tuning, chromaTuning, ...spectral } = measureSpectra(samples, framing);
  const cqt = cqtMagnitudes(samples, { sampleRate, hopLength, tuning, librosa });
  const folded = foldOctaves(cqt);
  const cens = censFromFolded(folded);
  return {
    ...spectral,
    ...measureFiltered(samples, framing, chromaTuning),
    chroma_cqt: chromaFromFolded(folded),
    chroma_cens: cens,
    tonnetz: tonnetz(cens),
    zcr: zeroCrossingRates(samples, framing),
  };
}

function stftOptions({ nFft, hopLength, librosa }: FmaFraming): StftOptions {
  return { nFft, hopLength, padding: librosa === '0.5' ? 'reflect' : 'zero' };
}

type SpectralFeature =
  'rmse' | 'spectral_bandwidth' | 'spectral_centroid' | 'spectral_contrast' | 'spectral_rolloff';

interface Tunings {
  /** Semitones above A4 = 440 Hz, from magnitudes at the true sample rate: for the constant-Q transform. */
  readonly tuning: number;
  /** The same from powers at the assumed rate: for the chroma of the STFT. */
  readonly chromaTuning: number;
}

/** What needs nothing but the spectra, and the tunings that the rest needs. */
function measureSpectra(
  samples: Float32Array,
  framing: FmaFraming,
): Record<SpectralFeature, Matrix> & Tunings {
  const { nFft, hopLength, sampleRate, assumedSampleRate, librosa } = framing;
  const numFrames = countFrames(samples.length, hopLength);
  const table = (columns: number) => createMatrix(numFrames, columns);
  const rmse = table(1);
  const outlines = table(NUM_OUTLINE);
  const bands = contrastBands(binFrequencies(assumedSampleRate, nFft));
  const contrast = table(bands.length);
  const valleys = table(bands.length);
  const tuning = new TuningEstimator({ sampleRate, nFft });
  const chromaTuning = new TuningEstimator({ sampleRate: assumedSampleRate, nFft });
  const magnitude = new Float64Array(nFft / 2 + 1);
  let frame = 0;
  for (const power of powerSpectra(samples, stftOptions(framing))) {
    let total = 0;
    let largest = 0;
    for (let bin = 0; bin < power.length; bin++) {
      const value = power[bin]!;
      total += value;
      if (value > largest) largest = value;
      magnitude[bin] = Math.sqrt(value);
    }
    rmse.data[frame] = Math.sqrt(meanPower(power, total, librosa));
    measureSpectralOutline(magnitude, assumedSampleRate / nFft, row(outlines, frame));
    measurePeaksAndValleys(magnitude, bands, {
      peaks: row(contrast, frame),
      valleys: row(valleys, frame),
    });
    tuning.add(magnitude, Math.sqrt(largest));
    chromaTuning.add(power, largest);
    frame++;
  }
  peaksToContrast(contrast, valleys);
  return {
    rmse,
    spectral_centroid: createMatrix(numFrames, 1, column(outlines, 0)),
    spectral_bandwidth: createMatrix(numFrames, 1, column(outlines, 1)),
    spectral_rolloff: createMatrix(numFrames, 1, column(outlines, 2)),
    spectral_contrast: contrast,
    tuning: tuning.finish(),
    chromaTuning: chromaTuning.finish(),
  };
}

/** librosa 0.5's mean over bins, or the power of the windowed samples, of which a real signal has half at negative frequencies. */
function meanPower(power: Float64Array, total: number, librosa: LibrosaRelease): number {
  if (librosa === '0.5') return total / power.length;
  const nFft = 2 * (power.length - 1);
  return (2 * total - power[0]! - power[power.length - 1]!) / nFft ** 2;
}

/** What is read off the spectra through filters: notes, once their tuning is known, and the sound colour. */
function measureFiltered(
  samples: Float32Array,
  framing: FmaFraming,
  chromaTuning: number,
): Record<'chroma_stft' | 'mfcc', Matrix> {
  const { nFft, sampleRate, assumedSampleRate } = framing;
  const bank = joinFilterBanks(
    melFilterBank({ sampleRate, nFft, nMels: NUM_MELS }),
    chromaFilterBank(assumedSampleRate, nFft, chromaTuning),
  );
  const filtered = filteredSpectra(samples, { ...stftOptions(framing), bank });
  const numFrames = filtered.length / bank.numFilters;
  const mel = createMatrix(numFrames, NUM_MELS);
  const chroma = createMatrix(numFrames, PITCH_CLASSES.length);
  for (let frame = 0; frame < numFrames; frame++) {
    const values = filtered.subarray(frame * bank.numFilters, (frame + 1) * bank.numFilters);
    mel.data.set(values.subarray(0, NUM_MELS), frame * NUM_MELS);
    row(chroma, frame).set(values.subarray(NUM_MELS));
    normalizeChroma(row(chroma, frame));
  }
  return { chroma_stft: chroma, mfcc: mfccFromMel(mel) };
}
