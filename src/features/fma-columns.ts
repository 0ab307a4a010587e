// The 518 columns of FMA's features.csv: 74 dimensions of eleven features times seven statistics, in that file's order,
// named feature_statistic_number after its three header rows.

import { CENS_SMOOTHING_FRAMES } from './cqt-chroma';
import type { FeatureColumn } from './extractor';
import { describeMfcc, MFCC_COLUMNS } from './mfcc';
import { PITCH_CLASSES } from './pitch-classes';
import { STATISTICS, type Statistic } from './seven-statistics';
import { CONTRAST_COLUMNS, describeContrast } from './spectral-contrast';

export const FMA_FEATURES = [
  'chroma_cens',
  'chroma_cqt',
  'chroma_stft',
  'mfcc',
  'rmse',
  'spectral_bandwidth',
  'spectral_centroid',
  'spectral_contrast',
  'spectral_rolloff',
  'tonnetz',
  'zcr',
] as const;
export type FmaFeature = (typeof FMA_FEATURES)[number];

interface Dimension {
  /** Begins the sentence "…: the average over the clip." */
  readonly subject: string;
  readonly unit: string;
}

export interface FmaScale {
  /** Hz for each Hz that the spectral shape reads, because it assumes a sample rate that may not be the true one. */
  readonly trueHzPerHz: number;
  /** How the loudness was computed. */
  readonly loudness: string;
  /** Seconds between frames. */
  readonly frameSeconds: number;
}

/** All columns, for help texts that tell true frequencies. */
export function fmaColumns(scale: FmaScale): FeatureColumn[] {
  const dimensions = describeDimensions(scale);
  return FMA_FEATURES.flatMap((feature) =>
    STATISTICS.flatMap((statistic) =>
      dimensions[feature].map(({ subject, unit }, index) => ({
        name: `${feature}_${statistic}_${String(index + 1).padStart(2, '0')}`,
        unit: statistic === 'skew' || statistic === 'kurtosis' ? '' : unit,
        help: `${subject}: ${SAID[statistic]}.`,
      })),
    ),
  );
}

/** What each statistic says about the subject before the colon. */
const SAID: Record<Statistic, string> = {
  kurtosis: 'how much it varies by rare extremes rather than steadily (0 as in a bell curve)',
  max: 'the highest value in the clip',
  mean: 'the average over the clip',
  median: 'the middle value, with half of the clip above it and half below',
  min: 'the lowest value in the clip',
  skew: 'whether its outliers lie above the usual (positive) or below it (negative)',
  std: 'how much it varies over the clip',
};

const CIRCLES = [
  'the circle of fifths',
  'the circle of minor thirds',
  'the circle of major thirds',
];

function describeDimensions({
  trueHzPerHz,
  loudness,
  frameSeconds,
}: FmaScale): Record<FmaFeature, Dimension[]> {
  const scaled = trueHzPerHz === 1 ? '' : `, read at 1/${trueHzPerHz} of its true frequency`;
  const smoothing = (CENS_SMOOTHING_FRAMES * frameSeconds).toFixed(1);
  const inHz = (subject: string) => [{ subject: `${subject}${scaled}`, unit: 'Hz' }];
  const pure = (subject: string) => ({ subject, unit: '' });
  const inDb = (subject: string) => ({ subject, unit: 'dB' });
  return {
    chroma_cens: PITCH_CLASSES.map((note) =>
      pure(`Share of the note ${note} in the harmony, smoothed over ${smoothing} s`),
    ),
    chroma_cqt: PITCH_CLASSES.map((note) =>
      pure(`Strength of the note ${note} beside the strongest note, heard semitone by semitone`),
    ),
    chroma_stft: PITCH_CLASSES.map((note) =>
      pure(`Strength of the note ${note} beside the strongest note, read off the spectrum`),
    ),
    mfcc: MFCC_COLUMNS.map((_, index) => inDb(describeMfcc(index))),
    rmse: [pure(`Loudness, ${loudness}`)],
    spectral_bandwidth: inHz('How widely the sound spreads around its centre of gravity'),
    spectral_centroid: inHz('Brightness, the centre of gravity of the spectrum'),
    spectral_contrast: CONTRAST_COLUMNS.map((_, band) => inDb(describeContrast(band, trueHzPerHz))),
    spectral_rolloff: inHz('Upper end of the sound, with 85 % of the spectrum below it'),
    tonnetz: CIRCLES.flatMap((circle) =>
      ['first', 'second'].map((axis) => pure(`Place of the harmony on ${circle}, ${axis} axis`)),
    ),
    zcr: [pure('How often the wave changes sign, high for noise, hi-hats and distortion')],
  };
}
