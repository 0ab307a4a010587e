// FMA's columns against its own recipe: on librosa 0.5.1, with which its file was made, and on librosa 0.11.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { correlation } from '../../test/builders/correlation';
import { NO_REAL_MUSIC, realDataPath } from '../../test/builders/real-music';
import golden05 from '../../test/golden/fma518_0_5.json';
import golden11 from '../../test/golden/fma518_0_11.json';
import { FORMULA_SIGNALS, formulaWaveform, realWaveform } from '../../test/golden/fma518-signals';
import { fma518, fma518CorrectedExtractor, fma518Extractor, type Fma518Options } from './fma-518';

type Table = Readonly<Record<string, readonly number[]>>;
type Variant = Omit<Fma518Options, 'sampleRate'>;

interface Release {
  readonly librosa: Variant['librosa'];
  readonly options: Variant;
  readonly formula: Table;
  readonly real: Table;
}

const RELEASES: readonly Release[] = [
  {
    librosa: '0.5',
    options: { librosa: '0.5', sampleRateOfSpectralShape: 'assumed-22050' },
    ...golden05,
  },
  {
    librosa: '0.11',
    options: { librosa: '0.11', sampleRateOfSpectralShape: 'actual' },
    ...golden11,
  },
];

type Column = (typeof COLUMNS)[number];

interface Expectation {
  readonly librosa: Variant['librosa'];
  /** Shape [518]. */
  readonly expected: readonly number[];
  readonly maxError: number;
}

const COLUMNS = fma518Extractor.columns.map(({ name }) => {
  const [, feature, statistic, number] = /^(.+)_([a-z]+)_(\d\d)$/.exec(name)!;
  return { name, feature: feature!, statistic: statistic!, number: number! };
});
const INDEX = new Map(COLUMNS.map(({ name }, index) => [name, index]));
const FROM_CQT = new Set(['chroma_cqt', 'chroma_cens', 'tonnetz']);
const SHAPES = new Set(['kurtosis', 'skew']);

const MAX_ERROR = 1e-4;
/** Of real clips; only the rolloff needs it, which steps from bin to bin where a sum in float32 meets its 85 %. */
const MAX_ERROR_OF_CLIPS = 1e-3;
/**
 * Against librosa 0.11, whose resampler is not copied (`cqt-decimator.ts`). A share near one of CENS's thresholds falls on
 * either side of it, and so the extremes and the shape of a distribution follow less closely than its mean.
 */
const MAX_ERROR_BESIDE_SOXR = { mean: 1e-2, others: 0.1, shapes: 0.3 };
/** Tonnetz means of noise: a hundredth of their range. */
const MAX_TONNETZ_MEAN_ERROR = 3e-2;
const MIN_CORRELATION = 0.999;

function maxErrorOf({ feature, statistic }: Column, { librosa, maxError }: Expectation): number {
  if (!FROM_CQT.has(feature) || librosa === '0.5') return maxError;
  if (SHAPES.has(statistic)) return MAX_ERROR_BESIDE_SOXR.shapes;
  if (statistic !== 'mean') return MAX_ERROR_BESIDE_SOXR.others;
  return feature === 'tonnetz' ? MAX_TONNETZ_MEAN_ERROR : MAX_ERROR_BESIDE_SOXR.mean;
}

/**
 * Relative to the value, or, where that is larger, to the standard deviation of what it describes (to 1 for skew and
 * kurtosis): a mean may lie near 0 by chance.
 */
function expectClose(ours: Float32Array, expectation: Expectation) {
  const { expected } = expectation;
  COLUMNS.forEach((column, i) => {
    const { feature, statistic, number } = column;
    const unit = SHAPES.has(statistic) ? 1 : expected[INDEX.get(`${feature}_std_${number}`)!]!;
    const error = Math.abs(ours[i]! - expected[i]!) / Math.max(unit, Math.abs(expected[i]!));
    const message = `${column.name}: ${ours[i]} for ${expected[i]}`;
    if (ours[i] !== expected[i])
      expect(error, message).toBeLessThan(maxErrorOf(column, expectation));
  });
}

