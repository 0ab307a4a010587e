// How long the next run takes, where its approach can say.

import type { DatasetTable } from '$lib/core/dataset-types';
import type { RunConfig } from '$lib/core/run-types';
import { featureColumns } from '$lib/datasets/tables/table-dataset';
import type { Approach } from '$lib/trainers/registry';
import { variantCountOf } from '$lib/trainers/variants-param';
import type { SplitSizes } from './split-plan';

/** Of clips with sound, before they are measured: as many as the usual set has. */
const USUAL_COLUMNS = 103;

export interface NextRun {
  readonly approach: Pick<Approach, 'expectedSeconds'>;
  readonly config: Pick<RunConfig, 'params'>;
  readonly sizes: SplitSizes;
  readonly table?: DatasetTable | undefined;
}

/** Of all folds, where there are several; null where nobody knows. */
export function expectedSecondsOf({ approach, config, sizes, table }: NextRun): number | null {
  const { train, validation, test, crossValidation } = sizes;
  const versions = 1 + variantCountOf(config.params);
  const columns = table ? featureColumns(table.columns).columns.length : USUAL_COLUMNS;
  const size = { train: train * versions, validation, test, columns };
  const expected = approach.expectedSeconds?.(size, config.params);
  if (!expected) return null;
  const { folds = 1, repeats = 1 } = crossValidation ?? {};
  return folds * repeats * (expected.fit + expected.score);
}
