// A fitted linear model as plain JSON and back. Nothing that is read is trusted.

import * as v from 'valibot';
import { EarmarkError } from '../../core/errors';
import { parseSaved } from '../saved';
import { standardiserFromJson, type Standardiser } from '../standardiser';
import type { ModelJson } from '../trainer';
import { linearShape, type Link, type Weights } from './linear-model';

export const TRAINER_ID = 'logistic-regression';

export interface LinearModel {
  readonly classes: readonly string[];
  readonly standardiser: Standardiser;
  /** `logistic` with as many margins as classes: several labels a clip. */
  readonly link: Link;
  readonly numMargins: number;
  readonly weights: Weights;
  /** Pass that it comes from, counted from 1. */
  readonly bestEpoch: number;
}

const finite = v.pipe(v.number(), v.finite());

const ModelSchema = v.object({
  trainer: v.literal(TRAINER_ID),
  classes: v.pipe(v.array(v.string()), v.minLength(2)),
  state: v.object({
    standardiser: v.unknown(),
    link: v.picklist(['softmax', 'logistic']),
    bestEpoch: v.pipe(v.number(), v.integer(), v.minValue(1)),
    /** scikit-learn's `coef_`, shape [margins, columns], and `intercept_`. */
    coefficients: v.array(v.array(finite)),
    intercepts: v.array(finite),
  }),
});

export function linearToJson(model: LinearModel): ModelJson {
  const { classes, standardiser, link, numMargins, weights, bestEpoch } = model;
  const { numColumns } = standardiser;
  const margins = Array.from({ length: numMargins }, (_, m) =>
    weights.subarray(m * (numColumns + 1), (m + 1) * (numColumns + 1)),
  );
  const state = {
    standardiser: standardiser.toJSON(),
    link,
    bestEpoch,
    coefficients: margins.map((own) => [...own.subarray(0, numColumns)]),
    intercepts: margins.map((own) => own[numColumns]!),
  };
  return { version: 1, trainer: TRAINER_ID, classes, state };
}

/** Throws `model-incompatible` if it is not a model of this trainer. */
export function linearFromJson(json: unknown): LinearModel {
  const { classes, state } = parseSaved(ModelSchema, json, 'model-incompatible');
  const { link, bestEpoch, coefficients, intercepts } = state;
  const standardiser = standardiserFromJson(state.standardiser);
  const { numColumns } = standardiser;
  const numMargins = intercepts.length;
  const shapes = [false, true].map((severalLabels) =>
    linearShape({ numColumns, numClasses: classes.length, severalLabels }),
  );
  const fits = shapes.some((shape) => shape.link === link && shape.numMargins === numMargins);
  const isWhole = coefficients.length === numMargins;
  if (!fits || !isWhole || coefficients.some(({ length }) => length !== numColumns)) {
    const got = `${coefficients.length} × ${coefficients[0]?.length ?? 0} ${link} coefficients for ${classes.length} classes and ${numColumns} columns`;
    throw new EarmarkError('model-incompatible', got);
  }
  const weights = Float64Array.from(coefficients.flatMap((own, m) => [...own, intercepts[m]!]));
  return { classes, standardiser, link, numMargins, weights, bestEpoch };
}
