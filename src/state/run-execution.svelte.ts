// The one run that is being trained: gets ready what it learns from, has a worker train it, keeps what comes of it, and
// says where it is. What is trained, and with which settings, others decide.

import type { Dataset } from '$lib/core/dataset-types';
import { EarmarkError, isAbort, toEarmarkError, type ErrorRecord } from '$lib/core/errors';
import type { Run } from '$lib/core/run-types';
import { reloadMark } from '$lib/storage/reload-mark';
import { startModelStore } from '$lib/storage/run-store';
import { checkpointStore, type SavedCheckpoint } from '$lib/storage/checkpoint-store';
import { findApproach } from '$lib/trainers/registry';
import type { BackbonesState } from './backbones.svelte';
import type { ComputeState } from './compute.svelte';
import type { DatasetState } from './dataset.svelte';
import { withRunLock } from './locks';
import { finishedRun } from './new-run';
import type { NoticeState } from './notices.svelte';
import { BEGINS_AGAIN, hasLearned, resumeRefusal } from './resume-rules';
import { prepareInput } from './run-input';
import { RunKeeper } from './run-keeper';
import { RunProgress } from './run-progress.svelte';
import type { RunsState } from './runs.svelte';
import type { Start } from './start-model';
import { listenToTraining } from './training-listener';
import type { TrainingStatus } from './training-status';
import { trainInWorker } from './train-in-worker';

export interface TrainingParts {
  readonly notices: NoticeState;
  readonly dataset: DatasetState;
  readonly runs: RunsState;
  readonly compute: ComputeState;
  readonly backbones: BackbonesState;
}

export interface TrainingTask {
  readonly run: Run;
  /** The one that the run began with: another may be chosen meanwhile. */
  readonly dataset: Dataset;
  /** It goes on from where it was saved last. */
  readonly isResumed: boolean;
  /** What it begins with instead of chance. */
  readonly start?: Start | null;
  /** How often its device was lost before the page was reloaded for it. */
  readonly deviceLosses?: number;
}

/** What a training recovers from: told only while it does, or has to. */
const RECOVERY_CODES = ['worker-died', 'compute-failed', 'backend-changed'] as const;

export class RunExecution {
  status = $state.raw<TrainingStatus>({ phase: 'idle' });
  readonly progress = new RunProgress();
  /** A stop was asked for and has not taken effect yet. */
  stopping = $state(false);
  /** The run that is being trained here. */
  runId = $state<string | null>(null);

  readonly #parts: TrainingParts;
  #controller: AbortController | null = null;
  #deviceLosses = 0;

  constructor(parts: TrainingParts) {
    this.#parts = parts;
  }

  stop(): void {
    this.stopping = this.#controller !== null;
    this.#controller?.abort();
  }

