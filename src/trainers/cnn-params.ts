// The settings of the CNN trainer, as data.

import type { ParamSpec } from '../core/run-types';

export const cnnParams: readonly ParamSpec[] = [
  {
    kind: 'number',
    name: 'epochs',
    label: 'Epochs',
    help: 'How many times the network goes through all training clips; training stops sooner when it no longer improves.',
    default: 30,
    min: 1,
    max: 500,
    step: 1,
    integer: true,
  },
  {
    kind: 'number',
    name: 'batchSize',
    label: 'Batch size',
    help: 'Excerpts the network looks at before it corrects itself. How many of them the device works on at once is chosen while training, so the result does not depend on it.',
    default: 32,
    min: 2,
    max: 256,
    step: 1,
    integer: true,
  },
  {
    kind: 'number',
    name: 'width',
    label: 'Width',
    help: 'Patterns the first layer looks for; later layers have twice and four times as many. More can learn more, slower.',
    default: 16,
    min: 1,
    max: 64,
    step: 1,
    integer: true,
    sweep: { min: 8, max: 32, scale: 'log' },
  },
  {
    kind: 'number',
    name: 'cropSeconds',
    label: 'Excerpt length (s)',
    help: 'Length of the excerpts cut out of each clip; longer ones hear more rhythm and cost more time.',
    default: 5,
    min: 0.2,
    max: 30,
    step: 0.1,
  },
  {
    kind: 'number',
    name: 'learningRate',
    label: 'Learning rate',
    help: 'How far each correction goes; lower it when the loss jumps, raise it when learning crawls.',
    default: 0.002,
    min: 0.000001,
    max: 1,
    step: 0.0001,
    sweep: { min: 0.0003, max: 0.01, scale: 'log' },
  },
  {
    kind: 'choice',
    name: 'schedule',
    label: 'Learning rate over time',
    help: 'Whether corrections become smaller: when the validation loss stalls (halved after three such epochs), along a cosine over all epochs, or not at all.',
    default: 'plateau',
    valueInOldRuns: 'cosine',
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
    kind: 'choice',
    name: 'optimiser',
    label: 'Optimiser',
    help: 'How corrections are made from the gradients: AdamW keeps weight decay apart, Adam adds it to the gradient.',
    default: 'adamw',
    options: [
      { value: 'adamw', label: 'AdamW' },
      { value: 'adam', label: 'Adam' },
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
    max: 500,
    step: 1,
    integer: true,
    advanced: true,
  },
  {
    kind: 'number',
    name: 'cropsPerEpoch',
    label: 'Excerpts a clip',
    help: 'Excerpts drawn from each clip in an epoch, each at another place; more help when there are few clips.',
    default: 2,
    min: 1,
    max: 16,
    step: 1,
    integer: true,
    advanced: true,
  },
  {
    kind: 'number',
    name: 'dropout',
    label: 'Dropout',
    help: 'Share of what the network heard that it must do without while it learns, against learning by heart.',
    default: 0.3,
    min: 0,
    max: 0.9,
    step: 0.05,
    advanced: true,
    sweep: { min: 0, max: 0.6, scale: 'linear' },
  },
  {
    kind: 'number',
    name: 'augmentation',
    label: 'Augmentation',
    help: 'How strongly excerpts are varied (loudness; muted bands and moments, as in SpecAugment) so that few clips go further; 0 turns it off.',
    default: 1,
    min: 0,
    max: 2,
    step: 0.1,
    advanced: true,
  },
  {
    kind: 'number',
    name: 'mixup',
    label: 'Mixing (mixup)',
    help: 'Share of each batch in which two excerpts are laid over each other and both genres count (mixup), against over-confidence; 0 turns it off.',
    default: 0.5,
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
    valueInOldRuns: 0,
    min: 0,
    max: 0.5,
    step: 0.05,
    advanced: true,
  },
  {
    kind: 'choice',
    name: 'classWeights',
    label: 'Genres with few clips',
    help: 'Whether a clip of a rare genre counts more (inverse to the number of its clips), so that all genres count alike.',
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
    max: 1,
    step: 0.001,
    advanced: true,
    sweep: { min: 0.0001, max: 0.1, scale: 'log' },
  },
];

export interface CnnParams {
  readonly epochs: number;
  readonly batchSize: number;
  readonly width: number;
  readonly cropSeconds: number;
  readonly learningRate: number;
  readonly schedule: 'plateau' | 'cosine' | 'constant';
  readonly optimiser: 'adamw' | 'adam';
  readonly patience: number;
  readonly cropsPerEpoch: number;
  /** 0…0.9 */
  readonly dropout: number;
  /** Strength, 0…2; 1 is the usual amount. */
  readonly augmentation: number;
  /** Share of the examples that are mixed, 0…1. */
  readonly mixup: number;
  /** Share of the targets that is spread over all classes, 0…1. */
  readonly labelSmoothing: number;
  readonly classWeights: 'balanced' | 'none';
  readonly weightDecay: number;
}
