// The page's workers: a pool that decodes and extracts, and one that owns the compute device.

import type { FeatureWorkerApi, TrainingWorkerApi } from '$lib/rpc/interfaces';
import { WorkerClient } from '$lib/rpc/worker-client';
import { WorkerPool, defaultPoolSize } from '$lib/rpc/worker-pool';

export const featurePool = new WorkerPool<FeatureWorkerApi>(
  (name) =>
    new Worker(new URL('../../workers/features.ts', import.meta.url), { type: 'module', name }),
  { size: defaultPoolSize(navigator.hardwareConcurrency || 2) },
);

export const trainingWorker = new WorkerClient<TrainingWorkerApi>(
  (name) =>
    new Worker(new URL('../../workers/training.ts', import.meta.url), { type: 'module', name }),
);
