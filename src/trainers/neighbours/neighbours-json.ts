// A fitted k-nearest-neighbours model as plain JSON and back: it is its training rows, standardised. Nothing that is read is
// trusted.

import * as v from 'valibot';
import { EarmarkError } from '../../core/errors';
import { createMatrix, type Matrix } from '../../core/matrix';
import { parseSaved } from '../saved';
import { pack, packedFloat32, packedInt32, packedUint8 } from '../packed';
import { standardiserFromJson, type Standardiser } from '../standardiser';
import type { Labels, ModelJson } from '../trainer';
import type { Weighting } from './votes';

export const TRAINER_ID = 'k-nearest-neighbours';

export interface NeighboursModel {
  readonly standardiser: Standardiser;
  /** Training rows, standardised. */
  readonly rows: Matrix;
  readonly labels: Labels;
  /** Neighbours that vote. */
  readonly count: number;
  readonly weighting: Weighting;
}

const ModelSchema = v.object({
  trainer: v.literal(TRAINER_ID),
  classes: v.pipe(v.array(v.string()), v.minLength(2)),
  state: v.object({
    standardiser: v.unknown(),
    weights: v.picklist(['uniform', 'distance']),
    count: v.pipe(v.number(), v.integer(), v.minValue(1)),
    numClasses: v.number(),
    rows: packedFloat32,
    labels: packedInt32,
    memberships: v.optional(packedUint8),
  }),
});

export function neighboursToJson(model: NeighboursModel): ModelJson {
  const { standardiser, rows, labels, count, weighting } = model;
  const state = {
    standardiser: standardiser.toJSON(),
    weights: weighting,
    count,
    numClasses: labels.classes.length,
    rows: pack(rows.data),
    labels: pack(labels.indices),
    ...(labels.memberships && { memberships: pack(labels.memberships) }),
  };
  return { version: 1, trainer: TRAINER_ID, classes: labels.classes, state };
}

/** Throws `model-incompatible` if it is not a model of this trainer. */
export function neighboursFromJson(json: unknown): NeighboursModel {
  const { classes, state } = parseSaved(ModelSchema, json, 'model-incompatible');
  const { rows, labels: indices, memberships, count, weights: weighting, numClasses } = state;
  const standardiser = standardiserFromJson(state.standardiser);
  const numRows = indices.length;
  if (numClasses !== classes.length) refuse(`${classes.length} classes instead of ${numClasses}`);
  if (numRows === 0 || rows.length !== numRows * standardiser.numColumns) {
    refuse(`${rows.length} values for ${numRows} rows of ${standardiser.numColumns}`);
  }
  if (memberships && memberships.length !== numRows * numClasses) {
    refuse(`${memberships.length} labels for ${numRows} rows of ${numClasses}`);
  }
  // A row with labels may have none that is known; its main class is then −1.
  const lowest = memberships ? -1 : 0;
  if (indices.some((label) => label < lowest || label >= numClasses)) {
    refuse(`a row of a class beyond the ${numClasses}`);
  }
  return {
    standardiser,
    rows: createMatrix(numRows, standardiser.numColumns, rows),
    labels: { indices, classes, ...(memberships && { memberships }) },
    count,
    weighting,
  };
}

function refuse(got: string): never {
  throw new EarmarkError('model-incompatible', got);
}
