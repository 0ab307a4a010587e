// The settings of the support-vector-machine trainer, as data. Names are scikit-learn's where it has them.

import type { ParamSpec, ParamValues } from '../core/run-types';

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
    sweep: { min: 0.1, max: 1000, scale: 'log' },
  },
  {
    name: 'tries',
    kind: 'number',
    label: 'Values of strictness (C) to try',
    help: 'With 1 it learns with C as it is. With more it tries C, a quarter of it, a quarter of that and so on, and keeps the one that recognises most validation clips; without validation clips C itself.',
    default: 1,
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
    sweep: { min: 0.05, max: 10, scale: 'log' },
  },
];

/** Factor from one value of C to the one tried before it. */
const C_STEP = 4;

/** The value of C that a try learns with, tries counted from 1. */
export function triedC({ C }: ParamValues, epoch: number): number {
  return Number(C) / C_STEP ** (epoch - 1);
}
