// FMA's 518 columns (Defferrard et al. 2017): what `features.py` of that dataset computes with librosa, here for any clip.
// Two extractors: `fma-518` gives the numbers that FMA's own file was made with, so that a model trained on one works on
// the other; `fma-518-corrected` gives what was meant.
//
// What differs between them:
// - features.py passes no sample rate to chroma_stft, centroid, bandwidth, contrast and rolloff, so they take the audio to
//   have 22,050 Hz whatever it has (`sampleRateOfSpectralShape`);
// - FMA used librosa 0.5 (`librosa`): frames at the ends of a clip see it mirrored (0.11: silence), wavelets of the
//   constant-Q transform are 3 % shorter, rmse is the root of the mean over bins of |STFT|² (0.11: of the windowed samples).
// Rows of FMA’s file describe whole tracks: the extremes of a 30-second clip mostly lie nearer its mean than the track’s.
//
// How near it comes (`fma-518.test.ts`: of the value or, where that is larger, of its standard deviation over the clip, or
// of 1 for skew and kurtosis; from the same samples, for an MP3's empty bands tell which decoder made them): to librosa
// 0.5.1 in all columns within 1e-4 on formulas and 1e-3 on real clips. To 0.11 likewise, but for chroma_cqt, chroma_cens
// and tonnetz, because soxr is not copied (`cqt-decimator.ts`): means within 1 % (tonnetz 3 %), medians, extremes and
// standard deviations within 10 %, skew and kurtosis within 0.3, for CENS quantizes. Left out of 0.5: that it never found a
// tuning above 0.48 semitones, and (for sample rates from 88,200 Hz) that it divided the rate by 4 in one step.

import { EarmarkError } from '../core/errors';
import type { FeatureColumn, VectorExtractor } from './extractor';
import { fmaColumns, FMA_FEATURES } from './fma-columns';
import { measureFmaFrames } from './fma-frames';
import type { LibrosaRelease } from './cqt-basis';
import { sevenStatistics, STATISTICS } from './seven-statistics';

const FRAMING = { nFft: 2048, hopLength: 512 } as const;
const ASSUMED_SAMPLE_RATE = 22050;
const MIN_SAMPLE_RATE = 16000;

/** Nearly all of FMA has this rate; a contract of extractors asks for one. */
const SAMPLE_RATE = 44100;

export interface Fma518Options {
  /** Hz of the samples, at least 16,000. */
  readonly sampleRate: number;
  /** Whose definitions to follow; FMA's file was made with 0.5. */
  readonly librosa: LibrosaRelease;
  /** The rate by which chroma_stft, centroid, bandwidth, contrast and rolloff turn bins into Hz. FMA's: assumed-22050. */
  readonly sampleRateOfSpectralShape: 'assumed-22050' | 'actual';
}

/**
 * The columns of one clip in the order of `fmaColumns`, shape [518].
 * @throws EarmarkError `sample-rate-too-low`
 */
export function fma518(samples: Float32Array, options: Fma518Options): Float32Array {
  const { sampleRate, librosa, sampleRateOfSpectralShape } = options;
  if (sampleRate < MIN_SAMPLE_RATE) {
    throw new EarmarkError('sample-rate-too-low', `${sampleRate} Hz`);
  }
  const assumedSampleRate =
    sampleRateOfSpectralShape === 'actual' ? sampleRate : ASSUMED_SAMPLE_RATE;
  const frames = measureFmaFrames(samples, { ...FRAMING, sampleRate, assumedSampleRate, librosa });
  return Float32Array.from(
    FMA_FEATURES.flatMap((feature) => {
      const { data, rows, columns } = frames[feature];
      const values = new Float64Array(rows);
      const statistics = Array.from({ length: columns }, (_, dimension) => {
        for (let i = 0; i < rows; i++) values[i] = data[i * columns + dimension]!;
        return sevenStatistics(values);
      });
      return STATISTICS.flatMap((name) => statistics.map((dimension) => dimension[name]));
    }),
  );
}

const FRAME_SECONDS = FRAMING.hopLength / SAMPLE_RATE;

function extractor(
  identity: Pick<VectorExtractor, 'id' | 'title'>,
  columns: readonly FeatureColumn[],
  options: Omit<Fma518Options, 'sampleRate'>,
): VectorExtractor {
  return {
    ...identity,
    version: 1,
    kind: 'vector',
    sampleRate: SAMPLE_RATE,
    columns,
    extract: ({ samples }) =>
      Promise.resolve(fma518(samples, { ...options, sampleRate: SAMPLE_RATE })),
  };
}

export const fma518Extractor = extractor(
  { id: 'fma-518', title: 'FMA’s 518 columns, as in its file' },
  fmaColumns({
    trueHzPerHz: SAMPLE_RATE / ASSUMED_SAMPLE_RATE,
    loudness: 'the root mean square of the spectrum',
    frameSeconds: FRAME_SECONDS,
  }),
  { librosa: '0.5', sampleRateOfSpectralShape: 'assumed-22050' },
);

export const fma518CorrectedExtractor = extractor(
  { id: 'fma-518-corrected', title: 'FMA’s 518 columns, true frequencies' },
  fmaColumns({
    trueHzPerHz: 1,
    loudness: 'the root mean square of the samples',
    frameSeconds: FRAME_SECONDS,
  }),
  { librosa: '0.11', sampleRateOfSpectralShape: 'actual' },
);
