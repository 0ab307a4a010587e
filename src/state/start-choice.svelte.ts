// What the next run starts from: chance, or the model of an earlier run.

import { toEarmarkError } from '$lib/core/errors';
import type { ParamValues, Run } from '$lib/core/run-types';
import type { Approach } from '$lib/trainers/registry';
import type { NoticeState } from './notices.svelte';
import { openStart, paramsOfStart, startableRuns, type Start } from './start-model';

/** The approach that is chosen, and all runs, newest first. */
export type StartCircumstances = readonly [approach: Approach, runs: readonly Run[]];

export class StartChoice {
  #runId = $state<string | null>(null);
  readonly #given: () => StartCircumstances;

  /** @param given read anew whenever it changes */
  constructor(given: () => StartCircumstances) {
    this.#given = given;
  }

  /** The runs to choose from, newest first. */
  readonly runs = $derived.by((): readonly Run[] => {
    const [approach, runs] = this.#given();
    return startableRuns(runs, approach);
  });
  /** Null to learn from chance: as chosen, or because the approach knows nothing else. */
  readonly runId = $derived.by((): string | null =>
    this.#given()[0].fineTuning ? this.#runId : null,
  );
  /** Null to learn from chance, or where the chosen run is gone. */
  readonly run = $derived.by(
    (): Run | null => this.runs.find(({ id }) => id === this.runId) ?? null,
  );
  /** For a plan: as `TrainingChoices.startFrom`. */
  readonly planned = $derived(this.runId === null ? null : { run: this.run });
  /** The settings that the chosen run decides. */
  readonly params = $derived.by((): ParamValues =>
    this.run ? paramsOfStart(this.#given()[0], this.run) : {},
  );

  /** What was chosen, whether or not the approach can start from it; to be kept. */
  get kept(): string | null {
    return this.#runId;
  }

  /** The chosen run's model is being read. */
  opening = $state(false);

  /** What a new run takes along of the chosen one; null, with a message, where it cannot be had. */
  async open(run: Run, notices: Pick<NoticeState, 'showError'>): Promise<Start | null> {
    this.opening = true;
    try {
      return await openStart(run);
    } catch (error) {
      notices.showError(toEarmarkError(error));
      return null;
    } finally {
      this.opening = false;
    }
  }

  choose(runId: string | null): void {
    this.#runId = runId;
  }

  /** Shows what a run did, as far as the run that it started from is still there. */
  restore(runId: string | undefined): void {
    const [, runs] = this.#given();
    const isThere = runs.some(({ id }) => id === runId);
    this.#runId = isThere ? (runId ?? null) : null;
  }
}
