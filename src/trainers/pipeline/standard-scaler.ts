// Puts all columns on one scale: mean 0, standard deviation 1, as scikit-learn's StandardScaler (population standard
// deviation; holes are left out when fitting and stay holes; constant columns are only centred).

import * as v from 'valibot';
import { createMatrix } from '../../core/matrix';
import type { RowBlocks } from './row-blocks';
import { checkWidth, clampToFloat32, finiteNumber, type FittedStep } from './step';
import { parseSaved } from '../saved';

const Schema = v.pipe(
  v.object({
    mean: v.array(finiteNumber),
    scale: v.array(
      v.pipe(
        finiteNumber,
        v.check((scale) => scale > 0, 'a scale above 0'),
      ),
    ),
  }),
  v.check(({ mean, scale }) => mean.length === scale.length, 'as many means as scales'),
);

export interface StandardScaler extends FittedStep {
  /** Shape [columns] each. */
  readonly mean: readonly number[];
  readonly scale: readonly number[];
}

export async function fitStandardScaler(table: RowBlocks): Promise<StandardScaler> {
  const { columns } = table;
  const counts = new Float64Array(columns);
  const mean = new Float64Array(columns);
  const variance = new Float64Array(columns);
  await table.visit(({ data, rows }) => {
    for (let i = 0, k = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++, k++) {
        if (Number.isNaN(data[k])) continue;
        counts[j]! += 1;
        mean[j]! += data[k]!;
      }
    }
  });
  counts.forEach((count, column) => (mean[column]! /= Math.max(1, count)));
  await table.visit(({ data, rows }) => {
    for (let i = 0, k = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++, k++) {
        if (!Number.isNaN(data[k])) variance[j]! += (data[k]! - mean[j]!) ** 2;
      }
    }
  });
  counts.forEach((count, column) => (variance[column]! /= Math.max(1, count)));

  const scale = Array.from(variance, (value, column) =>
    isConstant(value, mean[column]!, counts[column]!) ? 1 : Math.sqrt(value),
  );
  return createScaler([...mean], scale);
}

/** Throws `model-incompatible` unless it is what `toJSON` gave. */
export function standardScalerFromJson(json: unknown): StandardScaler {
  const { mean, scale } = parseSaved(Schema, json, 'model-incompatible');
  return createScaler(mean, scale);
}

/** No more variance than rounding makes (scikit-learn's bound). */
function isConstant(variance: number, mean: number, count: number): boolean {
  const rounding = count * Number.EPSILON;
  return variance <= rounding * variance + (rounding * mean) ** 2;
}

function createScaler(mean: readonly number[], scale: readonly number[]): StandardScaler {
  const step: StandardScaler = {
    numColumns: mean.length,
    mean,
    scale,
    transform: (matrix) => {
      checkWidth(matrix, step);
      const { data, rows, columns } = matrix;
      const scaled = createMatrix(rows, columns);
      for (let i = 0, k = 0; i < rows; i++) {
        for (let j = 0; j < columns; j++, k++) {
          scaled.data[k] = clampToFloat32((data[k]! - mean[j]!) / scale[j]!);
        }
      }
      return scaled;
    },
    toJSON: () => ({ mean, scale }),
  };
  return step;
}
