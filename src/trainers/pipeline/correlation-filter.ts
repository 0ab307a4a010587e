// Drops columns that say what an earlier one says already. The rule is the one of the widespread pandas recipe
// (`corr().abs()`, upper triangle, drop a column with any value above the threshold): a column goes if its Pearson
// correlation with any column before it, itself dropped or not, is above the threshold in size.

import * as v from 'valibot';
import type { Matrix } from '../../core/matrix';
import { covarianceOf, type Breathe } from './covariance';
import { allBut, selectColumns } from './select-columns';
import { checkWidth, columnIndex, type SelectingStep } from './step';
import { parseSaved } from '../saved';

/** A dropped column and the one before it that made it superfluous. */
export interface CorrelatedColumn {
  readonly column: number;
  /** The one it resembles most: among the kept ones if any is above the threshold, else among all before it. */
  readonly partner: number;
  /** Pearson's r of the two, −1…1. */
  readonly r: number;
}

export interface CorrelationFilter extends SelectingStep {
  /** Columns with one value only; dropped first. */
  readonly constant: readonly number[];
  readonly correlated: readonly CorrelatedColumn[];
}

const Schema = v.pipe(
  v.object({
    numColumns: columnIndex,
    constant: v.array(columnIndex),
    correlated: v.array(
      v.object({
        column: columnIndex,
        partner: columnIndex,
        r: v.pipe(v.number(), v.minValue(-1), v.maxValue(1)),
      }),
    ),
  }),
  v.check(
    ({ numColumns, constant, correlated }) =>
      [...constant, ...correlated.flatMap(({ column, partner }) => [column, partner])].every(
        (column) => column < numColumns,
      ),
    'a column that it does not have',
  ),
);

/**
 * All values must be finite.
 * @param maxCorrelation size of r above which a column is dropped, 0…1; 1 drops none
 */
export async function fitCorrelationFilter(
  matrix: Matrix,
  { maxCorrelation, breathe }: { maxCorrelation: number; breathe: Breathe },
): Promise<CorrelationFilter> {
  const constant = findConstant(matrix);
  const varying = allBut(constant, matrix.columns);
  const { values } = await covarianceOf(selectColumns(matrix, varying), breathe);
  const correlated = findCorrelated(values, varying.length, maxCorrelation).map(
    ({ column, partner, r }) => ({ column: varying[column]!, partner: varying[partner]!, r }),
  );
  return createFilter({ numColumns: matrix.columns, constant, correlated });
}

/** Throws `model-incompatible` unless it is what `toJSON` gave. */
export function correlationFilterFromJson(json: unknown): CorrelationFilter {
  return createFilter(parseSaved(Schema, json, 'model-incompatible'));
}

function findConstant({ data, rows, columns }: Matrix): number[] {
  const varies = new Uint8Array(columns);
  for (let k = columns; k < rows * columns; k++) {
    if (data[k] !== data[k % columns]) varies[k % columns] = 1;
  }
  return Array.from(varies, (bit, column) => (bit ? -1 : column)).filter((column) => column >= 0);
}

function findCorrelated(
  covariance: Float64Array,
  columns: number,
  maxCorrelation: number,
): CorrelatedColumn[] {
  const deviations = Array.from({ length: columns }, (_, j) =>
    Math.sqrt(covariance[j * columns + j]!),
  );
  const correlated: CorrelatedColumn[] = [];
  const dropped = new Uint8Array(columns);
  for (let column = 1; column < columns; column++) {
    let best: CorrelatedColumn | null = null;
    for (let partner = 0; partner < column; partner++) {
      const product = deviations[partner]! * deviations[column]!;
      const r = Math.max(-1, Math.min(1, covariance[partner * columns + column]! / product));
      if (Math.abs(r) <= maxCorrelation) continue;
      // A kept partner goes before a dropped one, then the larger |r|.
      const nearer =
        !best ||
        dropped[partner]! < dropped[best.partner]! ||
        (dropped[partner] === dropped[best.partner] && Math.abs(r) > Math.abs(best.r));
      if (nearer) best = { column, partner, r };
    }
    if (!best) continue;
    correlated.push(best);
    dropped[column] = 1;
  }
  return correlated;
}

function createFilter(found: v.InferOutput<typeof Schema>): CorrelationFilter {
  const { numColumns, constant, correlated } = found;
  const kept = allBut([...constant, ...correlated.map(({ column }) => column)], numColumns);
  const step: CorrelationFilter = {
    numColumns,
    constant,
    correlated,
    kept,
    transform: (matrix) => {
      checkWidth(matrix, step);
      return selectColumns(matrix, kept);
    },
    toJSON: () => found,
  };
  return step;
}