  /** The page that comes goes on with the run that has failed, with a device of its own. */
  reloadAndResume(): void {
    if (this.status.phase !== 'failed' || this.status.runId === null) return;
    reloadFor(this.status.runId, this.#deviceLosses);
  }

  async execute(task: TrainingTask): Promise<void> {
    const { runs } = this.#parts;
    const { run } = task;
    const controller = new AbortController();
    this.#controller = controller;
    this.runId = run.id;
    this.#deviceLosses = task.deviceLosses ?? 0;
    this.progress.stats = null;
    this.status = { phase: 'preparing', what: 'Getting ready', fraction: 0, secondsLeft: null };
    try {
      const work = (): Promise<true> => this.#trainToItsEnd(task, controller.signal);
      if ((await withRunLock(run.id, work)) === null) {
        runs.leaveToOtherTab(run.id);
        this.#fail(run.id, new EarmarkError('run-in-another-tab', 'one that is busy with it'));
      }
    } catch (error) {
      this.#fail(run.id, error);
    } finally {
      this.#parts.notices.withdrawWarnings(RECOVERY_CODES);
      this.#controller = null;
      this.runId = null;
      this.stopping = false;
    }
  }

  /** However it ends is saved while no other tab can have gone on with it. */
  async #trainToItsEnd(task: TrainingTask, signal: AbortSignal): Promise<true> {
    const { run } = task;
    const keeper = new RunKeeper(this.#parts);
    try {
      await this.#train(task, keeper, signal);
    } catch (error) {
      const current = this.progress.of(this.#parts.runs.get(run.id) ?? run);
      if (current.status === 'done') {
        this.#fail(run.id, error); // another tab has finished it
      } else if (isAbort(error) || signal.aborted) {
        this.status = { phase: 'stopped', runId: run.id };
        await keeper.put({ ...current, status: 'stopped' });
      } else {
        const record = this.#fail(run.id, error);
        await keeper.put({ ...current, status: 'failed', error: record });
      }
    }
    return true;
  }

  /** A device that was lost twice may be there again after a reload: the message offers that, for as long as it is there. */
  #fail(runId: string, error: unknown): ErrorRecord {
    const { record } = toEarmarkError(error);
    const isLost = record.code === 'device-lost-twice';
    if (isLost) this.#countLoss();
    this.status = { phase: 'failed', runId, error: record };
    const losses = this.#deviceLosses;
    const reload = { label: 'Reload and resume', run: () => reloadFor(runId, losses) };
    this.#parts.notices.showError(error, isLost ? [reload] : []);
    return record;
  }

  #countLoss(): void {
    this.#deviceLosses++;
    this.#parts.compute.countLoss();
  }

  async #train(task: TrainingTask, keeper: RunKeeper, signal: AbortSignal): Promise<void> {
    const { dataset, start } = task;
    const { dataset: parts, runs, backbones } = this.#parts;
    const { run, saved } = await this.#openRun(task);
    const approach = findApproach(run.config.approach);
    if (!approach)
      throw new EarmarkError('run-not-resumable', `the approach "${run.config.approach}"`);
    if (start) await startModelStore.set(run.id, start.model); // first: a run without it could never be gone on with
    await keeper.put({ ...run, status: 'running' });
    const table = await prepareInput({
      run,
      approach,
      dataset,
      parts,
      backbones,
      signal,
      onProgress: (progress) => (this.status = { phase: 'preparing', ...progress }),
    });
    const listener = listenToTraining(run, {
      ...this.#parts,
      keeper,
      progress: this.progress,
      show: (status) => (this.status = status),
      countLoss: () => this.#countLoss(),
    });
    const { clips } = dataset;
    const deviceLosses = this.#deviceLosses;
    const options = { run, clips, table, saved, deviceLosses, signal, listener };
    const result = await trainInWorker(options);
    const { model, problem } = result;
    if (!model) this.progress.history = []; // each fold has its own
    await keeper.finish(finishedRun(this.progress.of(run), result), model);
    runs.select(run.id);
    if (problem) this.#fail(run.id, new EarmarkError(problem.code, problem.got));
    else this.status = { phase: 'done', runId: run.id };
  }

  /** Reads where the run is, now that no other tab goes on with it. @throws EarmarkError `run-not-resumable` */
  async #openRun({
    run: asked,
    isResumed,
  }: TrainingTask): Promise<{ run: Run; saved: SavedCheckpoint | null }> {
    if (!isResumed) {
      this.progress.goBackTo(null);
      return { run: asked, saved: null };
    }
    const known = (await this.#parts.runs.reread(asked.id)) ?? asked;
    if (known.status === 'done') throw resumeRefusal('a run that another tab has finished');
    const saved = await checkpointStore.get(asked.id);
    this.progress.goBackTo(saved);
    if (!saved && hasLearned(known)) this.#parts.notices.show(BEGINS_AGAIN);
    const begun: Run = {
      ...known,
      error: null,
      bestEpoch: null,
      evaluation: null,
      sealed: undefined,
      timings: null,
    };
    return { run: this.progress.of(begun), saved };
  }
}

function reloadFor(runId: string, deviceLosses: number): void {
  reloadMark.set({ version: 1, runId, deviceLosses });
  location.reload();
}
