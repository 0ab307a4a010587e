// The settings of trees on principal components, as data: how much is condensed, then the trees' own.

import type { ParamSpec, ParamValues } from '../core/run-types';
import { boostedTreesParams } from './boosted-trees-params';
import { resolveParams } from './params';
import type { CondenserOptions } from './pipeline/condenser';

const condenserParams: readonly ParamSpec[] = [
  {
    name: 'n_components',
    kind: 'number',
    label: 'Components (PCA)',
    help: 'To how many numbers the measurements of a clip are condensed (principal components). More keep more detail and more noise; try 20 to 100.',
    default: 60,
    min: 1,
    max: 200,
    step: 1,
    integer: true,
    sweep: { min: 10, max: 100, scale: 'log' },
  },
  {
    name: 'max_correlation',
    kind: 'number',
    label: 'Largest likeness (|r|)',
    help: 'A measurement that follows an earlier one more closely than this (Pearson correlation, either way up) says the same thing twice and is left out. 1 keeps all.',
    default: 0.95,
    min: 0.5,
    max: 1,
    step: 0.01,
    advanced: true,
  },
];

export const pcaTreesParams: readonly ParamSpec[] = [...condenserParams, ...boostedTreesParams];

/** Throws `param-invalid` for a value outside its range, of the trees as well. */
export function readCondenserOptions(values: ParamValues): CondenserOptions {
  const resolved = resolveParams(pcaTreesParams, values);
  return {
    numComponents: Number(resolved['n_components']),
    maxCorrelation: Number(resolved['max_correlation']),
  };
}
