// How long the next run takes, where its approach can say.

import type { DatasetTable } from '$lib/core/dataset-types';
import type { RunConfig } from '$lib/core/run-types';
import { featureColumns } from '$lib/datasets/tables/table-dataset';
import type { ExtractorId } from '$lib/features/registry';
import type { Approach } from '$lib/trainers/registry';
import { variantCountOf } from '$lib/trainers/variants-param';
import type { SplitSizes } from './split-plan';

/** Numbers by which each describes a clip: told before anything is measured, without loading what measures. */
const COLUMNS: Readonly<Record<ExtractorId, number>> = {
  'log-mel': 0, // a picture of any length
  timbre: 103,
  'kaggle-57': 57,
  'essentia-descriptors': 15,
  'essentia-extended': 3,
  'fma-518': 518,
  'fma-518-corrected': 518,
};

export interface NextRun {
  readonly approach: Pick<Approach, 'expectedSeconds' | 'extractors'>;
  readonly config: Pick<RunConfig, 'params'>;
  readonly sizes: SplitSizes;
  readonly table?: DatasetTable | undefined;
}

/** Of all folds, where there are several; null where nobody knows. */
export function expectedSecondsOf({ approach, config, sizes, table }: NextRun): number | null {
  const { train, validation, test, crossValidation } = sizes;
  const versions = 1 + variantCountOf(config.params);
  const columns = table
    ? featureColumns(table.columns).columns.length
    : columnsOf(approach.extractors(config.params));
  const size = { train: train * versions, validation, test, columns };
  const expected = approach.expectedSeconds?.(size, config.params);
  if (!expected) return null;
  const { folds = 1, repeats = 1 } = crossValidation ?? {};
  return folds * repeats * (expected.fit + expected.score);
}

function columnsOf(extractors: readonly ExtractorId[]): number {
  return extractors.reduce((columns, id) => columns + COLUMNS[id], 0);
}
