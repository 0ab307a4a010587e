// The settings of the k-nearest-neighbours trainer, as data. Names are scikit-learn's.

import type { ParamSpec } from '../core/run-types';

export const nearestNeighboursParams: readonly ParamSpec[] = [
  {
    name: 'n_neighbors',
    kind: 'number',
    label: 'Neighbours (k)',
    help: 'How many of the most similar training clips vote. The curves show how fewer would do on the validation clips. Try 5 to 20.',
    default: 15,
    min: 1,
    max: 200,
    step: 1,
    integer: true,
    sweep: { min: 1, max: 50, scale: 'log' },
  },
  {
    name: 'weights',
    kind: 'choice',
    label: 'Say of a neighbour (weights)',
    help: 'Whether nearer clips count for more. By distance gives finer probabilities.',
    default: 'distance',
    options: [
      {
        value: 'distance',
        label: 'The nearer, the more (1 / distance)',
        short: 'nearer counts more',
      },
      { value: 'uniform', label: 'All the same', short: 'all count the same' },
    ],
    sweep: ['distance', 'uniform'],
  },
];
