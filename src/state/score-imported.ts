// The score of a model that was trained elsewhere, on clips that are here.

import type { Clip, DatasetTable } from '$lib/core/dataset-types';
import { tellError, toEarmarkError } from '$lib/core/errors';
import type { Evaluation, Run } from '$lib/core/run-types';
import { featureColumns } from '$lib/datasets/tables/table-dataset';
import { endingLostWorker } from './train-in-worker';
import { trainingWorker } from './workers';

export interface ScoredOn {
  /** Those of the run's test part. */
  readonly clips: readonly Clip[];
  /** Where they are rows of one. */
  readonly table: DatasetTable | undefined;
  readonly signal: AbortSignal;
}

/** Or, in words, why there is none. */
export async function scoreImported(
  { id: runId, config, classes, split }: Run,
  { clips, table, signal }: ScoredOn,
): Promise<{ evaluation: Evaluation | null; problem: string }> {
  const question = {
    ...{ runId, config, classes, clips, split },
    table: table && { tableId: table.id, ...featureColumns(table.columns) },
  };
  try {
    const evaluation = await endingLostWorker(() =>
      trainingWorker.call((api) => api.evaluate(question, signal)),
    );
    return { evaluation, problem: '' };
  } catch (error) {
    signal.throwIfAborted();
    const { record } = toEarmarkError(error);
    const why =
      record.code === 'features-missing'
        ? 'not every clip of the dataset in use has been measured for it. Train the quick baseline on the same measurements once, then test it on the Compare stage.'
        : tellError(record);
    return { evaluation: null, problem: `It has no score yet: ${why}` };
  }
}
