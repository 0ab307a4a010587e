// Which measurements an approach with a table learns from, as a setting: sets of extractors whose vectors are joined, or
// the columns of a table that was imported.

import type { ParamSpec, ParamValues } from '../core/run-types';
import type { ExtractorId } from '../features/registry';
import { savedValue } from './params';

interface FeatureSet {
  readonly value: string;
  readonly label: string;
  readonly short: string;
  readonly extractors: readonly ExtractorId[];
  /** What a row of the table that made the set known describes: shorter pieces have other statistics. */
  readonly clipSeconds?: number;
}

const TIMBRE: FeatureSet = {
  value: 'timbre',
  label: 'Timbre, harmony and loudness (103 numbers, quickest)',
  short: 'timbre and harmony',
  extractors: ['timbre'],
};

const TIMBRE_AND_RHYTHM: FeatureSet = {
  value: 'timbre-rhythm',
  label: 'Timbre, harmony and loudness with rhythm and key (essentia.js, slower)',
  short: 'timbre, harmony and rhythm',
  extractors: ['timbre', 'essentia-descriptors'],
};

const FEATURE_SETS: readonly FeatureSet[] = [
  TIMBRE,
  TIMBRE_AND_RHYTHM,
  {
    value: 'fma-518',
    label: 'FMA’s 518 columns as in FMA’s own file (for models made from it)',
    short: 'FMA’s columns (as in its file)',
    extractors: ['fma-518'],
    clipSeconds: 30,
  },
  {
    value: 'fma-518-corrected',
    label: 'FMA’s 518 columns with true frequencies (for everything else)',
    short: 'FMA’s columns (true frequencies)',
    extractors: ['fma-518-corrected'],
    clipSeconds: 30,
  },
  {
    value: 'kaggle-57',
    label: 'The 57 columns of Kaggle’s GTZAN table (for models made from it)',
    short: 'Kaggle’s columns',
    extractors: ['kaggle-57'],
    clipSeconds: 30,
  },
];

/** No extractor measures them: there is nothing but the table. */
const OWN_COLUMNS: FeatureSet = {
  value: 'table',
  label: 'The table’s own columns',
  short: 'the table’s own columns',
  extractors: [],
};

const ALL_SETS: readonly FeatureSet[] = [...FEATURE_SETS, OWN_COLUMNS];

export const featureSetParam: ParamSpec = {
  kind: 'choice',
  name: 'features',
  label: 'Measurements',
  help: 'Which numbers (features) describe each clip. Those not measured yet are measured when training starts; on whole songs rhythm and key often add a little, and the sets of FMA and Kaggle are there for models to be used with those datasets.',
  default: TIMBRE.value,
  valueInOldRuns: TIMBRE_AND_RHYTHM.value,
  options: ALL_SETS.map(({ value, label, short }) => ({ value, label, short })),
};

/** The same setting for an approach that is made for many columns. */
export const wideFeatureSetParam: ParamSpec = {
  ...featureSetParam,
  default: 'fma-518-corrected',
  valueInOldRuns: 'fma-518-corrected',
};

/** The setting as clips with audio are offered it. */
export function forAudio(spec: ParamSpec): ParamSpec {
  if (spec.name !== featureSetParam.name || spec.kind !== 'choice') return spec;
  return { ...spec, options: spec.options.filter(({ value }) => value !== OWN_COLUMNS.value) };
}

/** The value that stands for a table whose columns that extractor measures; null for one that none does. */
export function featureSetOfTable(extractor: string | null): string {
  const ofExtractor = FEATURE_SETS.find(
    ({ extractors: [first, ...others] }) => first === extractor && others.length === 0,
  );
  return (ofExtractor ?? OWN_COLUMNS).value;
}

/** The extractors of the set that was chosen with the setting. */
export function chosenExtractors(
  params: ParamValues,
  spec: ParamSpec = featureSetParam,
): readonly ExtractorId[] {
  const value = savedValue(spec, params);
  return (ALL_SETS.find((set) => set.value === value) ?? TIMBRE).extractors;
}

/** Seconds of sound that the values of the chosen set describe each, where the set is made for one length. */
export function clipSecondsOf(
  params: ParamValues,
  spec: ParamSpec = featureSetParam,
): number | undefined {
  return ALL_SETS.find((set) => set.value === savedValue(spec, params))?.clipSeconds;
}
