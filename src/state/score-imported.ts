// The score of a model that was trained elsewhere, on clips that are here.

import { proxy } from 'comlink';
import type { Clip, DatasetTable } from '$lib/core/dataset-types';
import { tellError, toEarmarkError } from '$lib/core/errors';
import type { OnProgress } from '$lib/core/progress';
import type { Evaluation, Run } from '$lib/core/run-types';
import { featureColumns } from '$lib/datasets/tables/table-dataset';
import type { FeatureColumns } from '$lib/evaluation/table-rows';
import type { ArrangedColumns } from '$lib/trainers/match-features';
import { endingLostWorker } from './train-in-worker';
import { trainingWorker } from './workers';

export interface ScoredOn {
  /** Those of the run's test part. */
  readonly clips: readonly Clip[];
  /** Where they are rows of one. */
  readonly table: DatasetTable | undefined;
  /** What the kept model asks of the table, where it is not arranged for it. */
  readonly asks?: Pick<ArrangedColumns, 'columnNames' | 'places'>;
  /** Ends the wait at once, whether the worker hears it soon or not. */
  readonly signal: AbortSignal;
  readonly onProgress?: OnProgress;
}

/** Or, in words, why there is none. */
export async function scoreImported(
  { id: runId, config, classes, split }: Run,
  { clips, table, asks, signal, onProgress = () => undefined }: ScoredOn,
): Promise<{ evaluation: Evaluation | null; problem: string }> {
  const columns = table && columnsOf(table, asks);
  const question = { runId, config, classes, clips, split, table: columns };
  try {
    const asking = endingLostWorker(() =>
      trainingWorker.call((api) => api.evaluate(question, proxy({ onProgress }), signal)),
    );
    return { evaluation: await untilAborted(asking, signal), problem: '' };
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

function columnsOf({ id: tableId, columns }: DatasetTable, asks: ScoredOn['asks']): FeatureColumns {
  const own = featureColumns(columns);
  if (!asks) return { tableId, columns: own.columns, names: own.names };
  const asked = asks.places.map((place) => own.columns[place]!);
  return { tableId, columns: asked, names: asks.columnNames };
}

async function untilAborted<Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> {
  let stop = (): void => undefined;
  const stopped = new Promise<never>((_, reject) => {
    stop = () => reject(new DOMException('The test was stopped.', 'AbortError'));
  });
  if (signal.aborted) stop();
  signal.addEventListener('abort', stop);
  try {
    return await Promise.race([work, stopped]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
