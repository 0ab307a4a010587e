// The Train stage: settings, what stands in the way, and the one run that is being trained.

import type { Dataset } from '$lib/core/dataset-types';
import { EarmarkError, isAbort, toEarmarkError, type ErrorRecord } from '$lib/core/errors';
import type { ParamSpec, ParamValue, Run } from '$lib/core/run-types';
import { checkpointStore, type SavedCheckpoint } from '$lib/storage/checkpoint-store';
import { modelStore, startModelStore } from '$lib/storage/run-store';
import { defaultsOf, savedValues } from '$lib/trainers/params';
import { APPROACHES, findApproach, type Approach } from '$lib/trainers/registry';
import { openParams, withoutTable } from '$lib/trainers/table-params';
import type { ComputeState } from './compute.svelte';
import type { DatasetState } from './dataset.svelte';
import { createRun, finishedRun } from './new-run';
import type { NoticeState } from './notices.svelte';
import { ProgressClock } from './progress-clock';
import { withRunLock } from './locks';
import { BEGINS_AGAIN, isCutOff, cutOffRuns, hasLearned, resumeProblem } from './resume-rules';
import { prepareInput } from './run-input';
import { RunProgress } from './run-progress.svelte';
import type { RunsState } from './runs.svelte';
import { planTraining, strayGenresOf } from './training-plan';
import { StartChoice } from './start-choice.svelte';
import type { Start } from './start-model';
import { SplitChoice } from './split-choice.svelte';
import { isAtWork, type TrainingStatus } from './training-status';
import { trainInWorker, type TrainingListener } from './train-in-worker';
import { ValidationChoice } from './validation-choice.svelte';
import { warmUp } from './warm-up';

const SAVE_INTERVAL_MILLISECONDS = 1000;

export interface TrainingParts {
  readonly notices: NoticeState;
  readonly dataset: DatasetState;
  readonly runs: RunsState;
  readonly compute: ComputeState;
}

interface TrainingTask {
  readonly run: Run;
  /** The one that the run began with: another may be chosen meanwhile. */
  readonly dataset: Dataset;
  /** Where to go on; null to begin. */
  readonly saved: SavedCheckpoint | null;
  /** What it begins with instead of chance. */
  readonly start?: Start | null;
}

