// The training worker: owns the compute device, trains and predicts.

import { chooseBackend } from '../src/compute/choose-backend';
import { endWithDevice, watchTraining } from '../src/compute/watch-training';
import { EarmarkError } from '../src/core/errors';
import { runExperiment, type ExperimentEvents } from '../src/evaluation/run-experiment';
import { inputOfClips, inputOfWindows } from '../src/evaluation/training-input';
import type { ComputeInfo, TrainingWorkerApi, WindowPrediction } from '../src/rpc/interfaces';
import { TrainingReporter } from '../src/rpc/training-reporter';
import { serveWorker } from '../src/rpc/worker-server';
import { featureStore } from '../src/storage/feature-store';
import { checkpointStore, modelStore } from '../src/storage/run-store';
import { resolveParams } from '../src/trainers/params';
import { findApproach, loadTrainer, type Approach } from '../src/trainers/registry';

const NO_TENSORS: ComputeInfo = { backend: 'cpu', reason: 'Trees need no GPU.', device: '' };

let backend: Promise<ComputeInfo> | null = null;

const api: TrainingWorkerApi = {
  async train(job, events, signal) {
    const approach = knownApproach(job.config.approach);
    const extractors = approach.extractors(job.config.params);
    const trainer = await loadTrainer(approach.trainer);
    const reporter = new TrainingReporter((report) => events.onReport(report));
    let compute = NO_TENSORS;
    if (trainer.usesTensors) {
      compute = await (backend ??= chooseBackend());
      events.onCompute(compute);
    }
    const history = [...job.history];
    let peakGpuBytes: number | null = null;
    const watchable: Pick<ExperimentEvents, 'onStats' | 'onCheckpoint'> = {
      onStats(stats) {
        if (stats.gpuBytesAllocated !== null) {
          peakGpuBytes = Math.max(peakGpuBytes ?? 0, stats.gpuBytesAllocated);
        }
        reporter.setStats(stats);
      },
      async onCheckpoint(checkpoint, best) {
        if (best) await modelStore.set(job.runId, best);
        const finished = history.filter((record) => record.epoch <= checkpoint.epoch);
        await checkpointStore.set(job.runId, { version: 1, checkpoint, history: finished });
      },
    };
    const experiment = runExperiment({
      job,
      trainer,
      params: resolveParams(approach.params, job.config.params),
      data: { input: (examples) => inputOfClips(extractors, examples, featureStore) },
      signal,
      events: {
        onEpoch(record) {
          history.push(record);
          reporter.addEpoch(record);
        },
        onProgress: (fraction) => reporter.setFraction(fraction),
        ...(trainer.usesTensors ? watchTraining(watchable) : watchable),
      },
    });
    const work = trainer.usesTensors ? endWithDevice(experiment) : experiment;
    const result = await work.finally(() => reporter.flush());
    return { ...result, backend: compute.backend, device: compute.device, peakGpuBytes };
  },

  async predictWindows(config, model, source, signal) {
    const approach = knownApproach(config.approach);
    const extractors = approach.extractors(config.params);
    const trainer = await loadTrainer(approach.trainer);
    if (trainer.usesTensors) await (backend ??= chooseBackend());
    const fitted = trainer.fromJSON(model);
    const predictions: WindowPrediction[] = [];
    try {
      for (let windows = await source.next(); windows; windows = await source.next()) {
        signal.throwIfAborted();
        const input = await inputOfWindows(extractors, windows);
        const work = fitted.predictProba(input, signal);
        const { data, columns } = await (trainer.usesTensors ? endWithDevice(work) : work);
        for (const [row, { startSeconds, endSeconds }] of windows.entries()) {
          const probabilities = Array.from(data.subarray(row * columns, (row + 1) * columns));
          predictions.push({ startSeconds, endSeconds, probabilities });
        }
      }
      return predictions;
    } finally {
      fitted.dispose();
    }
  },
};

function knownApproach(id: string): Approach {
  const approach = findApproach(id);
  if (!approach) throw new EarmarkError('model-incompatible', `the approach "${id}"`);
  return approach;
}

serveWorker(api, self.name);
