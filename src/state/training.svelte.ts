// The Train stage: settings, what stands in the way, and the one run that is being trained.

import type { SplitStrategy } from '$lib/core/dataset-types';
import { EarmarkError, isAbort, toEarmarkError, type ErrorRecord } from '$lib/core/errors';
import type { EpochRecord, ParamValue, Run } from '$lib/core/run-types';
import { genresToLeaveOut } from '$lib/datasets/split';
import { runVariants } from '$lib/evaluation/examples';
import { loadExtractor, type ExtractorId } from '$lib/features/registry';
import { checkpointStore, modelStore, type SavedCheckpoint } from '$lib/storage/run-store';
import { defaultsOf, savedValues } from '$lib/trainers/params';
import { APPROACHES, findApproach, type Approach } from '$lib/trainers/registry';
import type { TrainingStats } from '$lib/trainers/trainer';
import { variantCountOf } from '$lib/trainers/variants-param';
import { APP_VERSION } from './app-version';
import { failureError } from './clip-failures';
import type { ComputeState } from './compute.svelte';
import type { DatasetState } from './dataset.svelte';
import { extractMissing } from './extract-missing';
import { createRun } from './new-run';
import type { NoticeState } from './notices.svelte';
import { ProgressClock } from './progress-clock';
import { withRunLock } from './locks';
import type { RunsState } from './runs.svelte';
import { planTraining } from './training-plan';
import { trainInWorker, type TrainingListener } from './train-in-worker';
import { featurePool } from './workers';

const SAVE_INTERVAL_MILLISECONDS = 1000;

export type TrainingStatus =
  | { readonly phase: 'idle' }
  | {
      readonly phase: 'preparing';
      readonly what: string;
      readonly fraction: number;
      readonly secondsLeft: number | null;
    }
  | {
      readonly phase: 'running';
      readonly runId: string;
      readonly fraction: number;
      readonly epoch: number;
      readonly secondsLeft: number | null;
    }
  | { readonly phase: 'recovering'; readonly runId: string }
  | { readonly phase: 'stopped'; readonly runId: string }
  | { readonly phase: 'done'; readonly runId: string; readonly seconds: number }
  | { readonly phase: 'failed'; readonly runId: string | null; readonly error: ErrorRecord };

export interface TrainingParts {
  readonly notices: NoticeState;
  readonly dataset: DatasetState;
  readonly runs: RunsState;
  readonly compute: ComputeState;
}

