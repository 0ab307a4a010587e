// Drops columns that say what an earlier one says already. The rule is the one of the widespread pandas recipe
// (`corr().abs()`, upper triangle, drop a column with any value above the threshold): a column goes if its Pearson
// correlation with any column before it, itself dropped or not, is above the threshold in size.

import * as v from 'valibot';
import { EarmarkError } from '../../core/errors';
import { covarianceOf } from './covariance';
import type { Breathe, RowBlocks } from './row-blocks';
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

/** A symmetric table of so many columns takes 512 MB; beyond it a tab may not have the memory. */
const MOST_COLUMNS = 8000;

/**
 * All values must be finite. Throws `columns-too-many`.
 * @param maxCorrelation size of r above which a column is dropped, 0…1; 1 drops none
 */
export async function fitCorrelationFilter(
  table: RowBlocks,
  { maxCorrelation }: { maxCorrelation: number },
): Promise<CorrelationFilter> {
  const constant = await findConstant(table);
  const varying = allBut(constant, table.columns);
  if (varying.length > MOST_COLUMNS) {
    const got = `${varying.length} columns to compare with each other; at most ${MOST_COLUMNS}`;
    throw new EarmarkError('columns-too-many', got);
  }
  const chosen = table.through({ transform: (block) => selectColumns(block, varying) });
  const { values } = await covarianceOf(chosen);
  const { breathe } = table;
  const correlated = await findCorrelated(values, { maxCorrelation, breathe });
  return createFilter({
    numColumns: table.columns,
    constant,
    correlated: correlated.map(({ column, partner, r }) => ({
      column: varying[column]!,
      partner: varying[partner]!,
      r,
    })),
  });
}

/** Throws `model-incompatible` unless it is what `toJSON` gave. */
export function correlationFilterFromJson(json: unknown): CorrelationFilter {
  return createFilter(parseSaved(Schema, json, 'model-incompatible'));
}

async function findConstant(table: RowBlocks): Promise<number[]> {
  const { columns } = table;
  const varies = new Uint8Array(columns);
  const first = new Float32Array(columns);
  await table.visit(({ data, rows }, begin) => {
    if (begin === 0) first.set(data.subarray(0, columns));
    for (let i = 0, k = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++, k++) if (data[k] !== first[j]) varies[j] = 1;
    }
  });
  return Array.from(varies, (bit, column) => (bit ? -1 : column)).filter((column) => column >= 0);
}

/** @param covariance shape [columns, columns] */
async function findCorrelated(
  covariance: Float64Array,
  { maxCorrelation, breathe }: { maxCorrelation: number; breathe: Breathe },
): Promise<CorrelatedColumn[]> {
  const columns = Math.sqrt(covariance.length);
  const deviations = Array.from({ length: columns }, (_, j) =>
    Math.sqrt(covariance[j * columns + j]!),
  );
  const correlated: CorrelatedColumn[] = [];
  const dropped = new Uint8Array(columns);
  for (let column = 1; column < columns; column++) {
    await breathe();
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
