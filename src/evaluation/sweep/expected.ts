// How long a search for settings takes, as far as anybody can know before it begins: about as long as runs like its own
// took, each scaled by what it costs more or less.

import { mean } from '../../core/mean';
import type { ParamValues, Run, RunConfig } from '../../core/run-types';
import type { Approach } from '../../trainers/registry';
import { variantCountOf } from '../../trainers/variants-param';
import { budgetParam, workOf } from './plan';
import type { Rung } from './halving';

export interface ExpectedSweep {
  readonly rungs: readonly Rung[];
  readonly config: RunConfig;
  /** Values of the varied settings. */
  readonly candidates: readonly ParamValues[];
  readonly approach: Pick<Approach, 'epoch' | 'relativeWork'>;
  /** Of one run with the settings of `config`, where the approach can say. */
  readonly runSeconds: number | null;
  /** Earlier runs, of any approach and dataset. */
  readonly runs: readonly Run[];
  readonly fingerprint: string;
}

/** Seconds, by what the approach says or earlier runs of it on the same clips took; null where nobody knows. */
export function expectedSweepSeconds(expected: ExpectedSweep): number | null {
  const { rungs, config, candidates, approach } = expected;
  const perEpoch = secondsOfWork(expected);
  if (perEpoch === null) return null;
  const isShared = rungs.some(({ budget }) => budget !== null);
  const epochs = workOf(rungs) * (isShared ? 1 : budgetOf(approach, config.params));
  // Who goes on is not known: an average one.
  const costs = candidates.map((values) => costOf(approach, { ...config.params, ...values }));
  return perEpoch * epochs * mean(costs);
}

/** Seconds a unit of cost and epoch, the mean of those known. */
function secondsOfWork(expected: ExpectedSweep): number | null {
  const { runs, config, approach, fingerprint, runSeconds } = expected;
  const rate = (seconds: number, params: ParamValues): number =>
    seconds / (budgetOf(approach, params) * costOf(approach, params));
  if (runSeconds !== null) return rate(runSeconds, config.params);
  const rates = runs.flatMap(({ dataset, config: { approach: id, params }, timings }) =>
    timings && id === config.approach && dataset.fingerprint === fingerprint
      ? [rate(timings.trainSeconds, params)]
      : [],
  );
  return rates.length === 0 ? null : mean(rates);
}

/** Of an epoch, in a unit that only runs of one approach share. */
function costOf({ relativeWork }: ExpectedSweep['approach'], params: ParamValues): number {
  return (relativeWork?.(params) ?? 1) * (1 + variantCountOf(params));
}

function budgetOf(approach: ExpectedSweep['approach'], params: ParamValues): number {
  const name = budgetParam(approach);
  return name === null ? 1 : Math.max(1, Number(params[name] ?? 1));
}
