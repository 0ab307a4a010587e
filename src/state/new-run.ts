// A run as it is before its first epoch.

import type { Dataset, Split } from '$lib/core/dataset-types';
import { hashText } from '$lib/core/hash';
import type { Run, RunConfig } from '$lib/core/run-types';
import { datasetFingerprint } from '$lib/datasets/fingerprint';
import { hasSeveralLabels } from '$lib/datasets/label-sets';
import { classesToLearn } from '$lib/evaluation/labels';

export interface NewRun {
  readonly config: RunConfig;
  readonly split: Split;
  readonly dataset: Dataset;
  readonly createdAt: Date;
}

export function createRun({ config, split, dataset, createdAt }: NewRun): Run {
  const fingerprint = datasetFingerprint(dataset.clips, dataset.table);
  const created = createdAt.toISOString();
  const what = hashText(JSON.stringify([config, fingerprint, created])).slice(0, 8);
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
    status: 'running',
    history: [],
    bestEpoch: null,
    evaluation: null,
    timings: null,
    environment: null,
    peakGpuBytes: null,
    error: null,
  };
}
