// A fitted ensemble as plain JSON and back. It holds its members' models whole, so that it answers when their runs are gone.

import * as v from 'valibot';
import { EarmarkError } from '../../core/errors';
import { parseSaved } from '../saved';
import type { ModelJson } from '../trainer';

export const ENSEMBLE_ID = 'ensemble';

/** A member as the ensemble asks it. */
export interface AskedMember {
  readonly approach: string;
  readonly model: ModelJson;
}

export interface EnsembleModel {
  readonly classes: readonly string[];
  readonly members: readonly AskedMember[];
  /** Place of the member that was best on the validation clips. */
  readonly best: number;
  readonly voice:
    | { readonly method: 'soft-vote'; readonly weights: readonly number[] }
    | { readonly method: 'stacking'; readonly folds: number; readonly top: ModelJson };
}

const modelSchema = v.object({
  version: v.literal(1),
  trainer: v.string(),
  classes: v.array(v.string()),
  state: v.unknown(),
});
const place = v.pipe(v.number(), v.integer(), v.minValue(0));

const EnsembleSchema = v.object({
  trainer: v.literal(ENSEMBLE_ID),
  classes: v.pipe(v.array(v.string()), v.minLength(2)),
  state: v.object({
    members: v.pipe(
      v.array(v.object({ approach: v.string(), model: modelSchema })),
      v.minLength(2),
    ),
    best: place,
    voice: v.variant('method', [
      v.object({
        method: v.literal('soft-vote'),
        weights: v.array(v.pipe(v.number(), v.minValue(0), v.maxValue(1))),
      }),
      v.object({ method: v.literal('stacking'), folds: place, top: modelSchema }),
    ]),
  }),
});

export function ensembleToJson({ classes, ...state }: EnsembleModel): ModelJson {
  return { version: 1, trainer: ENSEMBLE_ID, classes, state };
}

/** @throws EarmarkError `model-incompatible` */
export function ensembleFromJson(json: unknown): EnsembleModel {
  const { classes, state } = parseSaved(EnsembleSchema, json, 'model-incompatible');
  const { members, best, voice } = state;
  const known = classes.join('\n');
  const stranger = members.find(({ model }) => model.classes.join('\n') !== known);
  const isWhole = voice.method === 'stacking' || voice.weights.length === members.length;
  if (stranger || best >= members.length || !isWhole) {
    const got = stranger ? 'a member of other genres' : `${members.length} members, not as said`;
    throw new EarmarkError('model-incompatible', got);
  }
  return { classes, members, best, voice };
}
