// The settings of the support-vector-machine trainer, as data. Names are scikit-learn's where it has them.

import type { ParamSpec } from '../core/run-types';

export const svmParams: readonly ParamSpec[] = [
  {
    name: 'C',
    kind: 'number',
    label: 'Strictness (C)',
    help: 'How dearly each training clip on the wrong side is paid for. Lower is more cautious; try 1 to 10.',
    default: 10,
    min: 0.001,
    max: 10000,
    step: 0.001,
  },
  {
    name: 'tries',
    kind: 'number',
    label: 'Values of C to try',
    help: 'Tries this many values, each four times the last and C at the end, and keeps the one that does best on the validation clips. Without validation clips only C itself is learned.',
    default: 3,
    min: 1,
    max: 6,
    step: 1,
    integer: true,
  },
  {
    name: 'gamma',
    kind: 'number',
    label: 'Reach (gamma)',
    help: 'How far the say of a training clip reaches, as a factor of the usual (1 / (columns × variance), scikit-learn’s "scale"). Higher is nearer: try 0.3 to 3.',
    default: 1,
    min: 0.001,
    max: 1000,
    step: 0.001,
    advanced: true,
  },
];
