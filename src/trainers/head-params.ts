// The settings of the trainer that learns on embeddings, as data. Where the CNN has the same thing, it has the same name.

import type { ParamSpec } from '../core/run-types';

export const headParams: readonly ParamSpec[] = [
  {
    kind: 'choice',
    name: 'head',
    label: 'What learns (head)',
    help: 'A small network finds out which combinations matter. One layer is plainer and harder to mislead. Prototypes compare each clip with the average of each genre: they work from three clips a genre, at once.',
    default: 'mlp',
    options: [
      { value: 'mlp', label: 'small network with one hidden layer (MLP)', short: 'MLP' },
      { value: 'linear', label: 'one layer (linear)', short: 'linear' },
      {
        value: 'prototypes',
        label: 'average of each genre (prototypes, few-shot)',
        short: 'prototypes',
      },
    ],
  },
  {
    kind: 'number',
    name: 'epochs',
    label: 'Epochs',
    help: 'How many times the head goes through all training clips; training stops sooner when it no longer improves. Prototypes need one.',
    default: 100,
    min: 1,
    max: 1000,
    step: 1,
    integer: true,
  },
  {
    kind: 'number',
    name: 'learningRate',
    label: 'Learning rate',
    help: 'How far each correction goes; lower it when the loss jumps, raise it when learning crawls.',
    default: 0.003,
    min: 0.000001,
    max: 1,
    step: 0.0001,
    sweep: { min: 0.0003, max: 0.03, scale: 'log' },
  },
  {
    kind: 'number',
    name: 'hiddenUnits',
    label: 'Hidden units',
    help: 'Combinations that the small network can listen for (MLP). More can learn more, and learn more by heart.',
    default: 128,
    min: 2,
    max: 2048,
    step: 1,
    integer: true,
    sweep: { min: 32, max: 512, scale: 'log' },
  },
  {
    kind: 'number',
    name: 'dropout',
    label: 'Dropout',
    help: 'Share of the hidden units that the small network must do without while it learns (MLP), against learning by heart.',
    default: 0.3,
    min: 0,
    max: 0.9,
    step: 0.05,
    sweep: { min: 0, max: 0.7, scale: 'linear' },
  },
  {
    kind: 'number',
    name: 'batchSize',
    label: 'Batch size',
    help: 'About how many clips the head looks at before it corrects itself.',
    default: 64,
    min: 2,
    max: 4096,
    step: 1,
    integer: true,
    advanced: true,
  },
  {
    kind: 'choice',
    name: 'schedule',
    label: 'Learning rate over time',
    help: 'Whether corrections become smaller: when the validation loss stalls (halved after three such epochs), along a cosine over all epochs, or not at all.',
    default: 'plateau',
    options: [
      {
        value: 'plateau',
        label: 'lower when learning stalls (ReduceLROnPlateau)',
        short: 'plateau',
      },
      { value: 'cosine', label: 'lower steadily (cosine)', short: 'cosine' },
      { value: 'constant', label: 'keep', short: 'constant' },
    ],
    advanced: true,
  },
  {
    kind: 'number',
    name: 'patience',
    label: 'Patience (epochs)',
    help: 'Epochs without a higher accuracy or a lower loss on the validation clips before training stops (early stopping); the epoch of the highest accuracy is kept.',
    default: 5,
    min: 1,
    max: 1000,
    step: 1,
    integer: true,
    advanced: true,
  },
  {
    kind: 'number',
    name: 'mixup',
    label: 'Mixing (mixup)',
    help: 'Share of each batch in which the embeddings of two clips are blended and both genres count (mixup), against over-confidence; 0 turns it off.',
    default: 0,
    min: 0,
    max: 1,
    step: 0.1,
    advanced: true,
    sweep: { min: 0, max: 1, scale: 'linear' },
  },
  {
    kind: 'number',
    name: 'labelSmoothing',
    label: 'Label smoothing',
    help: 'Share of each answer that is spread over all genres while learning, against over-confidence; 0 turns it off.',
    default: 0.05,
    min: 0,
    max: 0.5,
    step: 0.05,
    advanced: true,
  },
  {
    kind: 'choice',
    name: 'classWeights',
    label: 'Genres with few clips',
    help: 'Whether a clip of a rare genre counts more (inverse to the number of its clips), so that all genres count alike. Where clips have several labels, the clips with a rare one count more, more mildly (by the square root).',
    default: 'balanced',
    options: [
      { value: 'balanced', label: 'count more (class weights)', short: 'balanced' },
      { value: 'none', label: 'count as every clip', short: 'unweighted' },
    ],
    advanced: true,
  },
  {
    kind: 'number',
    name: 'weightDecay',
    label: 'Weight decay',
    help: 'Pulls the weights towards zero at every step, against learning by heart.',
    default: 0.01,
    min: 0,
    max: 10,
    step: 0.001,
    advanced: true,
    sweep: { min: 0.001, max: 1, scale: 'log' },
  },
];

export interface HeadParams {
  readonly head: 'linear' | 'mlp' | 'prototypes';
  readonly epochs: number;
  readonly learningRate: number;
  readonly hiddenUnits: number;
  /** 0…0.9 */
  readonly dropout: number;
  readonly batchSize: number;
  readonly schedule: 'plateau' | 'cosine' | 'constant';
  readonly patience: number;
  /** Share of the examples that are mixed, 0…1. */
  readonly mixup: number;
  /** Share of the answers that is spread over all classes, 0…1. */
  readonly labelSmoothing: number;
  readonly classWeights: 'balanced' | 'none';
  readonly weightDecay: number;
}
