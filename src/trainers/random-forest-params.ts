// The settings of the random-forest trainer, as data. Names are scikit-learn's.

import type { ParamSpec } from '../core/run-types';

export const randomForestParams: readonly ParamSpec[] = [
  {
    name: 'n_estimators',
    kind: 'number',
    label: 'Trees',
    help: 'How many trees vote. More are steadier and take longer; beyond a few hundred little changes.',
    default: 200,
    min: 1,
    max: 2000,
    step: 1,
    integer: true,
  },
  {
    name: 'max_depth',
    kind: 'number',
    label: 'Tree depth',
    help: 'How many questions in a row a tree may ask about a clip. Forests like deep trees: 32 is as good as no limit; try 6 to 12 if training is perfect and validation poor.',
    default: 32,
    min: 1,
    max: 64,
    step: 1,
    integer: true,
    sweep: { min: 4, max: 32, scale: 'log' },
  },
  {
    name: 'min_samples_leaf',
    kind: 'number',
    label: 'Smallest group (min_samples_leaf)',
    help: 'How many clips must share an answer of a tree. 1 lets trees single out clips; 2 to 5 gives calmer probabilities.',
    default: 1,
    min: 1,
    max: 100,
    step: 1,
    integer: true,
    sweep: { min: 1, max: 10, scale: 'log' },
  },
  {
    name: 'max_features',
    kind: 'choice',
    label: 'Features per question (max_features)',
    help: 'Out of how many measurements, drawn by chance, each question is chosen. Fewer make the trees more different from each other.',
    default: 'sqrt',
    options: [
      {
        value: 'sqrt',
        label: 'Square root of their number',
        short: '√ of the features a question',
      },
      {
        value: 'log2',
        label: 'Logarithm of their number (fewest)',
        short: 'log₂ of the features a question',
      },
      { value: 'all', label: 'All of them', short: 'all features a question' },
    ],
    advanced: true,
    sweep: ['sqrt', 'log2', 'all'],
  },
];
