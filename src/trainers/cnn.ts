// A compact VGG-style network on log-mel spectrograms, trained with tfjs-core operations alone.
// The network is in `cnn/forward.ts` and `cnn/backward.ts`, the training loop in `cnn/fit.ts`.

import { EarmarkError } from '../core/errors';
import { cnnParams, type CnnParams } from './cnn-params';
import { firstStepsOf } from './cnn-warm-up';
import { checkSameFeatures } from './cnn/fine-tune';
import { fitCnn } from './cnn/fit';
import { modelFromJson, modelToJson } from './cnn/model-json';
import { predictClips } from './cnn/predict';
import { TRAINER_ID, type CnnModelState } from './cnn/state';
import { namingFailures } from './naming-failures';
import { resolveParams } from './params';
import type { FittedModel, Labels, SpectrogramInput, Trainer } from './trainer';

export const cnnTrainer: Trainer<SpectrogramInput> = {
  id: TRAINER_ID,
  inputKind: 'spectrograms',
  usesTensors: true,
  fitsMultiLabel: true,
  fit: async (x, y, params, context) => {
    checkInput(x, y);
    const settings = resolveParams(cnnParams, params) as unknown as CnnParams;
    const state = await namingFailures(() => fitCnn(x, y, settings, context), context.signal);
    return fitted(state, y.classes);
  },
  fromJSON: (json) => fitted(modelFromJson(json), json.classes),
  warmUp: async (shape, params, context) => {
    const { x, y, settings, validation } = firstStepsOf(shape, resolveParams(cnnParams, params));
    await fitCnn(x, y, settings, { ...context, seed: 0, validation });
  },
};

/** Holds arrays only: tensors live as long as one call of `predictProba`. */
function fitted(state: CnnModelState, classes: readonly string[]): FittedModel<SpectrogramInput> {
  return {
    classes,
    bestEpoch: state.bestEpoch,
    predictProba: async (x, signal, onProgress) => {
      checkSameFeatures(state, x);
      return namingFailures(() => predictClips(state, x, { signal, onProgress }), signal);
    },
    toJSON: () => modelToJson(state, classes),
    dispose: () => undefined,
  };
}

function checkInput(x: SpectrogramInput, y: Labels): void {
  if (y.classes.length < 2) {
    throw new EarmarkError('dataset-too-few-genres', `${y.classes.length} in the training clips`);
  }
  if (x.length !== y.indices.length || x.length === 0) {
    throw new EarmarkError('features-missing', `${x.length} for ${y.indices.length} clips`);
  }
}
