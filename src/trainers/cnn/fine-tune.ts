// A network that begins where an earlier one ended ("fine-tuning"): what that one learned to hear stays, and so does what it
// knows of genres that are asked for again.

import { EarmarkError } from '../../core/errors';
import type { Random } from '../../core/random';
import type { ModelJson, SpectrogramInput } from '../trainer';
import { viewOf } from '../tensor-slots';
import { initialWeights, weightSlots, type CnnConfig } from './layout';
import { modelFromJson } from './model-json';
import type { CnnModelState, CnnTrainingState } from './state';

/** Two frame lengths that differ by less than this share are the same. */
const FRAME_TOLERANCE = 0.01;
/** Steps that the earlier statistics count as: new ones move them slowly from the start. */
const STEPS_BEFORE = 1000;

export interface EarlierModel {
  /**
   * First weights of a network for other classes.
   * @throws EarmarkError `model-incompatible` where it is not as wide
   */
  weightsFor(
    config: CnnConfig,
    classes: readonly string[],
    random: Random,
  ): Pick<CnnTrainingState, 'normalisation' | 'weights' | 'statistics' | 'averagedSteps'>;
}

/** Throws `model-incompatible` for anything but a network that hears the same spectrograms. */
export function startingFrom(json: ModelJson, x: SpectrogramInput): EarlierModel {
  const model = modelFromJson(json);
  const { config } = model;
  checkSameFeatures(model, x);
  return {
    weightsFor(wanted, classes, random) {
      if (wanted.width !== config.width || wanted.numMels !== config.numMels) {
        throw new EarmarkError('model-incompatible', `a network of width ${config.width}`);
      }
      const weights = initialWeights(wanted, random.fork('weights'));
      const earlierSlots = weightSlots(config);
      weightSlots(wanted).forEach((slot, i) => {
        const [from, to] = [viewOf(model.weights, earlierSlots[i]!), viewOf(weights, slot)];
        if (slot.name.startsWith('dense/')) copyClasses(from, json.classes, to, classes);
        else to.set(from);
      });
      return {
        normalisation: model.normalisation,
        weights,
        statistics: model.statistics.slice(),
        averagedSteps: STEPS_BEFORE,
      };
    },
  };
}

/** Throws `model-incompatible` where the spectrograms are not of the kind that the model hears. */
export function checkSameFeatures(
  { config, frameSeconds }: CnnModelState,
  x: SpectrogramInput,
): void {
  const sameFrames = Math.abs(x.frameSeconds / frameSeconds - 1) < FRAME_TOLERANCE;
  if (x.numMels !== config.numMels || !sameFrames) {
    throw new EarmarkError(
      'model-incompatible',
      `${x.numMels} bands every ${x.frameSeconds} s for a model of ${config.numMels} every ${frameSeconds} s`,
    );
  }
}

/** Columns of classes of the same name; `from` and `to` are [any, classes]. */
function copyClasses(
  from: Float32Array,
  fromClasses: readonly string[],
  to: Float32Array,
  toClasses: readonly string[],
): void {
  toClasses.forEach((name, k) => {
    const source = fromClasses.indexOf(name);
    if (source === -1) return;
    for (let row = 0; row * toClasses.length < to.length; row++) {
      to[row * toClasses.length + k] = from[row * fromClasses.length + source]!;
    }
  });
}
