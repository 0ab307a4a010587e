// Every trainer and every approach there is. An approach is a recipe: which features, which trainer,
// which settings. To add one: one file for a new trainer, one line (or entry) here.

import type { ParamSpec, ParamValues } from '../core/run-types';
import type { ExtractorId } from '../features/registry';
import { boostedTreesParams } from './boosted-trees-params';
import { cnnParams } from './cnn-params';
import { chosenExtractors, featureSetParam } from './feature-sets';
import type { Trainer } from './trainer';
import { variantsParam } from './variants-param';

const TRAINERS = {
  'boosted-trees': async () => (await import('./boosted-trees')).boostedTreesTrainer,
  cnn: async () => (await import('./cnn')).cnnTrainer,
} satisfies Record<string, () => Promise<Trainer>>;

export type TrainerId = keyof typeof TRAINERS;

export function loadTrainer(id: TrainerId): Promise<Trainer> {
  return TRAINERS[id]();
}

export interface Approach {
  readonly id: string;
  readonly title: string;
  /** A word for buttons and lists. */
  readonly shortTitle: string;
  /** What it does, in words a musician understands. */
  readonly summary: string;
  /** What it costs: time and hardware, in words. */
  readonly cost: string;
  /** Extractors whose output it learns from, given its settings; vectors are joined side by side. */
  readonly extractors: (params: ParamValues) => readonly ExtractorId[];
  readonly trainer: TrainerId;
  /** What a pass over the training clips is called, and the setting that limits their number. */
  readonly epoch: { readonly name: string; readonly param: string };
  /** Length of the pieces a file is cut into when it is classified. */
  readonly windowSeconds: number;
  readonly params: readonly ParamSpec[];
}

export const APPROACHES: readonly Approach[] = [
  {
    id: 'quick-baseline',
    title: 'Quick baseline',
    shortTitle: 'Baseline',
    summary:
      'Learns from numbers that describe each clip (its measurements), with boosted decision trees.',
    cost: 'Seconds; sets not measured yet take longer. No GPU needed.',
    extractors: chosenExtractors,
    trainer: 'boosted-trees',
    epoch: { name: 'Round', param: 'rounds' },
    windowSeconds: 5,
    params: [featureSetParam, ...boostedTreesParams, variantsParam],
  },
  {
    id: 'cnn',
    title: 'Neural network on spectrograms (CNN)',
    shortTitle: 'CNN',
    summary:
      'Looks at pictures of the sound (mel-spectrograms) and learns its own features from them.',
    cost: 'Minutes on a GPU, longer without one.',
    extractors: () => ['log-mel'],
    trainer: 'cnn',
    epoch: { name: 'Epoch', param: 'epochs' },
    windowSeconds: 3,
    params: [...cnnParams, variantsParam],
  },
];

/** The approach of that id, or undefined if this version does not know it. */
export function findApproach(id: string): Approach | undefined {
  return APPROACHES.find((approach) => approach.id === id);
}
