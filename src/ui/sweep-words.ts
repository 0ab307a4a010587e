// How a search for settings, its tries and its runs are told.

import type { Run } from '../core/run-types';
import { budgetParam, type SweepPlan } from '../evaluation/sweep/plan';
import type { Rung } from '../evaluation/sweep/halving';
import type { SweepTry } from '../evaluation/sweep/tries';
import { findApproach } from '../trainers/registry';
import { epochsOf } from './epoch-words';
import { count, counted, date } from './format';

/** "Try 3"; "Try 3, 50 rounds" where tries train for different lengths. */
export function tryName(
  { rungs, config }: Pick<SweepPlan, 'rungs' | 'config'>,
  { candidate, rung }: Pick<SweepTry, 'candidate' | 'rung'>,
): string {
  const budget = rungs.length > 1 ? (rungs[rung]?.budget ?? null) : null;
  const { name, many } = epochsOf(config.approach, config.params);
  const length = budget === null ? '' : `, ${counted(budget, name.toLowerCase(), many)}`;
  return `Try ${candidate + 1}${length}`;
}

/** "9 tries of 17 rounds, the best 3 again with 50, the best one again with 150." */
export function rungsWords(rungs: readonly Rung[], many: string): string {
  const [first, ...later] = rungs;
  if (!first) return '';
  if (first.budget === null || later.length === 0) {
    return `${counted(first.tries, 'run')}, each trained in full.`;
  }
  const next = later.map(
    ({ tries, budget }) =>
      `the best ${tries === 1 ? 'one' : count(tries)} again with ${count(budget ?? 0)}`,
  );
  return (
    [`${counted(first.tries, 'try', 'tries')} of ${count(first.budget)} ${many}`, ...next].join(
      ', ',
    ) + '.'
  );
}

/** "search of Nov 23, 18:04, try 3": what a run of a search is told by in the list of runs; '' for others. */
export function sweepWords({ sweep }: Run, plan: SweepPlan | null): string {
  if (!sweep) return '';
  const when = plan ? ` of ${date(plan.createdAt)}` : '';
  const name = plan ? tryName(plan, sweep) : `Try ${sweep.candidate + 1}`;
  return `search${when}, ${name.toLowerCase()}`;
}

/** The runs with those of a search standing together, where its newest one is. */
export function groupedBySweep(runs: readonly Run[]): readonly Run[] {
  const seen = new Set<string>();
  return runs.flatMap((run) => {
    const id = run.sweep?.id;
    if (id === undefined) return run;
    if (seen.has(id)) return [];
    seen.add(id);
    return runs.filter(({ sweep }) => sweep?.id === id);
  });
}

/** What the setting that is shortened counts: "Rounds"; '' where none is. */
export function budgetTitle({ config }: Pick<SweepPlan, 'config'>): string {
  const approach = findApproach(config.approach);
  const name = approach && budgetParam(approach);
  return approach?.params.find((spec) => spec.name === name)?.label ?? '';
}
