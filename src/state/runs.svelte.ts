// Every run there is, newest first, and the one that is looked at.

import type { Clip } from '$lib/core/dataset-types';
import type { Run } from '$lib/core/run-types';
import { checkpointStore } from '$lib/storage/checkpoint-store';
import { deleteRun, modelStore, runStore, startModelStore } from '$lib/storage/run-store';
import type { DatasetState } from './dataset.svelte';
import type { NoticeState } from './notices.svelte';
import { isRunLocked, whenRunIsFree } from './locks';

export class RunsState {
  #runs = $state.raw<ReadonlyMap<string, Run>>(new Map());
  selectedId = $state<string | null>(null);
  readonly list = $derived(
    [...this.#runs.values()].sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1)),
  );
  readonly selected = $derived(
    (this.selectedId !== null && this.#runs.get(this.selectedId)) || null,
  );

  readonly #notices: NoticeState;
  readonly #dataset: DatasetState;

  constructor(notices: NoticeState, dataset: DatasetState) {
    this.#notices = notices;
    this.#dataset = dataset;
  }

  /** Reads what was saved; a run that was cut off by a reload counts as stopped. */
  async load(): Promise<void> {
    const { rows, damaged } = await runStore.all();
    for (const run of rows.values()) {
      if (run.status !== 'running') continue;
      if (await isRunLocked(run.id)) this.#followElsewhere(run.id);
      else rows.set(run.id, { ...run, status: 'stopped' });
    }
    this.#runs = rows;
    this.selectedId = this.list.find((run) => run.evaluation)?.id ?? null;
    if (damaged.length > 0) {
      this.#notices.show({
        level: 'warning',
        code: 'saved-data-damaged',
        text: `${damaged.length} saved run(s) could not be read back and were left out.`,
      });
    }
  }

  /** Shows the run; saves it unless `save` is false (for changes that another save will follow). */
  async put(run: Run, { save = true } = {}): Promise<void> {
    this.#show(run);
    if (save) await runStore.set(run.id, run);
  }

  get(id: string): Run | null {
    return this.#runs.get(id) ?? null;
  }

  /** As it is saved, where no other tab trains it: another one may have gone on with it. */
  async reread(id: string): Promise<Run | null> {
    const saved = await runStore.get(id);
    if (!saved || !this.#runs.has(id)) return this.get(id);
    const run: Run = saved.status === 'running' ? { ...saved, status: 'stopped' } : saved;
    this.#show(run);
    return run;
  }

  /** Takes up what other tabs have trained of a search meanwhile. */
  async rereadSearch(sweepId: string): Promise<void> {
    const { rows } = await runStore.all();
    for (const run of rows.values()) {
      if (run.sweep?.id !== sweepId || this.get(run.id)?.status === 'done') continue;
      if (run.status !== 'running') this.#show(run);
      else if (await isRunLocked(run.id)) {
        this.#show(run);
        this.#followElsewhere(run.id);
      } else this.#show({ ...run, status: 'stopped' });
    }
  }

  /** Another tab trains the run: it is shown so until it no longer does. */
  leaveToOtherTab(id: string): void {
    const run = this.get(id);
    if (!run) return;
    this.#show({ ...run, status: 'running' });
    this.#followElsewhere(id);
  }

  #followElsewhere(id: string): void {
    const follow = async (): Promise<void> => {
      await whenRunIsFree(id);
      await this.reread(id);
    };
    this.#notices.guard(follow());
  }

  #show(run: Run): void {
    this.#runs = new Map(this.#runs).set(run.id, run);
  }

  select(id: string): void {
    if (this.#runs.has(id)) this.selectedId = id;
  }

  async remove(id: string): Promise<void> {
    const run = this.#runs.get(id);
    if (!run || run.status === 'running') return; // its rows are being written
    const model = await modelStore.get(id);
    const startModel = await startModelStore.get(id);
    const checkpoint = await checkpointStore.get(id);
    await deleteRun(id);
    this.#runs = new Map([...this.#runs].filter(([key]) => key !== id));
    if (this.selectedId === id)
      this.selectedId = this.list.find((other) => other.evaluation)?.id ?? null;
    const restore = async (): Promise<void> => {
      if (model) await modelStore.set(id, model);
      if (startModel) await startModelStore.set(id, startModel);
      if (checkpoint) await checkpointStore.set(id, checkpoint);
      await this.put(run);
    };
    this.#notices.show({
      level: 'info',
      code: `run-removed-${id}`, // each keeps its own undo
      text: 'The run and its model were deleted.',
      actions: [{ label: 'Undo', run: () => this.#notices.guard(restore()) }],
    });
  }

  /** The clip a prediction speaks of, if its dataset is still there. */
  clip(run: Run, clipId: string): Clip | null {
    return this.#dataset.findClip(run.dataset.id, clipId);
  }
}
