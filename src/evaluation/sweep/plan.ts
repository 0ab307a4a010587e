// A search for settings as it was planned: all that it needs to be gone on with, beside the runs that it has made.

import type { Split } from '../../core/dataset-types';
import { EarmarkError } from '../../core/errors';
import type { ParamSpec, ParamValues, RunConfig, SweepPlace } from '../../core/run-types';
import { resolveParams } from '../../trainers/params';
import type { Approach } from '../../trainers/registry';
import { ETA, randomSearch, successiveHalving, type Rung } from './halving';
import type { SweepRanges } from './ranges';
import { sampleSettings } from './sample';

export type SweepKind = 'random' | 'halving';

export interface SweepPlan {
  readonly version: 1;
  readonly id: string;
  readonly createdAt: string;
  readonly kind: SweepKind;
  /** Of every run, but for what is varied; its seed also draws the settings. */
  readonly config: RunConfig;
  /** All runs share one: their scores differ by their settings alone. */
  readonly split: Split;
  readonly dataset: { readonly id: string; readonly fingerprint: string };
  readonly ranges: SweepRanges;
  /** Values of the varied settings. */
  readonly candidates: readonly ParamValues[];
  readonly rungs: readonly Rung[];
  /** Nothing is left to try. */
  readonly finished: boolean;
  /** The try whose settings were chosen then: what becomes of runs later changes nothing. Plans from before there was this have none. */
  readonly winner?: Omit<SweepPlace, 'id'> | undefined;
}

export interface SweepChoices {
  readonly kind: SweepKind;
  /** Settings to try. */
  readonly tries: number;
  readonly ranges: SweepRanges;
}

export const MOST_TRIES = 200;

/** The setting that says how long an approach trains; null where successive halving has nothing to shorten. */
export function budgetParam({ epoch }: Pick<Approach, 'epoch'>): string | null {
  return epoch.isBudget ? epoch.param : null;
}

/** Tries that make a search of that kind. */
export function leastTries(kind: SweepKind): number {
  return kind === 'halving' ? ETA : 2;
}

export interface PlanSweepOptions {
  readonly choices: SweepChoices;
  readonly approach: Approach;
  /** The settings that the dataset leaves open. */
  readonly specs: readonly ParamSpec[];
  readonly config: RunConfig;
  readonly split: Split;
}

/** @throws EarmarkError where settings cannot be searched that way */
export function planSweep({
  choices,
  approach,
  specs,
  config,
  split,
}: PlanSweepOptions): Pick<
  SweepPlan,
  'kind' | 'config' | 'split' | 'ranges' | 'candidates' | 'rungs'
> {
  const { kind, tries, ranges } = choices;
  if (config.crossValidation) {
    throw new EarmarkError('sweep-without-validation', 'a cross-validation');
  }
  if (split.validation.length === 0) {
    throw new EarmarkError('sweep-without-validation', '0 validation clips');
  }
  const least = leastTries(kind);
  if (!Number.isInteger(tries) || tries < least || tries > MOST_TRIES) {
    const range = `whole number, ${least} to ${MOST_TRIES}`;
    const got = Number.isNaN(tries) ? 'nothing' : tries;
    throw new EarmarkError('param-invalid', `${got} for “Settings to try” (${range})`);
  }
  const budget = budgetParam(approach);
  const candidates = sampleSettings({ specs, ranges, count: tries, seed: config.seed });
  for (const candidate of candidates)
    resolveParams(approach.params, { ...config.params, ...candidate });
  const rungs =
    kind === 'halving' && budget !== null
      ? successiveHalving(candidates.length, Number(config.params[budget]))
      : randomSearch(candidates.length);
  return { kind, config, split, ranges, candidates, rungs };
}

/** What a run of the search learns with. */
export function configOf(
  plan: Pick<SweepPlan, 'config' | 'candidates' | 'rungs'>,
  { candidate, rung }: { candidate: number; rung: number },
  budgetName: string | null,
): RunConfig {
  const { config, candidates, rungs } = plan;
  const budget = rungs[rung]?.budget ?? null;
  const params = {
    ...config.params,
    ...candidates[candidate],
    ...(budget !== null && budgetName !== null && { [budgetName]: budget }),
  };
  return { ...config, params };
}

/** Epochs of the whole search, as a measure of its work; runs, where they are all as long. */
export function workOf(rungs: readonly Rung[]): number {
  return rungs.reduce((sum, { tries, budget }) => sum + tries * (budget ?? 1), 0);
}
