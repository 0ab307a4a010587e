// A run as it is before its first epoch, and once it has finished.

import type { Dataset, Split } from '$lib/core/dataset-types';
import { hashText } from '$lib/core/hash';
import type { Run, RunConfig, SweepPlace } from '$lib/core/run-types';
import { datasetFingerprint } from '$lib/datasets/fingerprint';
import { hasSeveralLabels } from '$lib/datasets/label-sets';
import { classesToLearn } from '$lib/evaluation/labels';
import type { TrainingResult } from '$lib/rpc/interfaces';
import { APP_VERSION } from './app-version';
import type { Start } from './start-model';

export interface NewRun {
  readonly config: RunConfig;
  readonly split: Split;
  readonly dataset: Dataset;
  readonly createdAt: Date;
  /** The earlier model that it starts from. */
  readonly start?: Start | null;
  /** Of a search for settings. */
  readonly sweep?: SweepPlace;
}

export function createRun({ split, dataset, createdAt, start, sweep, ...given }: NewRun): Run {
  const config = start ? { ...given.config, startFrom: start.point } : given.config;
  const fingerprint = datasetFingerprint(dataset.clips, dataset.table);
  const created = createdAt.toISOString();
  const what = hashText(JSON.stringify([config, fingerprint, created, sweep])).slice(0, 8);
  return {
    version: 1,
    id: `${created.slice(0, 19).replace(/\D/g, '')}-${what}`,
    config,
    createdAt: created,
    dataset: {
      id: dataset.id,
      title: dataset.title,
      synthetic: dataset.synthetic,
      fingerprint,
      clips: dataset.clips.length,
      ...(hasSeveralLabels(dataset.clips) && { severalLabels: true }),
      table: dataset.table?.id,
    },
    classes: classesToLearn({ config, split, clips: dataset.clips }),
    split,
    ...(start && { heardBefore: start.heardBefore }),
    status: 'running',
    history: [],
    bestEpoch: null,
    evaluation: null,
    timings: null,
    environment: null,
    peakGpuBytes: null,
    error: null,
    ...(sweep && { sweep }),
  };
}

/** The run with what the worker says at its end. */
export function finishedRun(run: Run, result: TrainingResult): Run {
  const { problem, folds, gain, bestEpoch, evaluation, timings, backend, device, peakGpuBytes } =
    result;
  return {
    ...run,
    ...(folds && { folds }),
    ...(gain && { gain }),
    status: problem ? 'failed' : 'done',
    error: problem ?? null,
    ...{ bestEpoch, timings, peakGpuBytes },
    ...(run.sweep ? { evaluation: null, sealed: evaluation } : { evaluation }),
    environment: { backend, device, appVersion: APP_VERSION },
  };
}
