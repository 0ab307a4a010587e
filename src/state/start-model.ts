// Starting from an earlier run instead of from chance ("fine-tuning"): which runs can be started from, which settings they
// decide, and what a new run keeps of them.

import { EarmarkError } from '$lib/core/errors';
import { hasModel } from '$lib/core/run-model';
import type { ParamValues, Run, StartingPoint } from '$lib/core/run-types';
import { learnedFrom } from '$lib/datasets/heard-before';
import { modelStore } from '$lib/storage/run-store';
import { savedValue } from '$lib/trainers/params';
import { findApproach, type Approach } from '$lib/trainers/registry';
import { modelFingerprint } from '$lib/trainers/starting-model';
import type { ModelJson } from '$lib/trainers/trainer';

/** Finished runs whose kept models the approach can start from, in the order given. */
export function startableRuns(runs: readonly Run[], approach: Approach): Run[] {
  if (!approach.fineTuning) return [];
  return runs.filter(
    (run) =>
      hasModel(run) &&
      run.imported === undefined &&
      findApproach(run.config.approach)?.trainer === approach.trainer,
  );
}

/** The settings that a run decides for whoever starts from it. */
export function paramsOfStart({ params, fineTuning }: Approach, start: Run): ParamValues {
  const same = params.filter(({ name }) => fineTuning?.sameParams.includes(name));
  return Object.fromEntries(same.map((spec) => [spec.name, savedValue(spec, start.config.params)]));
}

/** What a new run takes along from the run that it starts from. */
export interface Start {
  readonly point: StartingPoint;
  readonly heardBefore: readonly string[];
  readonly model: ModelJson;
}

/** @throws EarmarkError `start-model-unusable` */
export async function openStart(run: Run): Promise<Start> {
  const model = await modelStore.get(run.id);
  if (!model) {
    throw new EarmarkError(
      'start-model-unusable',
      `no model of the run on “${run.dataset.title}”: it was deleted or cannot be read back`,
    );
  }
  const { title, synthetic } = run.dataset;
  return {
    model,
    heardBefore: learnedFrom(run),
    point: {
      runId: run.id,
      approach: run.config.approach,
      dataset: { title, synthetic },
      classes: run.classes,
      accuracy: run.evaluation?.accuracy ?? null,
      model: modelFingerprint(model),
    },
  };
}
