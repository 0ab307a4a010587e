// Which finished runs the next ensemble is made of: those that were ticked, or by itself the best of each approach.

import type { Run } from '$lib/core/run-types';
import { bestOfEach, memberProblem } from '$lib/evaluation/ensemble-members';
import type { TrainingState } from './training.svelte';
import { commonGround, type TrainingChoices } from './training-plan';

export interface EnsembleCircumstances {
  readonly choices: TrainingChoices;
  /** All of them, newest first. */
  readonly runs: { readonly list: readonly Run[] };
  /** The one in use. */
  readonly dataset: { readonly fingerprint: string };
}

export interface Candidate {
  readonly run: Run;
  /** Why it cannot be a member, in words that follow "it"; "" where it can. */
  readonly problem: string;
}

export class EnsembleChoice {
  /** Ids of the runs that were ticked; null while nobody has. */
  #ticked = $state.raw<readonly string[] | null>(null);
  readonly #given: () => EnsembleCircumstances;

  /** @param given read anew whenever it changes */
  constructor(given: () => EnsembleCircumstances) {
    this.#given = given;
  }

  /** All runs of the dataset, newest first, those that can be members before those that cannot. */
  readonly candidates = $derived.by((): readonly Candidate[] => {
    const { choices, runs, dataset } = this.#given();
    const { fingerprint } = dataset;
    const ground = choices.approach.joinsRuns ? commonGround(choices, fingerprint) : null;
    if (!ground) return [];
    const all = runs.list
      .filter((run) => run.dataset.fingerprint === fingerprint)
      .map((run) => ({ run, problem: memberProblem(run, ground) }));
    return [...all.filter((one) => one.problem === ''), ...all.filter((one) => one.problem !== '')];
  });
  readonly #able = $derived(
    this.candidates.filter(({ problem }) => problem === '').map(({ run }) => run),
  );
  /** The best run of each approach, by the validation clips. */
  readonly best = $derived(bestOfEach(this.#able));
  /** Those that the next ensemble is made of. */
  readonly members = $derived.by((): readonly Run[] => {
    const ticked = this.#ticked;
    return ticked === null ? this.best : this.#able.filter(({ id }) => ticked.includes(id));
  });

  has(run: Run): boolean {
    return this.members.some(({ id }) => id === run.id);
  }

  tick(run: Run, isMember: boolean): void {
    const others = this.members.map(({ id }) => id).filter((id) => id !== run.id);
    this.#ticked = isMember ? [...others, run.id] : others;
  }

  /** Back to the best of each approach, also of those that are yet to be trained. */
  takeBest(): void {
    this.#ticked = null;
  }

  /** Those of a run that was shown, as far as they are still there. */
  take(ids: readonly string[] | undefined): void {
    this.#ticked = ids ?? null;
  }
}

/** Sets the form for the ensemble of the best runs on the split of this one. */
export function joinBest(
  training: Pick<TrainingState, 'choose' | 'ensemble' | 'seed' | 'split' | 'validation'>,
  { config: { seed, split } }: Pick<Run, 'config'>,
): void {
  training.choose('ensemble');
  training.seed = seed;
  training.split.choose(split.strategy, split.list);
  training.validation.restore(undefined);
  training.ensemble.takeBest();
}
