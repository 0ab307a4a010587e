// The settings of an ensemble; its members are chosen among the finished runs.

import type { ParamSpec } from '../core/run-types';

export const ensembleParams: readonly ParamSpec[] = [
  {
    kind: 'choice',
    name: 'method',
    label: 'How they answer together',
    help: 'A soft vote averages what the members say, each with a weight that is found on the validation clips. Stacking trains a small model on what members say of clips they did not learn from; for that every member is trained again a few times.',
    default: 'soft-vote',
    options: [
      { value: 'soft-vote', label: 'weighted average (soft vote)', short: 'soft vote' },
      { value: 'stacking', label: 'a model on top (stacking)', short: 'stacking' },
    ],
  },
  {
    kind: 'number',
    name: 'folds',
    label: 'Folds of stacking',
    help: 'The training clips are dealt into so many parts; each member is trained once without each part, and answers for it. More folds take longer and come closer to what the whole members say. A soft vote needs none.',
    default: 3,
    min: 2,
    max: 10,
    step: 1,
    integer: true,
    advanced: true,
  },
  {
    kind: 'number',
    name: 'C',
    label: 'Freedom of the model on top (C)',
    help: 'Of stacking: low keeps its weights small (L2 penalty), high lets it trust members further. Try 0.01 to 10.',
    default: 0.1,
    min: 0.0001,
    max: 1000,
    step: 0.01,
    advanced: true,
  },
];
