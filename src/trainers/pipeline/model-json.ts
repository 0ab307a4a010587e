// A model of trees on principal components as plain JSON: the steps before the trees, and the trees' own model.

import * as v from 'valibot';
import { EarmarkError } from '../../core/errors';
import type { ModelJson } from '../trainer';
import { condenserFromJson, type Condenser } from './condenser';
import { parseSaved } from '../saved';

export const TRAINER_ID = 'pca-trees';

const Schema = v.object({
  version: v.literal(1),
  trainer: v.literal(TRAINER_ID),
  classes: v.array(v.string()),
  state: v.object({
    steps: v.unknown(),
    trees: v.object({
      version: v.literal(1),
      trainer: v.string(),
      classes: v.array(v.string()),
      state: v.unknown(),
    }),
  }),
});

export function modelToJson(condenser: Condenser, trees: ModelJson): ModelJson {
  const state = { steps: condenser.toJSON(), trees };
  return { version: 1, trainer: TRAINER_ID, classes: trees.classes, state };
}

/** Throws `model-incompatible` if it is not a model of this trainer; the trees are for their own trainer to read. */
export function modelFromJson(json: unknown): { condenser: Condenser; trees: ModelJson } {
  const { classes, state } = parseSaved(Schema, json, 'model-incompatible');
  const { steps, trees } = state;
  if (classes.join('\n') !== trees.classes.join('\n')) {
    throw new EarmarkError('model-incompatible', 'trees for other classes than the model’s');
  }
  return { condenser: condenserFromJson(steps), trees };
}
