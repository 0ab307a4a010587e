// Runs and the models they made: one row each, by run id.

import type { Run } from '../core/run-types';
import type { ModelJson } from '../trainers/trainer';
import { checkpointStore } from './checkpoint-store';
import { modelSchema, parser, runSchema } from './schemas';
import { Store } from './store';

export const runStore = new Store<Run>({ name: 'runs', parse: parser(runSchema) });
/** The best model of a run so far. */
export const modelStore = new Store<ModelJson>({ name: 'models', parse: parser(modelSchema) });
/** The model that a run started from, under that run's own id, until it has finished: the earlier run may be deleted. */
export const startModelStore = new Store<ModelJson>({
  name: 'start-models',
  parse: parser(modelSchema),
});

export async function deleteRun(id: string): Promise<void> {
  await runStore.delete(id);
  await modelStore.delete(id);
  await startModelStore.delete(id);
  await checkpointStore.delete(id);
}
