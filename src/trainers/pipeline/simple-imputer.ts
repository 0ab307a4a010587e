// Fills holes with the column's mean, as scikit-learn's SimpleImputer(strategy="mean"): columns without any value are
// dropped. Infinities count as holes.

import * as v from 'valibot';
import { createMatrix } from '../../core/matrix';
import type { RowBlocks } from './row-blocks';
import { checkWidth, finiteNumber, type SelectingStep } from './step';
import { parseSaved } from '../saved';

/** One a column; null where there was no value to take the mean of. */
const Schema = v.object({ means: v.array(v.nullable(finiteNumber)) });

export async function fitSimpleImputer(table: RowBlocks): Promise<SelectingStep> {
  const { columns } = table;
  const sums = new Float64Array(columns);
  const counts = new Float64Array(columns);
  await table.visit(({ data, rows }) => {
    for (let i = 0, k = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++, k++) {
        const value = data[k]!;
        if (!Number.isFinite(value)) continue;
        sums[j]! += value;
        counts[j]! += 1;
      }
    }
  });
  return createImputer(
    Array.from(sums, (sum, column) => (counts[column]! > 0 ? sum / counts[column]! : null)),
  );
}

/** Throws `model-incompatible` unless it is what `toJSON` gave. */
export function simpleImputerFromJson(json: unknown): SelectingStep {
  return createImputer(parseSaved(Schema, json, 'model-incompatible').means);
}

function createImputer(means: readonly (number | null)[]): SelectingStep {
  const kept = means.flatMap((mean, column) => (mean === null ? [] : column));
  const fillings = kept.map((column) => means[column]!);
  const step: SelectingStep = {
    numColumns: means.length,
    kept,
    transform: (matrix) => {
      checkWidth(matrix, step);
      const filled = createMatrix(matrix.rows, kept.length);
      for (let i = 0, k = 0; i < matrix.rows; i++) {
        for (let j = 0; j < kept.length; j++, k++) {
          const value = matrix.data[i * matrix.columns + kept[j]!]!;
          filled.data[k] = Number.isFinite(value) ? value : fillings[j]!;
        }
      }
      return filled;
    },
    toJSON: () => ({ means }),
  };
  return step;
}
