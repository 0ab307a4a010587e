// A run's training, whatever it asks for: one split, or every fold of a cross-validation.

import type { RunConfig } from '../core/run-types';
import type { Checkpoint, ModelJson } from '../trainers/trainer';
import {
  crossValidate,
  type CrossValidationEvents,
  type CrossValidationJob,
  type CrossValidationResult,
  type FoldPosition,
} from './cross-validate';
import {
  runExperiment,
  type ExperimentEvents,
  type ExperimentJob,
  type ExperimentOptions,
  type ExperimentResult,
} from './run-experiment';

export type TrainJob = ExperimentJob &
  Omit<CrossValidationJob, 'config'> & {
    readonly config: Pick<RunConfig, 'seed' | 'split' | 'crossValidation'>;
  };

export interface TrainJobEvents
  extends Omit<ExperimentEvents, 'onCheckpoint'>, Pick<CrossValidationEvents, 'onFold'> {
  /** `best` as in FitContext; `fold` where it is a cross-validation's, which keeps no model. */
  onCheckpoint(checkpoint: Checkpoint, best: ModelJson | null, fold?: FoldPosition): Promise<void>;
}

export type TrainJobResult =
  ExperimentResult | (CrossValidationResult & { readonly model: null; readonly bestEpoch: null });

export async function trainJob({
  job,
  events,
  ...options
}: Omit<ExperimentOptions, 'job' | 'events'> & {
  readonly job: TrainJob;
  readonly events: TrainJobEvents;
}): Promise<TrainJobResult> {
  const { crossValidation } = job.config;
  if (!crossValidation) return runExperiment({ ...options, job, events });
  const result = await crossValidate({
    ...options,
    job: { ...job, config: { ...job.config, crossValidation } },
    events: {
      ...events,
      onCheckpoint: (checkpoint, fold) => events.onCheckpoint(checkpoint, null, fold),
    },
  });
  return { ...result, model: null, bestEpoch: null };
}
