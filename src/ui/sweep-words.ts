// How a search for settings, its tries and its runs are told.

import type { Run } from '../core/run-types';
import { budgetParam, type SweepPlan } from '../evaluation/sweep/plan';
import type { Rung } from '../evaluation/sweep/halving';
import { wilsonInterval } from '../evaluation/intervals';
import {
  validationScore,
  type SweepTry,
  type Tie,
  type ValidationScore,
} from '../evaluation/sweep/tries';
import { findApproach } from '../trainers/registry';
import { epochsOf } from './epoch-words';
import { count, counted, date, percent } from './format';
import { approachTitle } from './summaries';

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

/** "try 3 of 13": where a search is, all its rungs counted. */
export function tryPosition({ done, total }: { done: number; total: number }): string {
  return `try ${Math.min(done + 1, total)} of ${total}`;
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

/** Runs that stand together: the tries of a search, or one run of none. */
export interface RunGroup {
  readonly sweepId: string | null;
  readonly runs: readonly Run[];
}

/** In their order, those of a search where its newest one is. */
export function groupedBySweep(runs: readonly Run[]): readonly RunGroup[] {
  const seen = new Set<string>();
  return runs.flatMap((run): RunGroup[] => {
    const sweepId = run.sweep?.id ?? null;
    if (sweepId === null) return [{ sweepId, runs: [run] }];
    if (seen.has(sweepId)) return [];
    seen.add(sweepId);
    return [{ sweepId, runs: runs.filter(({ sweep }) => sweep?.id === sweepId) }];
  });
}

/** "Search of Nov 23, 18:04: Quick baseline". */
export function searchTitle(runs: readonly Run[], plan: SweepPlan | null): string {
  const when = plan ? ` of ${date(plan.createdAt)}` : '';
  const [run] = runs;
  return `Search for settings${when}${run ? `: ${approachTitle(run)}` : ''}`;
}

/** How a try is told as long as its score on the held-out clips is not. */
export interface SealedScore {
  /** Share of the validation clips, 0…1. */
  readonly accuracy: number;
  /** 95 %, as if the clips were independent. */
  readonly interval: readonly [low: number, high: number];
  readonly clips: number;
}

/** Null of runs of no search, of those without a score, and of the one whose settings were chosen. */
export function sealedScore(run: Run): SealedScore | null {
  const score = run.sweep && !run.evaluation ? validationScore(run) : null;
  if (!score) return null;
  const clips = run.split.validation.length;
  return { accuracy: score.accuracy, clips, interval: intervalOf(score, clips) };
}

/** "95 % interval 55–83 %": how sure an accuracy on so many validation clips is. */
export function intervalWords(score: Pick<ValidationScore, 'accuracy'>, clips: number): string {
  return `95\u00a0% interval ${intervalEnds(score, clips)}`;
}

/** "55–83 %": the same where there is little room. */
export function intervalEnds(score: Pick<ValidationScore, 'accuracy'>, clips: number): string {
  const [low, high] = intervalOf(score, clips);
  return `${Math.round(100 * low)}–${percent(high)}`;
}

function intervalOf(
  { accuracy }: Pick<ValidationScore, 'accuracy'>,
  clips: number,
): [low: number, high: number] {
  return wilsonInterval(Math.round(accuracy * clips), clips);
}

/** Names that a sentence lists before it only counts. */
const MOST_NAMED = 3;

/** "Try 2 has equal validation accuracy; the lower validation loss was taken.": how a tie was settled. */
export function tieWords(
  plan: Pick<SweepPlan, 'rungs' | 'config'>,
  { others, settledBy }: Tie,
): string {
  const names =
    others.length > MOST_NAMED
      ? `${count(others.length)} other tries`
      : new Intl.ListFormat('en').format(others.map((each) => tryName(plan, each)));
  const reason =
    settledBy === 'loss'
      ? 'the one with the lower validation loss, which was surer of the right answers, was taken'
      : 'the validation loss is equal as well, so the earlier was taken';
  return `${names} ${others.length === 1 ? 'has' : 'have'} equal validation accuracy; ${reason}.`;
}

/** How many other tries of the same length may well be as good on so few clips; '' for none. */
export function closeWords(tries: readonly SweepTry[], best: SweepTry, clips: number): string {
  if (!best.score) return '';
  const { accuracy } = best.score;
  const [low] = intervalOf(best.score, clips);
  const close = tries.filter(
    ({ score, rung }) =>
      rung === best.rung && score && score.accuracy >= low && score.accuracy < accuracy,
  ).length;
  if (close === 0) return '';
  return `${counted(close, 'other try lies', 'other tries lie')} within that interval: on so few clips, chance may have put ${close === 1 ? 'it' : 'them'} behind.`;
}

/** What the setting that is shortened counts: "Rounds"; '' where none is. */
export function budgetTitle({ config }: Pick<SweepPlan, 'config'>): string {
  const approach = findApproach(config.approach);
  const name = approach && budgetParam(approach);
  return approach?.params.find((spec) => spec.name === name)?.label ?? '';
}
