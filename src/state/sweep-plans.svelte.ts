// Every search that was planned, as saved. What became of its tries is told from the runs.

import type { SweepPlan } from '$lib/evaluation/sweep/plan';
import { sweepStore } from '$lib/storage/sweep-store';
import type { RunsState } from './runs.svelte';

export class SweepPlans {
  #plans = $state.raw<ReadonlyMap<string, SweepPlan>>(new Map());
  readonly #runs: RunsState;

  constructor(runs: RunsState) {
    this.#runs = runs;
  }

  /** Reads what was saved; searches whose runs are all gone are forgotten. */
  async load(): Promise<void> {
    const { rows } = await sweepStore.all();
    for (const plan of rows.values()) {
      if (!plan.finished || this.#hasRuns(plan)) continue;
      rows.delete(plan.id);
      await sweepStore.delete(plan.id);
    }
    this.#plans = rows;
  }

  find(id: string): SweepPlan | null {
    return this.#plans.get(id) ?? null;
  }

  /** The newest search on a dataset that is not over, or has any run left. */
  newestOn(fingerprint: string | null): SweepPlan | null {
    const onIt = [...this.#plans.values()].filter(
      (plan) => plan.dataset.fingerprint === fingerprint,
    );
    onIt.sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1));
    return onIt.find((plan) => !plan.finished || this.#hasRuns(plan)) ?? null;
  }

  /** Known from now on; not saved yet. */
  add(plan: SweepPlan): void {
    this.#plans = new Map(this.#plans).set(plan.id, plan);
  }

  async put(plan: SweepPlan): Promise<void> {
    this.add(plan);
    await sweepStore.set(plan.id, plan);
  }

  /** Another tab may have gone on with it since this page was opened. */
  async reread(plan: SweepPlan): Promise<SweepPlan> {
    const latest = (await sweepStore.get(plan.id)) ?? plan;
    await this.#runs.rereadSearch(plan.id);
    await this.put(latest);
    return latest;
  }

  #hasRuns({ id }: SweepPlan): boolean {
    return this.#runs.list.some(({ sweep }) => sweep?.id === id);
  }
}
