// How long a search for settings takes, as far as anybody can know before it begins.

import type { ParamValues, Run, RunConfig } from '../../core/run-types';
import { workOf } from './plan';
import type { Rung } from './halving';

export interface ExpectedSweep {
  readonly rungs: readonly Rung[];
  readonly config: RunConfig;
  /** The setting that says how long a run trains; null where none does. */
  readonly budgetName: string | null;
  /** Of one run with these settings, where the approach can say. */
  readonly runSeconds: number | null;
  /** Earlier runs, of any approach and dataset. */
  readonly runs: readonly Run[];
  readonly fingerprint: string;
}

/** Seconds, by what the approach says or earlier runs of it on the same clips took; null where nobody knows. */
export function expectedSweepSeconds(expected: ExpectedSweep): number | null {
  const { rungs, config, budgetName } = expected;
  const runSeconds = expected.runSeconds ?? secondsOfEarlier(expected);
  if (runSeconds === null) return null;
  const isShared = rungs.some(({ budget }) => budget !== null);
  return (runSeconds * workOf(rungs)) / (isShared ? budgetOf(config.params, budgetName) : 1);
}

/** Mean of one run, each as if it had trained as long as this one is to. */
function secondsOfEarlier({ runs, config, budgetName, fingerprint }: ExpectedSweep): number | null {
  const seconds = runs.flatMap(({ dataset, config: { approach, params }, timings }) =>
    timings && approach === config.approach && dataset.fingerprint === fingerprint
      ? [
          (timings.trainSeconds * budgetOf(config.params, budgetName)) /
            budgetOf(params, budgetName),
        ]
      : [],
  );
  if (seconds.length === 0) return null;
  return seconds.reduce((sum, each) => sum + each, 0) / seconds.length;
}

function budgetOf(params: ParamValues, name: string | null): number {
  return name === null ? 1 : Math.max(1, Number(params[name] ?? 1));
}
