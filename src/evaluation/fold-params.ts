// The settings of a cross-validation, as data.

import type { CrossValidation, ParamSpec, ParamValues } from '../core/run-types';
import { resolveParams } from '../trainers/params';

export const foldParams: readonly ParamSpec[] = [
  {
    name: 'folds',
    kind: 'number',
    label: 'Folds',
    help: 'Into how many parts the clips are dealt. Each part is held out once, while the model learns from the others. More folds learn from more clips each, and take longer.',
    default: 5,
    min: 2,
    max: 20,
    step: 1,
    integer: true,
  },
  {
    name: 'repeats',
    kind: 'number',
    label: 'Repeats',
    help: 'How often the clips are dealt anew, to see how much the score owes to the deal.',
    default: 1,
    min: 1,
    max: 20,
    step: 1,
    integer: true,
  },
];

/** @throws EarmarkError `param-invalid` */
export function readCrossValidation(values: ParamValues): CrossValidation {
  const { folds, repeats } = resolveParams(foldParams, values);
  return { folds: Number(folds), repeats: Number(repeats) };
}
