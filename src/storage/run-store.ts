// Runs, the models they made, and the checkpoints they can go on from: one row each, by run id.

import type { EpochRecord, Run } from '../core/run-types';
import type { FinishedFold } from '../evaluation/cross-validate';
import type { Checkpoint, ModelJson } from '../trainers/trainer';
import { modelSchema, parser, runSchema, savedCheckpointSchema } from './schemas';
import { Store } from './store';

export const runStore = new Store<Run>({ name: 'runs', parse: parser(runSchema) });
/** The best model of a run so far. */
export const modelStore = new Store<ModelJson>({ name: 'models', parse: parser(modelSchema) });

/** The state after a run's last finished epoch, and the epochs up to it: they belong together. */
export interface SavedCheckpoint {
  readonly version: 1;
  /** Of a cross-validation: inside the fold after the finished ones; null at its beginning. */
  readonly checkpoint: Checkpoint | null;
  readonly history: readonly EpochRecord[];
  /** Of a cross-validation: the finished folds, in order. */
  readonly folds?: readonly FinishedFold[] | undefined;
}

export const checkpointStore = new Store<SavedCheckpoint>({
  name: 'checkpoints',
  parse: parser(savedCheckpointSchema),
});

export async function deleteRun(id: string): Promise<void> {
  await runStore.delete(id);
  await modelStore.delete(id);
  await checkpointStore.delete(id);
}
