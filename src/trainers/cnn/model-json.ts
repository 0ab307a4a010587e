// A fitted network as JSON: every tensor with its name and shape, so that other programs can read it too.

import * as v from 'valibot';
import { EarmarkError } from '../../core/errors';
import type { ModelJson } from '../trainer';
import { joined, named, tensorSchema } from '../named-tensors';
import { parseSaved, requireEqual } from '../saved';
import { statisticSlots, weightSlots } from './layout';
import { checkSetup, encodeSetup, setupEntries, TRAINER_ID, type CnnModelState } from './state';

const INCOMPATIBLE = 'model-incompatible';

const modelSchema = v.object({
  ...setupEntries,
  bestEpoch: v.pipe(v.number(), v.integer(), v.minValue(1)),
  weights: v.array(tensorSchema),
  statistics: v.array(tensorSchema),
});

export function modelToJson(state: CnnModelState, classes: readonly string[]): ModelJson {
  return {
    version: 1,
    trainer: TRAINER_ID,
    classes,
    state: {
      ...encodeSetup(state),
      bestEpoch: state.bestEpoch,
      weights: named(state.weights, weightSlots(state.config)),
      statistics: named(state.statistics, statisticSlots(state.config)),
    },
  };
}

/** Throws `model-incompatible` for anything but a whole model of this trainer. */
export function modelFromJson(json: ModelJson): CnnModelState {
  if (json.trainer !== TRAINER_ID) {
    throw new EarmarkError(INCOMPATIBLE, `a model of "${json.trainer}"`);
  }
  const state = parseSaved(modelSchema, json.state, INCOMPATIBLE);
  requireEqual(json.classes.length, state.config.numClasses, 'classes', INCOMPATIBLE);
  checkSetup(state, INCOMPATIBLE);
  return {
    ...state,
    weights: joined(state.weights, weightSlots(state.config)),
    statistics: joined(state.statistics, statisticSlots(state.config)),
  };
}
