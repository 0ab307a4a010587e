// The steps between a table and the trees, as one: holes filled, one scale, near-copies of columns dropped, the rest
// condensed to principal components. Fitted on the training rows alone.

import * as v from 'valibot';
import { EarmarkError } from '../../core/errors';
import { createMatrix } from '../../core/matrix';
import type { TableInput } from '../trainer';
import { checkColumns } from '../trees/fitted-trees';
import {
  correlationFilterFromJson,
  fitCorrelationFilter,
  type CorrelationFilter,
} from './correlation-filter';
import type { Breathe } from './covariance';
import { fitPca, pcaFromJson, type Pca } from './pca';
import { fitSimpleImputer, simpleImputerFromJson } from './simple-imputer';
import { fitStandardScaler, standardScalerFromJson } from './standard-scaler';
import type { FittedStep, SelectingStep } from './step';
import { parseSaved } from '../saved';

/** Rows that go through all steps at a time, so that no step copies the whole table. */
const ROWS_PER_BLOCK = 512;

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

/** Throws `features-constant` if no column tells the rows apart. */
export async function fitCondenser(
  { matrix, columnNames }: TableInput,
  { numComponents, maxCorrelation }: CondenserOptions,
  breathe: Breathe,
): Promise<Condenser> {
  await breathe();
  const imputer = fitSimpleImputer(matrix);
  const filled = imputer.transform(matrix);
  await breathe();
  const scaler = fitStandardScaler(filled);
  const scaled = scaler.transform(filled);
  const filter = await fitCorrelationFilter(scaled, { maxCorrelation, breathe });
  if (filter.kept.length === 0) {
    throw new EarmarkError('features-constant', `${matrix.columns} columns of one value each`);
  }
  const pca = await fitPca(filter.transform(scaled), { numComponents, breathe });
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
      const { data, rows, columns } = x.matrix;
      const condensed = createMatrix(rows, pca.numComponents);
      for (let begin = 0; begin < rows; begin += ROWS_PER_BLOCK) {
        await breathe();
        const end = Math.min(begin + ROWS_PER_BLOCK, rows);
        const part = createMatrix(
          end - begin,
          columns,
          data.subarray(begin * columns, end * columns),
        );
        const out = inOrder.reduce((matrix, step) => step.transform(matrix), part);
        condensed.data.set(out.data, begin * pca.numComponents);
      }
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

/** @param index from 0 */
function componentName(index: number): string {
  return `component_${String(index + 1).padStart(2, '0')}`;
}
