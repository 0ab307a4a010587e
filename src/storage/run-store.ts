// Runs and the models they made: one row each, by run id.

import type { Run } from '../core/run-types';
import type { ModelJson } from '../trainers/trainer';
import { checkpointStore } from './checkpoint-store';
import { modelSchema, parser, runSchema } from './schemas';
import { Store } from './store';

export const runStore = new Store<Run>({ name: 'runs', parse: parser(runSchema) });

/** One that could not be saved is kept in memory, for as long as the page (or the worker) lives. */
class ModelStore extends Store<ModelJson> {
  readonly #unsaved = new Map<string, ModelJson>();

  /** What this page (or worker) alone has: others of them are given it with what they are asked. */
  unsaved(key: string): ModelJson | null {
    return this.#unsaved.get(key) ?? null;
  }

  override async get(key: string): Promise<ModelJson | null> {
    return this.#unsaved.get(key) ?? super.get(key);
  }

  override async set(key: string, model: ModelJson): Promise<void> {
    this.#unsaved.set(key, model);
    await super.set(key, model);
    if (this.#unsaved.get(key) === model) this.#unsaved.delete(key);
  }

  override async delete(key: string): Promise<void> {
    this.#unsaved.delete(key);
    await super.delete(key);
  }
}

/** The best model of a run so far. */
export const modelStore = new ModelStore({ name: 'models', parse: parser(modelSchema) });
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