export class TrainingState {
  readonly approaches: readonly Approach[] = APPROACHES;
  approachId = $state(APPROACHES[0]!.id);
  seed = $state(1);
  splitStrategy = $state<SplitStrategy>('random');
  #params = $state<Record<string, Record<string, ParamValue>>>(
    Object.fromEntries(APPROACHES.map(({ id, params }) => [id, { ...defaultsOf(params) }])),
  );
  status = $state.raw<TrainingStatus>({ phase: 'idle' });
  history = $state.raw<readonly EpochRecord[]>([]);
  stats = $state.raw<TrainingStats | null>(null);

  readonly approach = $derived(findApproach(this.approachId) ?? APPROACHES[0]!);
  readonly #plan = $derived.by(() =>
    planTraining({
      clips: this.#parts.dataset.current?.clips ?? [],
      approach: this.approach,
      seed: this.seed,
      params: $state.snapshot(this.params),
      strategy: this.splitStrategy,
    }),
  );
  /** Why training cannot start; empty when it can. */
  readonly problems = $derived<readonly ErrorRecord[]>(
    this.#plan.phase === 'blocked' ? [this.#plan.problem] : [],
  );
  /** Genres with too few clips, where training could start without them. */
  readonly strayGenres = $derived.by(() =>
    this.problems.some(({ code }) => code === 'dataset-too-few-clips')
      ? genresToLeaveOut(this.#parts.dataset.current?.clips ?? [])
      : [],
  );
  readonly splitSizes = $derived(
    this.#plan.phase === 'ready'
      ? {
          train: this.#plan.split.train.length,
          validation: this.#plan.split.validation.length,
          test: this.#plan.split.test.length,
        }
      : null,
  );
  readonly busy = $derived(['preparing', 'running', 'recovering'].includes(this.status.phase));
  /** A stop was asked for and has not taken effect yet. */
  stopping = $state(false);
  /** The run that a click on "resume" goes on with: the newest one, if it was cut off. */
  readonly resumable = $derived.by((): Run | null => {
    const { dataset, runs } = this.#parts;
    const newest = runs.list.find((run) => run.dataset.fingerprint === dataset.fingerprint);
    return newest && isCutOff(newest) ? newest : null;
  });
  readonly canResume = $derived(!this.busy && this.resumable !== null);

  readonly #parts: TrainingParts;
  #controller: AbortController | null = null;

  constructor(parts: TrainingParts) {
    this.#parts = parts;
  }

  /** The settings of the chosen approach; each approach keeps its own. */
  get params(): Record<string, ParamValue> {
    return this.#params[this.approachId]!;
  }

  async start(): Promise<void> {
    if (this.busy) return;
    const plan = this.#plan;
    const dataset = this.#parts.dataset.current;
    if (plan.phase === 'blocked' || !dataset) return;
    const { config, split } = plan;
    this.history = [];
    await this.#execute(createRun({ config, split, dataset, createdAt: new Date() }), null);
  }

  /** Sets the clips of the stray genres aside, with a way back. */
  async leaveOutStrayGenres(): Promise<void> {
    const { dataset } = this.#parts;
    if (this.busy || !dataset.current) return;
    await dataset.setAside.leaveOut(dataset.current.id, this.strayGenres);
  }

  /** What is trained so far stays, and can be gone on with. */
  stop(): void {
    this.stopping = this.#controller !== null;
    this.#controller?.abort();
  }

  /** Goes on with a run that was cut off, by default the newest; the form shows its settings. */
  async resume(runId = this.resumable?.id): Promise<void> {
    const { runs, dataset, notices } = this.#parts;
    const run = runId === undefined ? null : runs.get(runId);
    if (this.busy || !run || !isCutOff(run)) return;
    if (run.dataset.fingerprint !== dataset.fingerprint) {
      const got = `${run.dataset.title}, which is not the dataset chosen now or has changed`;
      notices.showError(new EarmarkError('run-not-resumable', got));
      return;
    }
    const { approach, params, seed, split } = run.config;
    this.approachId = approach;
    const { params: specs = [] } = findApproach(approach) ?? {};
    this.#params[approach] = { ...savedValues(specs, params) };
    this.seed = seed;
    this.splitStrategy = split.strategy;
    const saved = await checkpointStore.get(run.id);
    this.history = saved?.history ?? [];
    await this.#execute({ ...run, history: this.history, error: null }, saved);
  }

  async #execute(run: Run, saved: SavedCheckpoint | null): Promise<void> {
    const { notices, runs } = this.#parts;
    const controller = new AbortController();
    this.#controller = controller;
    this.stats = null;
    this.status = { phase: 'preparing', what: 'Getting ready', fraction: 0, secondsLeft: null };
    try {
      const outcome = await withRunLock(run.id, () => this.#train(run, saved, controller.signal));
      if (outcome === null) {
        const error = new EarmarkError('run-not-resumable', 'a run that another tab is training');
        this.status = { phase: 'failed', runId: run.id, error: error.record };
        notices.showError(error);
      }
    } catch (error) {
      const current = runs.get(run.id) ?? run;
      if (isAbort(error) || controller.signal.aborted) {
        this.status = { phase: 'stopped', runId: run.id };
        await runs.put({ ...current, history: this.history, status: 'stopped' });
      } else {
        const { record } = toEarmarkError(error);
        this.status = { phase: 'failed', runId: run.id, error: record };
        await runs.put({ ...current, history: this.history, status: 'failed', error: record });
        notices.showError(error);
      }
    } finally {
      this.#controller = null;
      this.stopping = false;
    }
  }

  async #train(run: Run, saved: SavedCheckpoint | null, signal: AbortSignal): Promise<true> {
    const { dataset, runs } = this.#parts;
    const approach = findApproach(run.config.approach);
    const clips = dataset.current?.clips ?? [];
    if (!approach)
      throw new EarmarkError('run-not-resumable', `the approach "${run.config.approach}"`);
    const startedAt = performance.now();
    await runs.put({ ...run, status: 'running' });
    const extractors = approach.extractors(run.config.params);
    const what = await measuringOf(extractors, variantCountOf(run.config.params));
    const clock = new ProgressClock();
    const { failures } = await extractMissing({
      clips,
      extractors,
      variantsOf: runVariants(run),
      sources: dataset.sources,
      pool: featurePool,
      signal,
      onProgress: (fraction) => {
        const { secondsLeft } = clock.tick(fraction, 1);
        this.status = { phase: 'preparing', what, fraction, secondsLeft };
      },
    });
    signal.throwIfAborted();
    if (failures.length > 0) {
      dataset.setAside.offer(run.dataset.id, failures);
      throw failureError(failures);
    }
    const listener = this.#listen(run);
    const result = await trainInWorker({ run, clips, saved, signal, listener });
    await modelStore.set(run.id, result.model);
    await runs.put({
      ...run,
      status: 'done',
      history: this.history,
      bestEpoch: result.bestEpoch,
      evaluation: result.evaluation,
      timings: result.timings,
      environment: { backend: result.backend, device: result.device, appVersion: APP_VERSION },
      peakGpuBytes: result.peakGpuBytes,
    });
    await checkpointStore.delete(run.id);
    runs.select(run.id);
    const seconds = (performance.now() - startedAt) / 1000;
    this.status = { phase: 'done', runId: run.id, seconds };
    return true;
  }

  #listen(run: Run): TrainingListener {
    const { runs, compute, notices } = this.#parts;
    const { id: runId } = run;
    const clock = new ProgressClock();
    let firstFraction: number | null = null;
    let savedAt = performance.now();
    this.status = { phase: 'running', runId, fraction: 0, epoch: 0, secondsLeft: null };
    return {
      onCompute: (info) => compute.report(info),
      onReport: ({ epochs, fraction, stats }) => {
        if (stats) this.stats = stats;
        if (epochs.length > 0) this.history = [...this.history, ...epochs];
        if (fraction !== null) {
          firstFraction ??= fraction; // a resumed run does not start at 0
          const { secondsLeft } = clock.tick(fraction - firstFraction, 1 - firstFraction);
          const epoch = this.history.at(-1)?.epoch ?? 0;
          this.status = { phase: 'running', runId, fraction, epoch, secondsLeft };
        }
        if (epochs.length === 0 || performance.now() - savedAt < SAVE_INTERVAL_MILLISECONDS) return;
        savedAt = performance.now();
        notices.guard(runs.put({ ...run, status: 'running', history: this.history }));
      },
      onRecovery: (error, history) => {
        this.status = { phase: 'recovering', runId };
        this.history = history;
        const text = `${error.message} Training goes on after epoch ${history.length}.`;
        notices.show({ level: 'warning', code: error.code, text });
      },
    };
  }
}

/** "Measuring timbre, harmony and loudness": what the clips still lack may be any of it. */
async function measuringOf(ids: readonly ExtractorId[], variants: number): Promise<string> {
  const titles = await Promise.all(ids.map(async (id) => (await loadExtractor(id)).title));
  const versions = variants > 0 ? ', also of extra versions' : '';
  return `Measuring: ${titles.join('; ')}${versions}`;
}

function isCutOff({ status }: Run): boolean {
  return status === 'stopped' || status === 'failed';
}
