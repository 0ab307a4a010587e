// What models listen to: asked of one run at a time, kept for this visit.

import { proxy } from 'comlink';
import { EarmarkError, isAbort, toEarmarkError, type ErrorRecord } from '$lib/core/errors';
import type { Run } from '$lib/core/run-types';
import { featureColumns } from '$lib/datasets/tables/table-dataset';
import type { ClipExplanation } from '$lib/evaluation/importance/explain';
import type { FeatureImportance } from '$lib/evaluation/importance/importance';
import type { FeatureColumn } from '$lib/features/extractor';
import { EXTRACTOR_IDS, loadFeature, type FeatureId } from '$lib/features/registry';
import type { ModelQuestion } from '$lib/rpc/interfaces';
import { modelStore } from '$lib/storage/run-store';
import { findApproach } from '$lib/trainers/registry';
import { componentColumns } from './component-columns';
import type { DatasetState } from './dataset.svelte';
import { ProgressClock } from './progress-clock';
import { endingLostWorker } from './train-in-worker';
import { trainingWorker } from './workers';

export type ImportanceStatus =
  | { readonly phase: 'idle' }
  | {
      readonly phase: 'running';
      readonly fraction: number;
      readonly secondsLeft: number | null;
    }
  | { readonly phase: 'done'; readonly importance: FeatureImportance }
  | { readonly phase: 'failed'; readonly error: ErrorRecord };

/** Explanations kept; a clip's is looked at again when its genres are compared. */
const KEPT_EXPLANATIONS = 20;

export class ImportanceState {
  #statuses = $state.raw<ReadonlyMap<string, ImportanceStatus>>(new Map());
  readonly #dataset: DatasetState;
  readonly #explanations = new Map<string, ClipExplanation>();
  #controller: AbortController | null = null;
  #runningId = $state<string | null>(null);

  constructor(dataset: DatasetState) {
    this.#dataset = dataset;
  }

  statusOf(runId: string): ImportanceStatus {
    return this.#statuses.get(runId) ?? { phase: 'idle' };
  }

  /** Another run is being asked. */
  isBusyWithAnother(runId: string): boolean {
    return this.#runningId !== null && this.#runningId !== runId;
  }

  async start(run: Run): Promise<void> {
    if (this.#controller) return;
    const controller = (this.#controller = new AbortController());
    const { signal } = controller;
    this.#runningId = run.id;
    const clock = new ProgressClock();
    const onProgress = (fraction: number): void => {
      if (this.#controller !== controller) return; // overtaken by the answer
      const { secondsLeft } = clock.tick(fraction, 1);
      this.#set(run.id, { phase: 'running', fraction, secondsLeft });
    };
    this.#set(run.id, { phase: 'running', fraction: 0, secondsLeft: null });
    try {
      const question = this.#question(run);
      const importance = await endingLostWorker(() =>
        trainingWorker.call((api) => api.importance(question, proxy({ onProgress }), signal)),
      );
      this.#set(run.id, { phase: 'done', importance });
    } catch (error) {
      const stopped = isAbort(error) || signal.aborted;
      this.#set(
        run.id,
        stopped ? { phase: 'idle' } : { phase: 'failed', error: toEarmarkError(error).record },
      );
    } finally {
      this.#controller = null;
      this.#runningId = null;
    }
  }

  /** Its model is not what it was. */
  forget(runId: string): void {
    if (this.#runningId === runId) this.stop();
    this.#statuses = new Map([...this.#statuses].filter(([id]) => id !== runId));
    for (const key of [...this.#explanations.keys()]) {
      if (key.startsWith(`${runId}/`)) this.#explanations.delete(key);
    }
  }

  stop(): void {
    this.#controller?.abort();
  }

  /** Why the run's model says what it says of one of its clips. @throws EarmarkError */
  async explain(run: Run, clipId: string, signal: AbortSignal): Promise<ClipExplanation> {
    const key = `${run.id}/${clipId}`;
    const kept = this.#explanations.get(key);
    if (kept) return kept;
    const question = this.#question(run);
    const explanation = await endingLostWorker(() =>
      trainingWorker.call((api) => api.explainClip(question, clipId, signal)),
    );
    this.#explanations.set(key, explanation);
    const oldest = this.#explanations.keys().next();
    if (this.#explanations.size > KEPT_EXPLANATIONS && !oldest.done) {
      this.#explanations.delete(oldest.value);
    }
    return explanation;
  }

  /** Units and help of what the run learned from, by column name; of a table that nobody knows there are none. */
  async columnsOf(run: Run): Promise<ReadonlyMap<string, FeatureColumn>> {
    const { config, dataset } = run;
    const table = this.#dataset.find(dataset.id)?.table;
    const measuring = EXTRACTOR_IDS.find((id) => id === table?.extractor);
    const ofTable: readonly FeatureId[] = measuring ? [measuring] : [];
    const ids = table ? ofTable : (findApproach(config.approach)?.features(config) ?? []);
    const features = await Promise.all(ids.map(loadFeature));
    const columns = features.flatMap((feature) =>
      feature.kind === 'vector' ? feature.columns : [],
    );
    const described = [...columns, ...(await componentColumns(run))];
    return new Map(described.map((column) => [column.name, column]));
  }

  /** @throws EarmarkError `features-missing` */
  #question({ id: runId, config, classes, split, dataset: { id, title } }: Run): ModelQuestion {
    const dataset = this.#dataset.find(id);
    if (!dataset) throw new EarmarkError('features-missing', `no dataset ${title} any more`);
    const { clips, table } = dataset;
    return {
      ...{ runId, config, classes, clips, split },
      model: modelStore.unsaved(runId),
      table: table && { tableId: table.id, ...featureColumns(table.columns) },
    };
  }

  #set(runId: string, status: ImportanceStatus): void {
    this.#statuses = new Map(this.#statuses).set(runId, status);
  }
}
