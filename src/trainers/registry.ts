// Every trainer and every approach there is. An approach is a recipe: which features, which trainer,
// which settings. To add one: one file for a new trainer, one line (or entry) here.

import type { FeatureChoice, ParamSpec, ParamValues } from '../core/run-types';
import type { FeatureId } from '../features/registry';
import { backboneParam, chosenEmbedding, poolingParam } from './backbone-params';
import { boostedTreesParams } from './boosted-trees-params';
import { cnnParams } from './cnn-params';
import { cnnWork } from './cnn-work';
import { ensembleParams } from './ensemble-params';
import { neighboursSeconds, svmSeconds, type ExpectedSeconds, type RunSize } from './expected-time';
import { chosenExtractors, featureSetParam, wideFeatureSetParam } from './feature-sets';
import { headParams } from './head-params';
import { nearestNeighboursParams } from './k-nearest-neighbours-params';
import { logisticRegressionParams } from './logistic-regression-params';
import { pcaTreesParams } from './pca-trees-params';
import { randomForestParams } from './random-forest-params';
import { svmParams, triedC } from './svm-params';
import type { Trainer } from './trainer';
import { variantsParam } from './variants-param';

const TRAINERS = {
  'boosted-trees': async () => (await import('./boosted-trees')).boostedTreesTrainer,
  'pca-trees': async () => (await import('./pca-trees')).pcaTreesTrainer,
  cnn: async () => (await import('./cnn')).cnnTrainer,
  head: async () => (await import('./head')).headTrainer,
  'random-forest': async () => (await import('./random-forest')).randomForestTrainer,
  'logistic-regression': async () =>
    (await import('./logistic-regression')).logisticRegressionTrainer,
  'k-nearest-neighbours': async () =>
    (await import('./k-nearest-neighbours')).nearestNeighboursTrainer,
  svm: async () => (await import('./svm')).svmTrainer,
  ensemble: async () => (await import('./ensemble')).ensembleTrainer,
} satisfies Record<string, () => Promise<Trainer>>;

export type TrainerId = keyof typeof TRAINERS;

export function loadTrainer(id: TrainerId): Promise<Trainer> {
  return TRAINERS[id]();
}

