// The settings of the logistic-regression trainer, as data. Names are scikit-learn's.

import type { ParamSpec } from '../core/run-types';

export const logisticRegressionParams: readonly ParamSpec[] = [
  {
    name: 'C',
    kind: 'number',
    label: 'Freedom (C)',
    help: 'How large the weights of measurements may grow. Lower is more cautious: try 0.1 or 0.01 if training is far better than validation.',
    default: 1,
    min: 0.0001,
    max: 10000,
    step: 0.0001,
    sweep: { min: 0.001, max: 100, scale: 'log' },
  },
  {
    name: 'max_iter',
    kind: 'number',
    label: 'Passes',
    help: 'How often the weights are corrected at most (max_iter). It ends by itself when nothing is left to improve, and the last pass is kept.',
    default: 300,
    min: 1,
    max: 5000,
    step: 1,
    integer: true,
  },
];
