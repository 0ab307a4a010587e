// What learners that measure distances or weigh columns do first: holes filled with the column's mean, all columns on one
// scale. Fitted on the training rows alone.

import * as v from 'valibot';
import { createMatrix, type Matrix } from '../core/matrix';
import { EarmarkError } from '../core/errors';
import { fitSimpleImputer, simpleImputerFromJson } from './pipeline/simple-imputer';
import { fitStandardScaler, standardScalerFromJson } from './pipeline/standard-scaler';
import type { SelectingStep, FittedStep } from './pipeline/step';
import type { TableInput } from './trainer';
import { checkColumns } from './trees/fitted-trees';
import { parseSaved } from './saved';

/** Rows between two pauses. */
const ROWS_PER_BLOCK = 512;

export interface Standardiser {
  /** Names of the columns it was fitted on, in their order. */
  readonly columnNames: readonly string[];
  /** Columns that come out: those with any value in the training rows. */
  readonly numColumns: number;
  /** Finite values, shape [rows, numColumns]; throws `model-incompatible` for a table with other columns. */
  transform(x: TableInput, breathe: () => Promise<void>): Promise<Matrix>;
  /** Valid JSON. */
  toJSON(): unknown;
}

const Schema = v.object({
  columnNames: v.array(v.string()),
  imputer: v.unknown(),
  scaler: v.unknown(),
});

export function fitStandardiser({ matrix, columnNames }: TableInput): Standardiser {
  const imputer = fitSimpleImputer(matrix);
  return create(columnNames, imputer, fitStandardScaler(imputer.transform(matrix)));
}

/** Throws `model-incompatible` unless it is what `toJSON` gave. */
export function standardiserFromJson(json: unknown): Standardiser {
  const { columnNames, ...saved } = parseSaved(Schema, json, 'model-incompatible');
  const imputer = simpleImputerFromJson(saved.imputer);
  const scaler = standardScalerFromJson(saved.scaler);
  if (columnNames.length !== imputer.numColumns || imputer.kept.length !== scaler.numColumns) {
    const got = `${columnNames.length} columns, ${imputer.numColumns} means, ${scaler.numColumns} scales`;
    throw new EarmarkError('model-incompatible', got);
  }
  return create(columnNames, imputer, scaler);
}

function create(
  columnNames: readonly string[],
  imputer: SelectingStep,
  scaler: FittedStep,
): Standardiser {
  const { numColumns } = scaler;
  return {
    columnNames,
    numColumns,
    transform: async (x, breathe) => {
      checkColumns(x, columnNames);
      const { data, rows, columns } = x.matrix;
      const scaled = createMatrix(rows, numColumns);
      await breathe();
      for (let begin = 0; begin < rows; begin += ROWS_PER_BLOCK) {
        const end = Math.min(begin + ROWS_PER_BLOCK, rows);
        const values = data.subarray(begin * columns, end * columns);
        const block = imputer.transform(createMatrix(end - begin, columns, values));
        scaled.data.set(scaler.transform(block).data, begin * numColumns);
        await breathe();
      }
      return scaled;
    },
    toJSON: () => ({ columnNames, imputer: imputer.toJSON(), scaler: scaler.toJSON() }),
  };
}
