// What a click on "start" would do: the run's config and split, or the reason why it cannot start.

import type { Clip, Split, SplitStrategy } from '$lib/core/dataset-types';
import { EarmarkError, toEarmarkError, type ErrorRecord } from '$lib/core/errors';
import type { ParamValues, RunConfig } from '$lib/core/run-types';
import { checkTrainable, makeSplit } from '$lib/datasets/split';
import { resolveParams } from '$lib/trainers/params';
import type { Approach } from '$lib/trainers/registry';

const SHARES = { testFraction: 0.2, validationFraction: 0.15 };
const MAX_SEED = 0xffffffff;

export type TrainingPlan =
  | { readonly phase: 'ready'; readonly config: RunConfig; readonly split: Split }
  | { readonly phase: 'blocked'; readonly problem: ErrorRecord };

export interface TrainingChoices {
  readonly clips: readonly Clip[];
  readonly approach: Approach;
  readonly seed: number;
  readonly params: ParamValues;
  readonly strategy: SplitStrategy;
}

export function planTraining(choices: TrainingChoices): TrainingPlan {
  try {
    return { phase: 'ready', ...makePlan(choices) };
  } catch (error) {
    return { phase: 'blocked', problem: toEarmarkError(error).record };
  }
}

function makePlan({ clips, approach, seed, params, strategy }: TrainingChoices) {
  checkTrainable(clips);
  if (!Number.isInteger(seed) || seed < 0 || seed > MAX_SEED) {
    throw new EarmarkError(
      'param-invalid',
      `${Number.isNaN(seed) ? 'nothing' : seed} for “Seed” (whole number, 0 to ${MAX_SEED})`,
    );
  }
  const config: RunConfig = {
    version: 1,
    approach: approach.id,
    seed,
    params: resolveParams(approach.params, params),
    split: { strategy, ...SHARES },
  };
  return { config, split: makeSplit(clips, config.split, seed) };
}