describe.each(RELEASES)('fma-518 like librosa $librosa', ({ librosa, options, formula, real }) => {
  it.each(FORMULA_SIGNALS)('on a formula: %s', (name) => {
    const { samples, sampleRate } = formulaWaveform(name);
    const ours = fma518(samples, { ...options, sampleRate });
    expectClose(ours, { librosa, expected: formula[name]!, maxError: MAX_ERROR });
  });

  it('on real clips, column by column and across clips', { timeout: 60_000 }, async (context) => {
    const names = Object.keys(real);
    const clips = await Promise.all(names.map(realWaveform));
    context.skip(clips.includes(null), NO_REAL_MUSIC);
    const rows = clips.map((clip) => fma518(clip!.samples, { ...options, sampleRate: 44100 }));
    names.forEach((name, i) =>
      expectClose(rows[i]!, { librosa, expected: real[name]!, maxError: MAX_ERROR_OF_CLIPS }),
    );
    COLUMNS.forEach(({ name, statistic }, column) => {
      if (statistic !== 'mean') return;
      const ours = rows.map((row) => row[column]!);
      const theirs = names.map((clip) => real[clip]![column]!);
      expect(correlation(ours, theirs), name).toBeGreaterThan(MIN_CORRELATION);
    });
  });
});

describe('the extractors', () => {
  it('give the numbers of their variants', async () => {
    const waveform = formulaWaveform('melody');
    const [compatible, corrected] = RELEASES.map(({ options }) =>
      fma518(waveform.samples, { ...options, sampleRate: waveform.sampleRate }),
    );
    expect(await fma518Extractor.extract(waveform)).toEqual(compatible);
    expect(await fma518CorrectedExtractor.extract(waveform)).toEqual(corrected);
  });

  it('have FMA’s columns in its order', (context) => {
    const file = realDataPath('fma_columns518.csv');
    context.skip(file === null, NO_REAL_MUSIC);
    const rows = readFileSync(file!, 'utf8').trim().split('\n').slice(1);
    const expected = rows.map((line) => line.split(',').slice(1).join('_'));
    expect(fma518Extractor.columns.map(({ name }) => name)).toEqual(expected);
  });

  it('say half the true frequency only where the recipe does', () => {
    const helpOf = (extractor: typeof fma518Extractor, name: string) =>
      extractor.columns.find((column) => column.name === name)!.help;
    expect(helpOf(fma518Extractor, 'spectral_centroid_mean_01')).toContain('1/2 of its true');
    expect(helpOf(fma518CorrectedExtractor, 'spectral_centroid_mean_01')).not.toContain('true');
    expect(helpOf(fma518Extractor, 'spectral_contrast_max_02')).toContain('from 400 to 800 Hz');
    expect(helpOf(fma518CorrectedExtractor, 'spectral_contrast_max_02')).toContain('200 to 400 Hz');
  });
});

it('refuses a sample rate below the highest semitone it listens to', () => {
  const options = { ...RELEASES[0]!.options, sampleRate: 8000 };
  expect(() => fma518(new Float32Array(8000), options)).toThrow('sample rate');
});

it.each([16000, 22050, 48000])('finds the same notes at %i Hz', (sampleRate) => {
  const chord = (n: number) =>
    [440, 554.37, 659.26].reduce(
      (sum, hz) => sum + Math.sin((2 * Math.PI * hz * n) / sampleRate),
      0,
    );
  const samples = Float32Array.from({ length: 2 * sampleRate }, (_, n) => 0.2 * chord(n));
  const columns = fma518(samples, {
    sampleRate,
    librosa: '0.11',
    sampleRateOfSpectralShape: 'actual',
  });
  for (const feature of ['chroma_cqt', 'chroma_cens']) {
    const medians = COLUMNS.flatMap((column, i) =>
      column.feature === feature && column.statistic === 'median' ? [columns[i]!] : [],
    );
    const strongest = medians
      .map((value, note) => ({ value, note }))
      .sort((a, b) => b.value - a.value);
    expect(
      strongest
        .slice(0, 3)
        .map(({ note }) => note)
        .sort(),
      feature,
    ).toEqual([1, 4, 9]);
  }
});
