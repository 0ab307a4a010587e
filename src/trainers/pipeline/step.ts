// What the steps before a learner have in common: fitted on the training rows, then applied to any rows. Named and
// behaving as scikit-learn's transformers; each fitted step is plain JSON and back.

import * as v from 'valibot';
import { EarmarkError } from '../../core/errors';
import { LARGEST_FLOAT32, type Matrix } from '../../core/matrix';

export interface FittedStep {
  /** Columns it was fitted on. */
  readonly numColumns: number;
  /** Shape [rows, columns kept or made]; row by row, so that a row alone gives what it gives among others. */
  transform(matrix: Matrix): Matrix;
  /** Valid JSON. */
  toJSON(): unknown;
}

/** A step that keeps some columns as they are. */
export interface SelectingStep extends FittedStep {
  /** The columns that are kept, ascending. */
  readonly kept: readonly number[];
}

/** Values too large for a float32 become the largest there is; NaN stays. */
export function clampToFloat32(value: number): number {
  return Math.max(-LARGEST_FLOAT32, Math.min(LARGEST_FLOAT32, value));
}

export const finiteNumber = v.pipe(v.number(), v.finite());
/** Saved steps speak of no more columns than fit into memory. */
export const columnIndex = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1_000_000));

/** Throws `model-incompatible` unless the rows have the columns that the step was fitted on. */
export function checkWidth(
  { columns }: Matrix,
  { numColumns }: Pick<FittedStep, 'numColumns'>,
): void {
  if (columns === numColumns) return;
  throw new EarmarkError(
    'model-incompatible',
    `${columns} feature columns instead of ${numColumns}`,
  );
}
