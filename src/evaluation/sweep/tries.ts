// Where a search for settings is, told from its plan and the runs that it has made: which settings are tried, how they did
// on the validation clips, what comes next. The test clips have no say in it.

import { hasLostItsDevice } from '../../core/run-model';
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
  /** Done, failed or deleted: it is not made again. What only lost its device is gone on with. */
  readonly isOver: boolean;
}

export interface ValidationScore {
  /** 0…1. */
  readonly accuracy: number;
  /** Mean cross-entropy, nats. */
  readonly loss: number;
}

type Plan = Pick<SweepPlan, 'id' | 'candidates' | 'rungs' | 'finished'>;

/** Of the model that was kept; null for a run that is not done or had no validation clips. */
export function validationScore({ status, history, bestEpoch }: Run): ValidationScore | null {
  if (status !== 'done') return null;
  const kept = history.find(({ epoch }) => epoch === bestEpoch);
  if (!kept || kept.validationAccuracy === null) return null;
  return { accuracy: kept.validationAccuracy, loss: kept.validationLoss ?? Infinity };
}

/**
 * Every try that is settled so far, in the order they are made: a rung is known once the one before it is over. Who went on
 * stays so, whatever becomes of the runs that were compared: they may be deleted, or gone on with by hand.
 */
export function triesOf(plan: Plan, runs: readonly Run[]): readonly SweepTry[] {
  const own = runs.filter(({ sweep }) => sweep?.id === plan.id);
  const tries: SweepTry[] = [];
  let candidates: readonly number[] = plan.candidates.map((_, candidate) => candidate);
  for (const [rung] of plan.rungs.entries()) {
    const goneOn = goneBeyond(own, rung);
    const made = madeOf(plan, { rung, candidates, own, isLeft: plan.finished || goneOn.size > 0 });
    tries.push(...made);
    const next = plan.rungs[rung + 1];
    if (!next || !made.every(({ isOver }) => isOver)) break;
    candidates = survivors(made, goneOn, plan.finished ? goneOn.size : next.tries);
    if (candidates.length === 0) break;
  }
  return tries;
}

/** Candidates that have runs in later rungs. */
function goneBeyond(own: readonly Run[], rung: number): ReadonlySet<number> {
  const later = own.flatMap(({ sweep }) => (sweep && sweep.rung > rung ? [sweep.candidate] : []));
  return new Set(later);
}

interface RungSoFar {
  readonly rung: number;
  readonly candidates: readonly number[];
  readonly own: readonly Run[];
  /** A later rung has begun: all tries of this one are over. */
  readonly isLeft: boolean;
}

/** The tries of a rung. They are made in order: what has no run, and comes before one that has, was deleted. */
function madeOf(plan: Plan, { rung, candidates, own, isLeft }: RungSoFar): SweepTry[] {
  const runOf = (candidate: number): Run | null =>
    own.find(({ sweep }) => sweep?.candidate === candidate && sweep.rung === rung) ?? null;
  const runs = candidates.map(runOf);
  const last = runs.findLastIndex((run) => run !== null);
  return candidates.map((candidate, i) => {
    const run = runs[i] ?? null;
    const hasEnded = run === null ? i < last : hasItsEnd(run);
    return {
      ...{ candidate, rung, values: plan.candidates[candidate]!, run },
      score: run && validationScore(run),
      isOver: isLeft || hasEnded,
    };
  });
}

function hasItsEnd(run: Run): boolean {
  return run.status === 'done' || (run.status === 'failed' && !hasLostItsDevice(run));
}

/** Those that have gone on, and the best of the others for the places left; the best first. */
function survivors(
  made: readonly SweepTry[],
  goneOn: ReadonlySet<number>,
  places: number,
): readonly number[] {
  const byScore = ranked(made).map(({ candidate }) => candidate);
  const others = byScore.filter((candidate) => !goneOn.has(candidate));
  const chosen = new Set([...goneOn, ...others.slice(0, Math.max(0, places - goneOn.size))]);
  const inOrder = byScore.filter((candidate) => chosen.has(candidate));
  return [...inOrder, ...[...goneOn].filter((candidate) => !inOrder.includes(candidate))];
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
  return tries.find(({ isOver }) => !isOver) ?? null;
}

/** The best of those that were trained longest; null before any has a score. */
export function bestTry(tries: readonly SweepTry[]): SweepTry | null {
  const last = Math.max(...tries.filter(({ score }) => score).map(({ rung }) => rung));
  return ranked(tries.filter(({ rung }) => rung === last))[0] ?? null;
}

/** The try that the search chose, once it is finished; the best so far before that, and where the chosen one was deleted. */
export function chosenTry(
  { winner }: Pick<SweepPlan, 'winner'>,
  tries: readonly SweepTry[],
): SweepTry | null {
  const chosen = tries.find(
    ({ candidate, rung, run }) =>
      run !== null && candidate === winner?.candidate && rung === winner.rung,
  );
  return chosen ?? bestTry(tries);
}

/** How a try came before those that recognised as many validation clips after as much training. */
export interface Tie {
  /** The others. */
  readonly others: readonly SweepTry[];
  /** By a lower validation loss, or by being tried earlier. */
  readonly settledBy: 'loss' | 'order';
}

/** Null where no other try did as well as this one; one that has its rung to itself is judged by the rung before. */
export function tieOf(tries: readonly SweepTry[], winner: SweepTry): Tie | null {
  const isAlone = tries.every((each) => each === winner || each.rung !== winner.rung);
  const before = tries.find(
    ({ candidate, rung }) => candidate === winner.candidate && rung === winner.rung - 1,
  );
  const best = isAlone && before ? before : winner;
  const others = tries.filter(
    (each) =>
      each !== best && each.rung === best.rung && each.score?.accuracy === best.score?.accuracy,
  );
  if (best.score === null || others.length === 0) return null;
  const { loss } = best.score;
  const isLower = others.every(({ score }) => score !== null && loss < score.loss);
  return { others, settledBy: isLower ? 'loss' : 'order' };
}

/** How much of the search's work is done, in `workOf`'s measure. */
export function workDone(plan: Plan, tries: readonly SweepTry[]): number {
  return tries.reduce(
    (sum, { isOver, rung }) => sum + (isOver ? (plan.rungs[rung]!.budget ?? 1) : 0),
    0,
  );
}
