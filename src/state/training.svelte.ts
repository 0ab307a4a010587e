// The Train stage: settings, what stands in the way, and what can be gone on with. The training itself is `run-execution`.

import type { Dataset } from '$lib/core/dataset-types';
import type { ErrorRecord } from '$lib/core/errors';
import type { ParamSpec, ParamValue, Run } from '$lib/core/run-types';
import { reloadMark } from '$lib/storage/reload-mark';
import type { TrainForm } from '$lib/storage/settings-store';
import { allowedValues, defaultsOf, savedValues } from '$lib/trainers/params';
import { APPROACHES, findApproach, type Approach } from '$lib/trainers/registry';
import { backboneParam, withBackbones } from '$lib/trainers/backbone-params';
import { openParams, withoutTable } from '$lib/trainers/table-params';
import { EnsembleChoice } from './ensemble-choice.svelte';
import { createRun } from './new-run';
import { cutOffRuns, isCutOff, resumeProblem } from './resume-rules';
import { RunExecution, type TrainingParts } from './run-execution.svelte';
import { FoundSettings } from './found-settings.svelte';
import type { RunProgress } from './run-progress.svelte';
import type { Start } from './start-model';
import { isSeed, planTraining, strayGenresOf, type TrainingChoices } from './training-plan';
import { StartChoice } from './start-choice.svelte';
import { SplitChoice } from './split-choice.svelte';
import { isAtWork, type TrainingStatus } from './training-status';
import { Unmeasured } from './unmeasured.svelte';
import { ValidationChoice } from './validation-choice.svelte';
import { warmUp } from './warm-up';

const DEFAULT_SEED = 1;

