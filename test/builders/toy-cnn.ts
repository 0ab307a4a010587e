// A small network and clips that it learns in a few epochs.

import type { ParamValues } from '../../src/core/run-types';
import { cnnTrainer } from '../../src/trainers/cnn';
import type { FitContext, LabelledInput, SpectrogramInput } from '../../src/trainers/trainer';
import { toySpectrograms } from './toy-spectrograms';

export const CLASSES = ['low', 'middle', 'high'];
export const params: ParamValues = {
  epochs: 4,
  batchSize: 6,
  width: 2,
  cropSeconds: 0.8,
  learningRate: 0.02,
  cropsPerEpoch: 1,
};

/** Some clips are shorter than an excerpt. */
export const toySet = (clips: number, seed: number): LabelledInput<SpectrogramInput> =>
  toySpectrograms({
    ...{ clips, classes: CLASSES, numMels: 12, numFrames: (clip) => (clip % 4 === 3 ? 5 : 20) },
    ...{ contrastDb: 40, spreadDb: 6, seed },
  });

export const train = toySet(18, 1);
export const validation = toySet(9, 2);
export const fit = (over: ParamValues, context: Partial<FitContext<SpectrogramInput>> = {}) =>
  cnnTrainer.fit(train.x, train.y, { ...params, ...over }, { seed: 5, validation, ...context });
