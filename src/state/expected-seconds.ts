// How long the next run takes, where its approach can say.

import type { DatasetTable } from '$lib/core/dataset-types';
import type { FeatureChoice } from '$lib/core/run-types';
import { featureColumns } from '$lib/datasets/tables/table-dataset';
import { isEmbeddingId, numColumnsOf } from '$lib/features/embedding-feature';
import type { ExtractorId, FeatureId } from '$lib/features/registry';
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
  readonly approach: Pick<Approach, 'expectedSeconds' | 'features'>;
  readonly config: FeatureChoice;
  readonly sizes: SplitSizes;
  readonly table?: DatasetTable | undefined;
}

/** Of all folds, where there are several; null where nobody knows. */
export function expectedSecondsOf({ approach, config, sizes, table }: NextRun): number | null {
  const { train, validation, test, crossValidation } = sizes;
  const versions = 1 + variantCountOf(config.params);
  const columns = table
    ? featureColumns(table.columns).columns.length
    : columnsOf(approach.features(config));
  const size = { train: train * versions, validation, test, columns };
  const expected = approach.expectedSeconds?.(size, config.params);
  if (!expected) return null;
  const { folds = 1, repeats = 1 } = crossValidation ?? {};
  return folds * repeats * (expected.fit + expected.score);
}

function columnsOf(features: readonly FeatureId[]): number {
  const columnsIn = (id: FeatureId): number => (isEmbeddingId(id) ? numColumnsOf(id) : COLUMNS[id]);
  return features.reduce((columns, id) => columns + columnsIn(id), 0);
}
