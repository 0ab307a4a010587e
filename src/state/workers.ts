// The page's workers: a pool that decodes and extracts, one that owns the compute device, one that reads
// tables, and one for model files.

import type {
  EmbeddingWorkerApi,
  FeatureWorkerApi,
  ModelWorkerApi,
  TrainingWorkerApi,
} from '$lib/rpc/interfaces';
import type { BackboneWorkerApi } from '$lib/rpc/backbone-interface';
import type { TableWorkerApi } from '$lib/rpc/table-interface';
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

/** One worker: a table is read as fast as it can be parsed, and corrected roles come one after another. */
export const tableWorker = new WorkerPool<TableWorkerApi>(
  (name) =>
    new Worker(new URL('../../workers/tables.ts', import.meta.url), { type: 'module', name }),
  { size: 1 },
);

/** Not the training worker: a model is parsed in one go, and stopping that ends the worker. */
export const modelWorker = new WorkerPool<ModelWorkerApi>(
  (name) =>
    new Worker(new URL('../../workers/models.ts', import.meta.url), { type: 'module', name }),
  { size: 1 },
);

/** One: a network takes all that runs it; idle, it is ended, and the network's memory comes back. */
export const embeddingWorker = new WorkerPool<EmbeddingWorkerApi>(
  (name) =>
    new Worker(new URL('../../workers/embedding.ts', import.meta.url), { type: 'module', name }),
  { size: 1 },
);

/** Its files are from anywhere: it is ended soon after each, with all that they took. */
export const backboneWorker = new WorkerPool<BackboneWorkerApi>(
  (name) =>
    new Worker(new URL('../../workers/backbones.ts', import.meta.url), { type: 'module', name }),
  { size: 1, idleSeconds: 2 },
);
