// The steps between a table and the trees, as one: holes filled, one scale, near-copies of columns dropped, the rest
// condensed to principal components. Fitted on the training rows alone.

import * as v from 'valibot';
import { EarmarkError } from '../../core/errors';
import type { TableInput } from '../trainer';
import { checkColumns } from '../trees/fitted-trees';
import { componentName } from './component-name';
import {
  correlationFilterFromJson,
  fitCorrelationFilter,
  type CorrelationFilter,
} from './correlation-filter';
import { fitPca, pcaFromJson, type Pca } from './pca';
import { collectRows, rowBlocks, type Breathe } from './row-blocks';
import { fitSimpleImputer, simpleImputerFromJson } from './simple-imputer';
import { fitStandardScaler, standardScalerFromJson } from './standard-scaler';
import type { FittedStep, SelectingStep } from './step';
import { parseSaved } from '../saved';

export interface CondenserOptions {
  /** Principal components to keep, from 1; fewer where the table does not give as many. */
  readonly numComponents: number;
  /** Size of Pearson's r above which a column is a near-copy of an earlier one, 0…1. */
  readonly maxCorrelation: number;
}

export interface Condenser {
  /** Names of the columns it was fitted on, in their order. */
  readonly columnNames: readonly string[];
  readonly imputer: SelectingStep;
  readonly scaler: FittedStep;
  readonly filter: CorrelationFilter;
  readonly pca: Pca;
  /** Throws `model-incompatible` unless the table has exactly the columns it was fitted on. */
  checkColumns(x: TableInput): void;
  /** Columns `component_01`, `component_02`, …; throws `model-incompatible` for a table with other columns. */
  transform(x: TableInput, breathe: Breathe): Promise<TableInput>;
  /** Valid JSON. */
  toJSON(): unknown;
}

const Schema = v.object({
  columnNames: v.array(v.string()),
  imputer: v.unknown(),
  scaler: v.unknown(),
  filter: v.unknown(),
  pca: v.unknown(),
});

/** Throws `features-constant` if no column tells the rows apart, `columns-too-many`. */
export async function fitCondenser(
  { matrix, columnNames }: TableInput,
  { numComponents, maxCorrelation }: CondenserOptions,
  breathe: Breathe,
): Promise<Condenser> {
  const table = rowBlocks(matrix, breathe);
  const imputer = await fitSimpleImputer(table);
  const filled = table.through(imputer);
  const scaler = await fitStandardScaler(filled);
  const scaled = filled.through(scaler);
  const filter = await fitCorrelationFilter(scaled, { maxCorrelation });
  if (filter.kept.length === 0) {
    throw new EarmarkError('features-constant', `${matrix.columns} columns of one value each`);
  }
  const pca = await fitPca(scaled.through(filter), { numComponents });
  return createCondenser(columnNames, { imputer, scaler, filter, pca });
}

/** Throws `model-incompatible` unless it is what `toJSON` gave. */
export function condenserFromJson(json: unknown): Condenser {
  const saved = parseSaved(Schema, json, 'model-incompatible');
  const imputer = simpleImputerFromJson(saved.imputer);
  const scaler = standardScalerFromJson(saved.scaler);
  const filter = correlationFilterFromJson(saved.filter);
  const pca = pcaFromJson(saved.pca);
  const widths = [
    [saved.columnNames.length, imputer.numColumns],
    [imputer.kept.length, scaler.numColumns],
    [scaler.numColumns, filter.numColumns],
    [filter.kept.length, pca.numColumns],
  ];
  const unlike = widths.find(([given, wanted]) => given !== wanted);
  if (unlike) {
    const got = `steps that do not fit together: ${unlike[0]} columns for ${unlike[1]}`;
    throw new EarmarkError('model-incompatible', got);
  }
  return createCondenser(saved.columnNames, { imputer, scaler, filter, pca });
}

function createCondenser(
  columnNames: readonly string[],
  steps: Pick<Condenser, 'imputer' | 'scaler' | 'filter' | 'pca'>,
): Condenser {
  const { imputer, scaler, filter, pca } = steps;
  const inOrder: readonly FittedStep[] = [imputer, scaler, filter, pca];
  let json: unknown;
  const componentNames = Array.from({ length: pca.numComponents }, (_, i) => componentName(i));
  return {
    columnNames,
    ...steps,
    checkColumns: (x) => checkColumns(x, columnNames),
    transform: async (x, breathe) => {
      checkColumns(x, columnNames);
      const rows = inOrder.reduce(
        (blocks, step) => blocks.through(step),
        rowBlocks(x.matrix, breathe),
      );
      const condensed = await collectRows(rows);
      return { kind: 'table', matrix: condensed, columnNames: componentNames };
    },
    // Written out once: it goes into every checkpoint.
    toJSON: () =>
      (json ??= {
        columnNames,
        imputer: imputer.toJSON(),
        scaler: scaler.toJSON(),
        filter: filter.toJSON(),
        pca: pca.toJSON(),
      }),
  };
}
