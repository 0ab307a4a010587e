// Where a search for settings is, told from its plan and the runs that it has made: which settings are tried, how they did
// on the validation clips, what comes next. The test clips have no say in it.

import type { ParamValues, Run } from '../../core/run-types';
import type { SweepPlan } from './plan';

export interface SweepTry {
  readonly candidate: number;
  readonly rung: number;
  /** Values of the varied settings. */
  readonly values: ParamValues;
  /** Null before it has begun. */
  readonly run: Run | null;
  /** On the validation clips; null until it is done. */
  readonly score: ValidationScore | null;
}

export interface ValidationScore {
  /** 0…1. */
  readonly accuracy: number;
  /** Mean cross-entropy, nats. */
  readonly loss: number;
}

type Plan = Pick<SweepPlan, 'id' | 'candidates' | 'rungs'>;

/** Of the model that was kept; null for a run that is not done or had no validation clips. */
export function validationScore({ status, history, bestEpoch }: Run): ValidationScore | null {
  if (status !== 'done') return null;
  const kept = history.find(({ epoch }) => epoch === bestEpoch);
  if (!kept || kept.validationAccuracy === null) return null;
  return { accuracy: kept.validationAccuracy, loss: kept.validationLoss ?? Infinity };
}

/** Every try that is settled so far, in the order they are made: a rung is known once the one before it is over. */
export function triesOf(plan: Plan, runs: readonly Run[]): readonly SweepTry[] {
  const own = runs.filter(({ sweep }) => sweep?.id === plan.id);
  const tries: SweepTry[] = [];
  let candidates = plan.candidates.map((_, candidate) => candidate);
  for (const [rung] of plan.rungs.entries()) {
    const made = candidates.map((candidate): SweepTry => {
      const run =
        own.find(({ sweep }) => sweep?.candidate === candidate && sweep.rung === rung) ?? null;
      const values = plan.candidates[candidate]!;
      return { candidate, rung, values, run, score: run && validationScore(run) };
    });
    tries.push(...made);
    const next = plan.rungs[rung + 1];
    if (!next || !made.every(isOver)) break;
    candidates = ranked(made)
      .slice(0, next.tries)
      .map(({ candidate }) => candidate);
  }
  return tries;
}

/** Done or failed: it is not tried again. */
function isOver({ run }: SweepTry): boolean {
  return run !== null && (run.status === 'done' || run.status === 'failed');
}

/** Tries that have a score, the best first: by accuracy, then by loss, then in the order they were made. */
function ranked(tries: readonly SweepTry[]): readonly SweepTry[] {
  return tries
    .filter(({ score }) => score !== null)
    .sort(
      ({ score: a }, { score: b }) => b!.accuracy - a!.accuracy || compareLoss(a!.loss, b!.loss),
    );
}

/** Losses may be infinite, whose difference is no number. */
function compareLoss(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

/** The one to train now; null where the search is over. */
export function nextTry(tries: readonly SweepTry[]): SweepTry | null {
  return tries.find((each) => !isOver(each)) ?? null;
}

/** The best of those that were trained longest; null before any has a score. */
export function bestTry(tries: readonly SweepTry[]): SweepTry | null {
  const last = Math.max(...tries.filter(({ score }) => score).map(({ rung }) => rung));
  return ranked(tries.filter(({ rung }) => rung === last))[0] ?? null;
}

/** How much of the search's work is done, in `workOf`'s measure. */
export function workDone(plan: Plan, tries: readonly SweepTry[]): number {
  return tries.reduce(
    (sum, each) => sum + (isOver(each) ? (plan.rungs[each.rung]!.budget ?? 1) : 0),
    0,
  );
}
