// What learners that measure distances or weigh columns do first: holes filled with the column's mean, all columns on one
// scale. Fitted on the training rows alone.

import * as v from 'valibot';
import type { Matrix } from '../core/matrix';
import { EarmarkError } from '../core/errors';
import { collectRows, rowBlocks, type Breathe } from './pipeline/row-blocks';
import { fitSimpleImputer, simpleImputerFromJson } from './pipeline/simple-imputer';
import { fitStandardScaler, standardScalerFromJson } from './pipeline/standard-scaler';
import type { SelectingStep, FittedStep } from './pipeline/step';
import type { FitContext, Labels, TableInput } from './trainer';
import { createBreather } from './trees/breathe';
import { checkColumns } from './trees/fitted-trees';
import { parseSaved } from './saved';

export interface Standardiser {
  /** Names of the columns it was fitted on, in their order. */
  readonly columnNames: readonly string[];
  /** Columns that come out: those with any value in the training rows. */
  readonly numColumns: number;
  /** Finite values, shape [rows, numColumns]; throws `model-incompatible` for a table with other columns. */
  transform(x: TableInput, breathe: Breathe): Promise<Matrix>;
  /** Valid JSON. */
  toJSON(): unknown;
}

const Schema = v.object({
  columnNames: v.array(v.string()),
  imputer: v.unknown(),
  scaler: v.unknown(),
});

/** Standardised rows and what they are. */
export interface LabelledRows {
  readonly matrix: Matrix;
  readonly labels: Labels;
}

/** What such a learner begins with: its training rows and, where there are any, its validation clips, standardised. */
export async function standardise(
  x: TableInput,
  { signal, validation }: Pick<FitContext<TableInput>, 'signal' | 'validation'>,
): Promise<{ standardiser: Standardiser; rows: Matrix; held: LabelledRows | null }> {
  const breathe = createBreather(signal);
  const standardiser = await fitStandardiser(x, breathe);
  const rows = await standardiser.transform(x, breathe);
  const held = validation?.x.matrix.rows
    ? { matrix: await standardiser.transform(validation.x, breathe), labels: validation.y }
    : null;
  return { standardiser, rows, held };
}

async function fitStandardiser(
  { matrix, columnNames }: TableInput,
  breathe: Breathe,
): Promise<Standardiser> {
  const table = rowBlocks(matrix, breathe);
  const imputer = await fitSimpleImputer(table);
  return create(columnNames, imputer, await fitStandardScaler(table.through(imputer)));
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
      return collectRows(rowBlocks(x.matrix, breathe).through(imputer).through(scaler));
    },
    toJSON: () => ({ columnNames, imputer: imputer.toJSON(), scaler: scaler.toJSON() }),
  };
}
