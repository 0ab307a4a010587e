// A search for settings: its runs are trained one after another, as any run is. What is planned is saved, and what was done
// is told from the runs, so that it goes on after a stop or a reload where it was.

import type { Dataset } from '$lib/core/dataset-types';
import { EarmarkError, toEarmarkError, type ErrorRecord } from '$lib/core/errors';
import { hashText } from '$lib/core/hash';
import { hasLostItsDevice, unsealed } from '$lib/core/run-model';
import type { Run } from '$lib/core/run-types';
import { expectedSweepSeconds } from '$lib/evaluation/sweep/expected';
import {
  budgetParam,
  configOf,
  planSweep,
  workOf,
  type SweepPlan,
} from '$lib/evaluation/sweep/plan';
import {
  bestTry,
  chosenTry,
  nextTry,
  triesOf,
  workDone,
  type SweepTry,
} from '$lib/evaluation/sweep/tries';
import { findApproach } from '$lib/trainers/registry';
import type { DatasetState } from './dataset.svelte';
import { withRunLock } from './locks';
import { createRun } from './new-run';
import type { NoticeState } from './notices.svelte';
import { ProgressClock } from './progress-clock';
import type { RunsState } from './runs.svelte';
import { SweepChoice } from './sweep-choices.svelte';
import { SweepPlans } from './sweep-plans.svelte';
import type { TrainingState } from './training.svelte';

/** So many runs that fail one after the other, and the next would as well. */
const MOST_FAILURES_IN_A_ROW = 3;

export interface SweepParts {
  readonly notices: NoticeState;
  readonly dataset: DatasetState;
  readonly runs: RunsState;
  readonly training: TrainingState;
}

type Planned =
  | { readonly phase: 'ready'; readonly made: ReturnType<typeof planSweep> }
  | { readonly phase: 'blocked'; readonly problem: ErrorRecord | null };