export class TrainingState {
  readonly approaches: readonly Approach[] = APPROACHES;
  approachId = $state(APPROACHES[0]!.id);
  seed = $state(DEFAULT_SEED);
  readonly split: SplitChoice;
  readonly validation = new ValidationChoice();
  readonly found = new FoundSettings(this);
  readonly unmeasured = new Unmeasured();
  readonly startFrom = new StartChoice(() => [this.approach, this.#parts.runs.list]);
  readonly ensemble = new EnsembleChoice(() => ({ choices: this.#choices, ...this.#parts }));
  #params = $state<Record<string, Record<string, ParamValue>>>(
    Object.fromEntries(APPROACHES.map(({ id, params }) => [id, { ...defaultsOf(params) }])),
  );
  /** Idle again once the run that it speaks of was removed. */
  readonly status = $derived.by((): TrainingStatus => {
    const latest = this.#execution.status;
    const isOver = latest.phase === 'done' || latest.phase === 'stopped';
    return isOver && !this.#parts.runs.get(latest.runId) ? { phase: 'idle' } : latest;
  });

  readonly approach = $derived(findApproach(this.approachId) ?? APPROACHES[0]!);
  readonly #choices = $derived.by((): TrainingChoices => ({
    clips: this.split.clips,
    table: this.#parts.dataset.current?.table,
    approach: this.approach,
    seed: this.seed,
    params: $state.snapshot(this.params),
    strategy: this.split.strategy,
    list: this.split.name,
    folds: this.validation.folds,
    startFrom: this.startFrom.planned,
    backbones: this.#parts.backbones.list,
  }));
  readonly #plan = $derived(planTraining({ ...this.#choices, members: this.ensemble.members }));
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
  /** Clips of its score that the run it starts from has heard. */
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
  /** Several runs are trained one after another: nothing else may begin in between. */
  #series = $state<'none' | 'going' | 'stopping'>('none');
  readonly inSeries = $derived(this.#series !== 'none');
  /** The series is to end with the run that is trained now, however that ends. */
  readonly seriesStopping = $derived(this.#series === 'stopping');
  readonly busy = $derived(this.inSeries || this.startFrom.opening || isAtWork(this.status));
  /** Runs of the current dataset that can be gone on with, newest first; a failed one only while nothing came after it. */
  readonly #cutOff = $derived.by((): readonly Run[] =>
    cutOffRuns(this.#parts.runs.list, this.#parts.dataset),
  );
  /** The device was lost for good: the one way on is a page that is opened anew. */
  readonly needsReload = $derived(
    this.status.phase === 'failed' && this.status.error.code === 'device-lost-twice',
  );
  /** The run that a click on "resume" goes on with: the newest that was cut off. */
  readonly resumable = $derived(this.#cutOff[0] ?? null);
  /** How many others could be gone on with. */
  readonly othersResumable = $derived(Math.max(0, this.#cutOff.length - 1));
  readonly canResume = $derived(!this.busy && this.resumable !== null && !this.needsReload);
  /** A run of the current dataset that another tab is training. */
  readonly elsewhere = $derived.by((): Run | null => {
    const { dataset, runs } = this.#parts;
    const isElsewhere = ({ id, status, dataset: { fingerprint } }: Run): boolean =>
      status === 'running' && id !== this.#execution.runId && fingerprint === dataset.fingerprint;
    return runs.list.find(isElsewhere) ?? null;
  });

  readonly #parts: TrainingParts;
  /** Fingerprint of the dataset that the form was last set for. */
  #shownFor = $state('');
  readonly #execution: RunExecution;
  /** What was begun for the approach that is chosen ends with it. */
  #choice = new AbortController();

  constructor(parts: TrainingParts) {
    this.#parts = parts;
    this.#execution = new RunExecution(parts);
    this.split = new SplitChoice({ dataset: parts.dataset, examination: this.validation });
  }

  get progress(): RunProgress {
    return this.#execution.progress;
  }

  /** A stop was asked for and has not taken effect yet. */
  get stopping(): boolean {
    return this.seriesStopping || this.#execution.stopping;
  }

  /** The settings that the dataset leaves open. */
  get specs(): readonly ParamSpec[] {
    const { dataset, backbones } = this.#parts;
    const specs = openParams(this.approach.params, dataset.current?.table);
    return specs.map((spec) => withBackbones(spec, backbones.list));
  }

  /** The settings of the chosen approach; each approach keeps its own. */
  get params(): Record<string, ParamValue> {
    return this.#params[this.approachId]!;
  }

  /** Chooses how to learn; the device is made ready while the settings are looked at. */
  choose(approachId: string): void {
    this.approachId = approachId;
    this.#choice.abort();
    this.#choice = new AbortController();
    const classes = this.#parts.dataset.genres;
    if (this.busy || !this.approach.usesTensors || !this.ready) return;
    warmUp(this.ready.config, classes.length, this.#choice.signal);
  }

  /** Approaches that hear with a pretrained network hear with this one. */
  hearWith(id: string): void {
    const open = this.busy ? [] : Object.values(this.#params);
    for (const params of open) if (backboneParam.name in params) params[backboneParam.name] = id;
  }

  /** Looks how many clips the next run has to measure first; a table has all there is. */
  async countUnmeasured(): Promise<void> {
    if (this.busy) return; // what is said stays where it is
    const { current } = this.#parts.dataset;
    const clips = !current || current.table ? [] : current.clips;
    await this.unmeasured.count(clips, this.ready ? this.approach.features(this.ready.config) : []);
  }

  async start(): Promise<void> {
    if (this.busy) return;
    const dataset = this.#parts.dataset.current;
    if (!this.ready || !dataset) return;
    const { config, split, start: chosen } = this.ready;
    const start = chosen && (await this.startFrom.open(chosen.run, this.#parts.notices));
    if (chosen && !start) return;
    const run = createRun({ config, split, dataset, createdAt: new Date(), start });
    await this.train(run, dataset, { start });
  }

  /** Trains a run from where it is, a new one from its beginning; settles once that is over, however it ended. */
  async train(
    run: Run,
    dataset: Dataset,
    { start = null, deviceLosses = 0 }: { start?: Start | null; deviceLosses?: number } = {},
  ): Promise<void> {
    this.#shownFor = run.dataset.fingerprint;
    const isResumed = isCutOff(run);
    await this.#execution.execute({ run, dataset, isResumed, start, deviceLosses });
  }

  /** Sets the clips of the stray genres aside, with a way back. */
  async leaveOutStrayGenres(): Promise<void> {
    const { dataset } = this.#parts;
    if (this.busy || !dataset.current) return;
    await dataset.setAside.leaveOut(dataset.current.id, this.strayGenres);
  }

  /** Trains several runs one after another; `work` begins no other once `seriesStopping`. */
  async inOneSeries(work: () => Promise<void>): Promise<void> {
    this.#series = 'going';
    try {
      await work();
    } finally {
      this.#series = 'none';
    }
  }

  /** What is trained so far stays, and can be gone on with; a series ends, be it between two of its runs. */
  stop(): void {
    if (this.inSeries) this.#series = 'stopping';
    this.#execution.stop();
  }

  /** After a device that was lost for good: the page that comes goes on with the run. */
  reloadAndResume(): void {
    this.#execution.reloadAndResume();
  }

  /** Takes the dataset of the run that the page was reloaded for into use; null where it was not. */
  async takeReloaded(): Promise<{ readonly run: Run; readonly deviceLosses: number } | null> {
    const mark = reloadMark.take();
    const { runs, dataset } = this.#parts;
    const run = mark && runs.get(mark.runId);
    if (!run) return null;
    await dataset.select(run.dataset.id);
    return { run, deviceLosses: mark.deviceLosses };
  }

  /** Shows the settings of the run that can be gone on with, once for each dataset that is taken into use. */
  offerResume(): void {
    const { fingerprint } = this.#parts.dataset;
    if (this.busy || fingerprint === this.#shownFor) return;
    this.#shownFor = fingerprint;
    if (this.resumable) this.#showSettingsOf(this.resumable);
  }

  /** Goes on with a run that was cut off, by default the newest of them; the form shows its settings. */
  async resume(runId = this.resumable?.id, deviceLosses = 0): Promise<void> {
    const { runs, notices, dataset: datasets } = this.#parts;
    const run = runId === undefined ? null : runs.get(runId);
    if (this.busy || !run) return;
    const problem = resumeProblem(run, datasets);
    if (problem) notices.showError(problem);
    if (problem || !datasets.current) return;
    this.#showSettingsOf(run);
    await this.train(run, datasets.current, { deviceLosses });
  }

  /** Not of a try in a search: it may have trained less than what the form is to begin next. */
  #showSettingsOf(run: Run): void {
    if (!run.sweep) this.showSettings(run);
  }

  /** The form, to be kept. What cannot be used is kept as its default. */
  get form(): Omit<TrainForm, 'version' | 'search'> {
    return {
      setFor: this.#shownFor,
      approach: this.approachId,
      seed: isSeed(this.seed) ? this.seed : DEFAULT_SEED,
      params: Object.fromEntries(
        APPROACHES.map(({ id, params }) => [id, allowedValues(params, this.#params[id]!)]),
      ),
      split: this.split.kept,
      validation: this.validation.kept,
      startFrom: this.startFrom.kept,
    };
  }

  /** Takes up a form that was kept, as far as what it names is still there. */
  restoreForm(form: Omit<TrainForm, 'version' | 'search'>): void {
    const { dataset } = this.#parts;
    this.#shownFor = form.setFor;
    this.approachId = findApproach(form.approach)?.id ?? APPROACHES[0]!.id;
    this.seed = isSeed(form.seed) ? form.seed : DEFAULT_SEED;
    for (const { id, params } of APPROACHES) {
      this.#params[id] = { ...allowedValues(params, form.params[id] ?? {}) };
    }
    this.split.restore(form.split, (id) => dataset.find(id) !== null);
    this.validation.takeUp(form.validation);
    this.startFrom.restore(form.startFrom ?? undefined);
  }

  /** Puts the settings of a run into the form. */
  showSettings({ config }: Pick<Run, 'config'>): void {
    const { approach, params, seed, split, crossValidation, startFrom, ensemble } = config;
    const known = findApproach(approach);
    if (!known) return; // an approach of another version; told when it is resumed
    const { table } = this.#parts.dataset.current ?? {};
    this.found.forget();
    this.approachId = approach;
    this.#params[approach] = withoutTable(savedValues(known.params, params), table, this.params);
    this.seed = seed;
    this.split.choose(split.strategy, split.list);
    this.validation.restore(crossValidation);
    this.startFrom.restore(startFrom?.runId);
    this.ensemble.take(ensemble?.members.map(({ runId }) => runId));
  }
}