export class TrainingState {
  readonly approaches: readonly Approach[] = APPROACHES;
  approachId = $state(APPROACHES[0]!.id);
  seed = $state(1);
  readonly split: SplitChoice;
  readonly validation = new ValidationChoice();
  readonly startFrom = new StartChoice(() => [this.approach, this.#parts.runs.list]);
  #params = $state<Record<string, Record<string, ParamValue>>>(
    Object.fromEntries(APPROACHES.map(({ id, params }) => [id, { ...defaultsOf(params) }])),
  );
  #latest = $state.raw<TrainingStatus>({ phase: 'idle' });
  /** Idle again once the run that it speaks of was removed. */
  readonly status = $derived.by((): TrainingStatus => {
    const latest = this.#latest;
    const isOver = latest.phase === 'done' || latest.phase === 'stopped';
    return isOver && !this.#parts.runs.get(latest.runId) ? { phase: 'idle' } : latest;
  });
  readonly progress = new RunProgress();

  readonly approach = $derived(findApproach(this.approachId) ?? APPROACHES[0]!);
  readonly #plan = $derived.by(() =>
    planTraining({
      clips: this.split.clips,
      table: this.#parts.dataset.current?.table,
      approach: this.approach,
      seed: this.seed,
      params: $state.snapshot(this.params),
      strategy: this.split.strategy,
      list: this.split.name,
      folds: this.validation.folds,
      startFrom: this.startFrom.planned,
    }),
  );
  /** Why training cannot start; empty when it can. */
  readonly problems = $derived<readonly ErrorRecord[]>(
    this.#plan.phase === 'blocked' ? [this.#plan.problem] : [],
  );
  /** Genres with too few clips, where training could start without them. */
  readonly strayGenres = $derived.by(() =>
    strayGenresOf(this.problems, this.#parts.dataset.current),
  );
  /** What the next run would be; null where something stands in the way. */
  readonly ready = $derived(this.#plan.phase === 'ready' ? this.#plan : null);
  /** What the next run learns, where clips have several labels and the approach can; else null. */
  readonly labels = $derived(this.ready?.labels ?? null);
  /** Clips that the next run's score is on and that the run it starts from has heard. */
  readonly heardBefore = $derived(this.ready?.start?.heard ?? []);
  readonly splitSizes = $derived(this.ready?.sizes ?? null);
  /** How long the next run takes, where its approach can say. */
  readonly expectedSeconds = $derived(this.ready?.expectedSeconds ?? null);
  /** How far the run's cross-validation is; null without one. */
  readonly foldProgress = $derived.by(() => {
    const runId = 'runId' in this.status ? this.status.runId : null;
    const run = runId === null ? null : this.#parts.runs.get(runId);
    return run && this.progress.foldsOf(run.config);
  });
  /** A checkpoint is being read. */
  #opening = $state(false);
  /** Several runs are trained one after another: nothing else may begin in between. */
  inSeries = $state(false);
  readonly busy = $derived(
    this.#opening || this.inSeries || this.startFrom.opening || isAtWork(this.status),
  );
  /** A stop was asked for and has not taken effect yet. */
  stopping = $state(false);
  /** Runs of the current dataset that can be gone on with, newest first; a failed one only while nothing came after it. */
  readonly #cutOff = $derived.by((): readonly Run[] =>
    cutOffRuns(this.#parts.runs.list, this.#parts.dataset),
  );
  /** The run that a click on "resume" goes on with: the newest that was cut off. */
  readonly resumable = $derived(this.#cutOff[0] ?? null);
  /** How many others could be gone on with. */
  readonly othersResumable = $derived(Math.max(0, this.#cutOff.length - 1));
  readonly canResume = $derived(!this.busy && this.resumable !== null);

  readonly #parts: TrainingParts;
  /** Fingerprint of the dataset that the form was last set for. */
  #shownFor = '';
  #controller: AbortController | null = null;

  constructor(parts: TrainingParts) {
    this.#parts = parts;
    this.split = new SplitChoice({ dataset: parts.dataset, examination: this.validation });
  }

  /** The settings that the dataset leaves open. */
  get specs(): readonly ParamSpec[] {
    return openParams(this.approach.params, this.#parts.dataset.current?.table);
  }

  /** The settings of the chosen approach; each approach keeps its own. */
  get params(): Record<string, ParamValue> {
    return this.#params[this.approachId]!;
  }

  /** Chooses how to learn; the device is made ready while the settings are looked at. */
  choose(approachId: string): void {
    this.approachId = approachId;
    const classes = this.#parts.dataset.genres;
    if (this.approach.usesTensors && this.#ready) warmUp(this.#ready.config, classes.length);
  }

  async start(): Promise<void> {
    if (this.busy) return;
    const dataset = this.#parts.dataset.current;
    if (!this.ready || !dataset) return;
    const { config, split, start: chosen } = this.ready;
    const start = chosen && (await this.startFrom.open(chosen.run, this.#parts.notices));
    if (chosen && !start) return;
    const run = createRun({ config, split, dataset, createdAt: new Date(), start });
    await this.train(run, dataset, start);
  }

  /** Trains a run from where it is, a new one from its beginning; settles once that is over, however it ended. */
  async train(run: Run, dataset: Dataset, start: Start | null = null): Promise<void> {
    this.#opening = true;
    const reading = isCutOff(run) ? checkpointStore.get(run.id) : Promise.resolve(null);
    const saved = await reading.finally(() => (this.#opening = false));
    this.progress.goBackTo(saved);
    if (!saved && hasLearned(run)) this.#parts.notices.show(BEGINS_AGAIN);
    const task = { run: this.progress.of({ ...run, error: null }), dataset, saved, start };
    await this.#execute(task);
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

  /** Shows the settings of the run that can be gone on with, once for each dataset that is taken into use. */
  offerResume(): void {
    const { fingerprint } = this.#parts.dataset;
    if (this.busy || fingerprint === this.#shownFor) return;
    this.#shownFor = fingerprint;
    if (this.resumable) this.showSettings(this.resumable);
  }

  /** Goes on with a run that was cut off, by default the newest of them; the form shows its settings. */
  async resume(runId = this.resumable?.id): Promise<void> {
    const { runs, notices, dataset: datasets } = this.#parts;
    const run = runId === undefined ? null : runs.get(runId);
    const dataset = datasets.current;
    if (this.busy || !run) return;
    const problem = resumeProblem(run, datasets);
    if (problem) notices.showError(problem);
    if (problem || !dataset) return;
    this.showSettings(run);
    await this.train(run, dataset);
  }

  /** Puts the settings of a run into the form. */
  showSettings({ config }: Pick<Run, 'config'>): void {
    const { approach, params, seed, split, crossValidation, startFrom } = config;
    const known = findApproach(approach);
    if (!known) return; // an approach of another version; told when it is resumed
    const saved = savedValues(known.params, params);
    const { table } = this.#parts.dataset.current ?? {};
    this.approachId = approach;
    this.#params[approach] = withoutTable(saved, table, this.#params[approach] ?? {});
    this.seed = seed;
    this.split.choose(split.strategy, split.list);
    this.validation.restore(crossValidation);
    this.startFrom.restore(startFrom?.runId);
  }

  async #execute(task: TrainingTask): Promise<void> {
    const { notices, runs } = this.#parts;
    const { run } = task;
    const controller = new AbortController();
    this.#controller = controller;
    this.#shownFor = run.dataset.fingerprint;
    this.progress.stats = null;
    this.#latest = { phase: 'preparing', what: 'Getting ready', fraction: 0, secondsLeft: null };
    try {
      const outcome = await withRunLock(run.id, () => this.#train(task, controller.signal));
      if (outcome === null) {
        const error = new EarmarkError('run-not-resumable', 'a run that another tab is training');
        this.#latest = { phase: 'failed', runId: run.id, error: error.record };
        notices.showError(error);
      }
    } catch (error) {
      const current = runs.get(run.id) ?? run;
      if (isAbort(error) || controller.signal.aborted) {
        this.#latest = { phase: 'stopped', runId: run.id };
        await runs.put(this.progress.of({ ...current, status: 'stopped' }));
      } else {
        const { record } = toEarmarkError(error);
        this.#latest = { phase: 'failed', runId: run.id, error: record };
        await runs.put(this.progress.of({ ...current, status: 'failed', error: record }));
        notices.showError(error);
      }
    } finally {
      this.#controller = null;
      this.stopping = false;
    }
  }

  async #train({ run, dataset, saved, start }: TrainingTask, signal: AbortSignal): Promise<true> {
    const { dataset: parts, runs } = this.#parts;
    const approach = findApproach(run.config.approach);
    if (!approach)
      throw new EarmarkError('run-not-resumable', `the approach "${run.config.approach}"`);
    await runs.put({ ...run, status: 'running' });
    if (start) await startModelStore.set(run.id, start.model);
    const table = await prepareInput({
      run,
      approach,
      dataset,
      parts,
      signal,
      onProgress: (progress) => (this.#latest = { phase: 'preparing', ...progress }),
    });
    const listener = this.#listen(run);
    const { clips } = dataset;
    const result = await trainInWorker({ run, clips, table, saved, signal, listener });
    if (result.model) await modelStore.set(run.id, result.model);
    else this.progress.history = []; // each fold has its own
    await runs.put(finishedRun(this.progress.of(run), result));
    await checkpointStore.delete(run.id);
    if (run.config.startFrom) await startModelStore.delete(run.id);
    runs.select(run.id);
    this.#latest = { phase: 'done', runId: run.id };
    return true;
  }

  #listen(run: Run): TrainingListener {
    const { runs, compute, notices } = this.#parts;
    const { id: runId } = run;
    const { progress } = this;
    const clock = new ProgressClock();
    let firstFraction: number | null = null;
    let savedAt = performance.now();
    this.#latest = { phase: 'running', runId, fraction: 0, epoch: 0, secondsLeft: null };
    return {
      onCompute: (info) => compute.report(info),
      onNotice: (record) => notices.showWarning(record),
      onReport: (report) => {
        const { epochs, folds, fraction } = report;
        progress.add(report);
        if (fraction !== null) {
          firstFraction ??= fraction; // a resumed run does not start at 0
          const { secondsLeft } = clock.tick(fraction - firstFraction, 1 - firstFraction);
          const epoch = progress.history.at(-1)?.epoch ?? 0;
          this.#latest = { phase: 'running', runId, fraction, epoch, secondsLeft };
        }
        const isNews = epochs.length + folds.length > 0;
        if (!isNews || performance.now() - savedAt < SAVE_INTERVAL_MILLISECONDS) return;
        savedAt = performance.now();
        notices.guard(runs.put(progress.of({ ...run, status: 'running' })));
      },
      onRecovery: (error, saved) => {
        this.#latest = { phase: 'recovering', runId };
        progress.goBackTo(saved);
        const folds = run.config.crossValidation ? `fold ${progress.folds.length}, ` : '';
        const text = `${error.message} Training goes on after ${folds}epoch ${progress.history.length}.`;
        notices.show({ level: 'warning', code: error.code, text });
      },
    };
  }
}