export class SweepState {
  readonly choice = new SweepChoice();
  readonly #plans: SweepPlans;
  /** The search that is under way here. */
  #runningId = $state<string | null>(null);
  readonly running = $derived(this.#runningId !== null);
  readonly stopping = $derived.by(() => this.running && this.#parts.training.seriesStopping);
  #clock: { readonly ticks: ProgressClock; readonly from: number } | null = null;
  readonly #parts: SweepParts;

  readonly canHalve = $derived.by(() => budgetParam(this.#parts.training.approach) !== null);
  readonly ranges = $derived.by(() => {
    const { training } = this.#parts;
    return this.choice.rangesOf(training.approachId, training.specs);
  });
  readonly #planned = $derived.by((): Planned => {
    const { approach, specs, ready } = this.#parts.training;
    if (!ready) return { phase: 'blocked', problem: null }; // told beside the run itself
    const choices = this.choice.of(this.ranges, this.canHalve);
    const { config, split } = ready;
    try {
      if (ready.start) throw new EarmarkError('sweep-from-a-run', 'a run to start from');
      return { phase: 'ready', made: planSweep({ choices, approach, specs, config, split }) };
    } catch (error) {
      return { phase: 'blocked', problem: toEarmarkError(error).record };
    }
  });
  /** Why a search cannot begin; null where it can, or where not even a run can. */
  readonly problem = $derived(this.#planned.phase === 'blocked' ? this.#planned.problem : null);
  /** What a click on "start" would train, rung by rung; empty where it cannot begin. */
  readonly rungs = $derived(this.#planned.phase === 'ready' ? this.#planned.made.rungs : []);
  readonly expectedSeconds = $derived.by(() => {
    const { training, runs, dataset } = this.#parts;
    if (this.#planned.phase === 'blocked') return null;
    const { rungs, config, candidates } = this.#planned.made;
    return expectedSweepSeconds({
      ...{ rungs, config, candidates, approach: training.approach },
      runSeconds: training.expectedSeconds,
      runs: runs.list,
      fingerprint: dataset.fingerprint,
    });
  });

  /** The search under way, or the newest on the dataset in use that has any run left. */
  readonly current = $derived.by((): SweepPlan | null => {
    if (this.#runningId !== null) return this.#plans.find(this.#runningId);
    return this.#plans.newestOn(this.#parts.dataset.fingerprint);
  });
  readonly tries = $derived(this.current ? this.triesOf(this.current) : []);
  /** Tries of it that are not made again. */
  readonly done = $derived(this.tries.filter(({ isOver }) => isOver).length);
  /** Tries that it makes in all. */
  readonly total = $derived(this.current?.rungs.reduce((sum, { tries }) => sum + tries, 0) ?? 0);
  /** Share of the work that is done, 0…1, and how long the rest takes. */
  readonly progress = $derived.by(() => {
    const { current, tries } = this;
    if (!current) return null;
    const status = this.#parts.training.status;
    const budget = current.rungs[nextTry(tries)?.rung ?? 0]?.budget ?? 1;
    const begun = this.running && status.phase === 'running' ? status.fraction * budget : 0;
    const fraction = Math.min(1, (workDone(current, tries) + begun) / workOf(current.rungs));
    const clock = this.running ? this.#clock : null;
    const pace = clock?.ticks.tick(fraction - clock.from, 1 - clock.from);
    return { fraction, secondsLeft: pace?.secondsLeft ?? null };
  });
  readonly canStart = $derived.by(() => !this.#parts.training.busy && this.rungs.length > 0);
  /** The search that can be gone on with. */
  readonly resumable = $derived.by(() =>
    !this.#parts.training.busy && this.current && !this.current.finished ? this.current : null,
  );

  constructor(parts: SweepParts) {
    this.#parts = parts;
    this.#plans = new SweepPlans(parts.runs);
  }

  /** Reads what was saved. */
  async load(): Promise<void> {
    await this.#plans.load();
  }

  find(id: string): SweepPlan | null {
    return this.#plans.find(id);
  }

  triesOf(plan: SweepPlan): readonly SweepTry[] {
    return triesOf(plan, this.#parts.runs.list);
  }

  /** The try that a search has chosen, or would so far; null before any has a score, and of an unknown search. */
  chosenOf(id: string): SweepTry | null {
    const plan = this.find(id);
    return plan && chosenTry(plan, this.triesOf(plan));
  }

  async start(): Promise<void> {
    const dataset = this.#parts.dataset.current;
    if (!this.canStart || !dataset || this.#planned.phase === 'blocked') return;
    const { made } = this.#planned;
    const { fingerprint } = this.#parts.dataset;
    const createdAt = new Date().toISOString();
    const id = hashText(JSON.stringify([made.config, made.ranges, createdAt])).slice(0, 12);
    const about = { id: dataset.id, fingerprint };
    const plan = { version: 1, id, createdAt, ...made, dataset: about, finished: false } as const;
    await this.#train(plan, dataset);
  }

  /** The search that a run is part of, where it can be gone on with. */
  resumableOf({ sweep }: Run): SweepPlan | null {
    const plan = sweep ? this.find(sweep.id) : null;
    const isHere = plan?.dataset.fingerprint === this.#parts.dataset.fingerprint;
    return plan && isHere && !plan.finished && !this.#parts.training.busy ? plan : null;
  }

  /** The search that would train the run next, where it can be gone on with. */
  continuedBy(run: Run): SweepPlan | null {
    const plan = this.resumableOf(run);
    return plan && nextTry(this.triesOf(plan))?.run?.id === run.id ? plan : null;
  }

  /**
   * Goes on with a run that was cut off. Where it is what its search would train next, that is going on with the search; any
   * other try is trained alone, as long as its rung says: it joins the comparison if that is still open, and changes nothing
   * that is decided.
   */
  async resumeRun(run: Run, deviceLosses = 0): Promise<void> {
    const plan = this.continuedBy(run);
    if (plan) await this.resume(plan, deviceLosses);
    else await this.#parts.training.resume(run.id, deviceLosses);
  }

  /** Goes on with a search that was stopped, by default the newest. */
  async resume(plan = this.resumable, deviceLosses = 0): Promise<void> {
    const dataset = this.#parts.dataset.current;
    if (!plan || !dataset || this.#parts.training.busy) return;
    this.choice.show(plan);
    this.#parts.training.showSettings(plan);
    await this.#train(plan, dataset, deviceLosses);
  }

  /** Finished runs stay, and the one that is being trained can be gone on with. */
  stop(): void {
    this.#parts.training.stop();
  }

  /** Puts what was tried into the form of the next run. */
  use(plan: SweepPlan, { candidate, rung }: Pick<SweepTry, 'candidate' | 'rung'>): void {
    const { training } = this.#parts;
    training.showSettings({ config: this.#configOf(plan, { candidate, rung }) });
    training.found.put(candidate);
  }

  async #train(plan: SweepPlan, dataset: Dataset, deviceLosses = 0): Promise<void> {
    const { training, notices } = this.#parts;
    const work = async (): Promise<true> => {
      const latest = await this.#plans.reread(plan);
      if (!latest.finished) await this.#trainAll(latest, dataset, deviceLosses);
      return true;
    };
    await training.inOneSeries(async () => {
      this.#runningId = plan.id;
      this.#plans.add(plan);
      this.#clock = { ticks: new ProgressClock(), from: this.progress?.fraction ?? 0 };
      try {
        if ((await withRunLock(`sweep-${plan.id}`, work)) === null) {
          throw new EarmarkError('run-not-resumable', 'a search that another tab is making');
        }
      } catch (error) {
        notices.showError(toEarmarkError(error));
      } finally {
        this.#runningId = null;
      }
    });
  }

  /** @param deviceLosses how often the device of the first run was lost before */
  async #trainAll(plan: SweepPlan, dataset: Dataset, deviceLosses: number): Promise<void> {
    const { training, runs, notices } = this.#parts;
    let losses = deviceLosses;
    let failures = 0;
    for (;;) {
      const next = nextTry(this.triesOf(plan));
      if (!next) {
        await this.#finish(plan);
        return;
      }
      if (training.seriesStopping) return;
      const run = next.run ?? this.#newRun(plan, next, dataset);
      await training.train(run, dataset, { deviceLosses: losses });
      losses = 0;
      const over = runs.get(run.id);
      if (over?.status !== 'done' && over?.status !== 'failed') return; // stopped
      if (hasLostItsDevice(over)) return; // the next would lose it as well
      failures = over.status === 'failed' ? failures + 1 : 0;
      if (failures === MOST_FAILURES_IN_A_ROW) {
        notices.showError(new EarmarkError('sweep-cut-short', `${failures} failures in a row`));
        return;
      }
    }
  }

  /** The settings are chosen: only now their score on the held-out clips is looked at, and no other's. */
  async #finish(plan: SweepPlan): Promise<void> {
    const { runs } = this.#parts;
    const best = bestTry(this.triesOf(plan));
    if (best?.run) {
      await runs.put(unsealed(best.run));
      runs.select(best.run.id);
    }
    const winner = best ? { candidate: best.candidate, rung: best.rung } : undefined;
    await this.#plans.put({ ...plan, finished: true, winner });
  }

  #newRun(plan: SweepPlan, { candidate, rung }: SweepTry, dataset: Dataset): Run {
    const sweep = { id: plan.id, candidate, rung };
    const config = this.#configOf(plan, sweep);
    return createRun({ config, split: plan.split, dataset, createdAt: new Date(), sweep });
  }

  #configOf(plan: SweepPlan, place: { candidate: number; rung: number }) {
    const approach = findApproach(plan.config.approach);
    if (!approach) {
      throw new EarmarkError('run-not-resumable', `the approach “${plan.config.approach}”`);
    }
    return configOf(plan, place, budgetParam(approach));
  }
}