export interface EpochWords {
  /** What a pass over the training clips is called. */
  readonly name: string;
  /** Several of them, where that is not the name and an "s". */
  readonly many?: string;
  /** The setting that limits their number. */
  readonly param: string;
  /** More of them are more of the same training, so that a few already tell good settings from bad. */
  readonly isBudget?: boolean;
  /** What the curves run along, where counting passes says too little. */
  readonly axis?: string;
  /** What is kept in the end, where "Kept round: 12" does not say it. */
  readonly kept?: {
    readonly label: string;
    /** What the epoch stands for, where it is not its number. */
    readonly value?: (epoch: number, params: ParamValues) => number;
  };
  /** What one must know to read the curves. */
  readonly note?: string;
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
  /** What it learns from, given its settings; vectors are joined side by side. */
  readonly features: (choice: FeatureChoice) => readonly FeatureId[];
  readonly trainer: TrainerId;
  /** Its trainer `usesTensors`: trains on the GPU where there is one. */
  readonly usesTensors?: boolean;
  /** Its trainer `fitsMultiLabel`: learns all labels of a clip, where there are several. */
  readonly multiLabel?: boolean;
  /** Its models are made of those of finished runs (`RunConfig.ensemble`). */
  readonly joinsRuns?: boolean;
  /** Its trainer can start from an earlier model (`FitContext.startFrom`). */
  readonly fineTuning?: {
    /** Settings that must be as they were for that model. */
    readonly sameParams: readonly string[];
  };
  /** Its models hold boosted trees (`FittedModel.trees`): what they say of a single clip can be explained. */
  readonly explainsClips?: boolean;
  readonly epoch: EpochWords;
  /** How long a run takes, where that grows faster than its clips; undefined where it takes no thought. */
  readonly expectedSeconds?: (size: RunSize, params: ParamValues) => ExpectedSeconds;
  /** What an epoch costs a training clip, in a unit of its own: settings next to others; undefined where they hardly matter. */
  readonly relativeWork?: (params: ParamValues) => number;
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
    cost: 'Seconds. No GPU needed.',
    features: ({ params }) => chosenExtractors(params),
    trainer: 'boosted-trees',
    multiLabel: true,
    explainsClips: true,
    epoch: { name: 'Round', param: 'rounds', isBudget: true },
    windowSeconds: 5,
    params: [featureSetParam, ...boostedTreesParams, variantsParam],
  },
  {
    id: 'xgboost-pca',
    title: 'Boosted trees on principal components (XGBoost + PCA)',
    shortTitle: 'XGBoost + PCA',
    summary:
      'Puts all measurements on one scale, drops those that say the same thing twice, and condenses the rest to few numbers (60, where there are as many) before the trees learn.',
    cost: 'Seconds to minutes. No GPU needed.',
    features: ({ params }) => chosenExtractors(params, wideFeatureSetParam),
    trainer: 'pca-trees',
    multiLabel: true,
    explainsClips: true,
    epoch: { name: 'Round', param: 'rounds', isBudget: true },
    windowSeconds: 5,
    params: [wideFeatureSetParam, ...pcaTreesParams, variantsParam],
  },
  {
    id: 'cnn',
    title: 'Neural network on spectrograms (CNN)',
    shortTitle: 'CNN',
    summary:
      'Looks at pictures of the sound (mel-spectrograms) and learns its own features from them.',
    cost: 'Minutes on a GPU, longer without one.',
    features: () => ['log-mel'],
    trainer: 'cnn',
    usesTensors: true,
    multiLabel: true,
    fineTuning: { sameParams: ['width'] },
    epoch: { name: 'Epoch', param: 'epochs', isBudget: true },
    relativeWork: cnnWork,
    windowSeconds: 5,
    params: [...cnnParams, variantsParam],
  },
  {
    id: 'transfer',
    title: 'Transfer from a pretrained network',
    shortTitle: 'Transfer',
    summary:
      'Lets a network that has learned from much music before describe each clip, and trains a small network (a head) on what it says.',
    cost: 'Listening takes seconds to minutes, once; training takes seconds.',
    features: chosenEmbedding,
    trainer: 'head',
    usesTensors: true,
    multiLabel: true,
    epoch: { name: 'Epoch', param: 'epochs', isBudget: true },
    windowSeconds: 10,
    params: [backboneParam, ...headParams, poolingParam, variantsParam],
  },
  {
    id: 'ensemble',
    title: 'Ensemble of finished runs',
    shortTitle: 'Ensemble',
    summary:
      'Lets models that you have trained answer together: where they make different mistakes, they put each other right.',
    cost: 'Seconds as a vote; stacking trains every member again a few times.',
    features: featuresOfMembers,
    trainer: 'ensemble',
    usesTensors: true,
    multiLabel: true,
    joinsRuns: true,
    epoch: {
      name: 'Fold',
      param: 'folds',
      note: 'Of each fold: how the members, trained on the other folds, answer together with equal votes.',
    },
    windowSeconds: 10,
    params: ensembleParams,
  },
  {
    id: 'random-forest',
    title: 'Random forest',
    shortTitle: 'Forest',
    summary:
      'Lets many decision trees vote, each grown on other clips and asking about other measurements, drawn by chance.',
    cost: 'Seconds. No GPU needed.',
    features: ({ params }) => chosenExtractors(params),
    trainer: 'random-forest',
    epoch: {
      name: 'Tree',
      param: 'n_estimators',
      isBudget: true,
      kept: { label: 'Trees kept' },
    },
    windowSeconds: 5,
    params: [featureSetParam, ...randomForestParams, variantsParam],
  },
  {
    id: 'logistic-regression',
    title: 'Logistic regression',
    shortTitle: 'Logistic',
    summary:
      'Gives every measurement a weight for each genre and adds them up: the plainest model there is, and often hard to beat.',
    cost: 'Seconds. No GPU needed.',
    features: ({ params }) => chosenExtractors(params),
    trainer: 'logistic-regression',
    multiLabel: true,
    epoch: {
      name: 'Pass',
      many: 'passes',
      param: 'max_iter',
      isBudget: true,
      kept: { label: 'Passes made' },
    },
    windowSeconds: 5,
    params: [featureSetParam, ...logisticRegressionParams, variantsParam],
  },
  {
    id: 'k-nearest-neighbours',
    title: 'Nearest neighbours (k-NN)',
    shortTitle: 'k-NN',
    summary:
      'Compares each clip with all training clips and lets the most similar ones vote. Nothing is learned by heart but the clips themselves.',
    cost: 'Seconds for a thousand clips; grows with the square of their number. The model holds all training clips. No GPU needed.',
    features: ({ params }) => chosenExtractors(params),
    trainer: 'k-nearest-neighbours',
    expectedSeconds: neighboursSeconds,
    multiLabel: true,
    epoch: {
      name: 'Neighbour',
      param: 'n_neighbors',
      axis: 'Neighbours that vote (k)',
      kept: { label: 'Neighbours that vote (k)' },
      note: 'A training clip is left out of its own vote, so that training is no easier than validation; at most 1,000 of them are tried.',
    },
    windowSeconds: 5,
    params: [featureSetParam, ...nearestNeighboursParams, variantsParam],
  },
  {
    id: 'svm',
    title: 'Support vector machine (SVM)',
    shortTitle: 'SVM',
    summary:
      'Draws a curved border between each two genres, as far as it can from the clips on either side (RBF kernel).',
    cost: 'Seconds for a thousand clips, minutes for ten thousand; grows at least with the square of their number. No GPU needed.',
    features: ({ params }) => chosenExtractors(params),
    trainer: 'svm',
    expectedSeconds: svmSeconds,
    epoch: {
      name: 'Try',
      many: 'tries',
      param: 'tries',
      axis: 'Values of C tried (the first is C as it was set)',
      kept: { label: 'C chosen', value: (epoch, params) => triedC(params, epoch) },
    },
    windowSeconds: 5,
    params: [featureSetParam, ...svmParams, variantsParam],
  },
];

/** The approach of that id, or undefined if this version does not know it. */
export function findApproach(id: string): Approach | undefined {
  return APPROACHES.find((approach) => approach.id === id);
}

/** What any of its members learns from; nothing where one of them has what only its table measures. */
function featuresOfMembers({ ensemble }: FeatureChoice): readonly FeatureId[] {
  const lists = (ensemble?.members ?? []).map(
    (member) => findApproach(member.approach)?.features(member) ?? [],
  );
  return lists.every(({ length }) => length > 0) ? [...new Set(lists.flat())] : [];
}
