// Which measurements an approach with a table learns from, as a setting: sets of extractors whose vectors are joined.

import type { ParamSpec, ParamValues } from '../core/run-types';
import type { ExtractorId } from '../features/registry';
import { savedValue } from './params';

interface FeatureSet {
  readonly value: string;
  readonly label: string;
  readonly short: string;
  readonly extractors: readonly ExtractorId[];
}

const TIMBRE: FeatureSet = {
  value: 'timbre',
  label: 'Timbre, harmony and loudness (103 numbers, quickest)',
  short: 'timbre',
  extractors: ['timbre'],
};

const TIMBRE_AND_RHYTHM: FeatureSet = {
  value: 'timbre-rhythm',
  label: 'Timbre, harmony and loudness with rhythm and key (essentia.js, slower)',
  short: 'timbre and rhythm',
  extractors: ['timbre', 'essentia-descriptors'],
};

const FEATURE_SETS: readonly FeatureSet[] = [
  TIMBRE,
  TIMBRE_AND_RHYTHM,
  {
    value: 'fma-518',
    label: 'FMA’s 518 columns as in FMA’s own file (for models made from it)',
    short: 'FMA columns as in its file',
    extractors: ['fma-518'],
  },
  {
    value: 'fma-518-corrected',
    label: 'FMA’s 518 columns with true frequencies (for everything else)',
    short: 'FMA columns',
    extractors: ['fma-518-corrected'],
  },
  {
    value: 'kaggle-57',
    label: 'The 57 columns of Kaggle’s GTZAN table (for models made from it)',
    short: 'Kaggle columns',
    extractors: ['kaggle-57'],
  },
];

export const featureSetParam: ParamSpec = {
  kind: 'choice',
  name: 'features',
  label: 'Measurements',
  help: 'Which numbers (features) describe each clip. Those not measured yet are measured when training starts; on whole songs rhythm and key often add a little, and the sets of FMA and Kaggle are there for models to be used with those datasets.',
  default: TIMBRE.value,
  valueInOldRuns: TIMBRE_AND_RHYTHM.value,
  options: FEATURE_SETS.map(({ value, label, short }) => ({ value, label, short })),
};

/** The extractors of the set that was chosen. */
export function chosenExtractors(params: ParamValues): readonly ExtractorId[] {
  const value = savedValue(featureSetParam, params);
  return (FEATURE_SETS.find((set) => set.value === value) ?? TIMBRE).extractors;
}
