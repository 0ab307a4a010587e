// The training worker: owns the compute device, trains and predicts.

import { chooseBackend } from '../src/compute/choose-backend';
import { throwIfDeviceFailed } from '../src/compute/device-problems';
import { endWithDevice, watchTraining } from '../src/compute/watch-training';
import { EarmarkError, type ErrorCode } from '../src/core/errors';
import type { EpochRecord } from '../src/core/run-types';
import {
  crossValidate,
  type FinishedFold,
  type FoldPosition,
} from '../src/evaluation/cross-validate';
import { explainClip, importanceOfRun, type RunToAsk } from '../src/evaluation/importance/ask-run';
import { runExperiment } from '../src/evaluation/run-experiment';
import { scoreModel } from '../src/evaluation/score-model';
import { inputOfRows } from '../src/evaluation/table-rows';
import { inputOfClips, inputOfWindows } from '../src/evaluation/training-input';
import type {
  ComputeInfo,
  ModelQuestion,
  TrainingJob,
  TrainingResult,
  TrainingWorkerApi,
  WindowPrediction,
} from '../src/rpc/interfaces';
import { TrainingReporter } from '../src/rpc/training-reporter';
import { createTreeThreads } from '../src/rpc/tree-threads';
import { serveWorker } from '../src/rpc/worker-server';
import { featureStore } from '../src/storage/feature-store';
import { checkpointStore } from '../src/storage/checkpoint-store';
import { modelStore, startModelStore } from '../src/storage/run-store';
import { tableStore } from '../src/storage/table-store';
import { resolveParams } from '../src/trainers/params';
import { checkedStart } from '../src/trainers/starting-model';
import { findApproach, loadTrainer, type Approach } from '../src/trainers/registry';
import type {
  Checkpoint,
  ModelJson,
  Trainer,
  TrainingInput,
  TrainingStats,
} from '../src/trainers/trainer';

/** What an experiment says, of a run or of its folds. */
type ExperimentOutcome = Omit<TrainingResult, 'backend' | 'device' | 'peakGpuBytes'>;

const NO_TENSORS: ComputeInfo = {
  backend: 'cpu',
  reason: 'Trees need no GPU.',
  device: '',
  fallbacks: [],
};

let backend: Promise<ComputeInfo> | null = null;

const treeThreads = createTreeThreads({
  create: (name) => new Worker(new URL('./trees.ts', import.meta.url), { type: 'module', name }),
  cores: navigator.hardwareConcurrency || 2,
  isolated: self.crossOriginIsolated,
});

const api: TrainingWorkerApi = {
  async train(job, events, signal) {
    const approach = knownApproach(job.config.approach);
    const trainer = await loadTrainer(approach.trainer);
    const reporter = new TrainingReporter((report) => events.onReport(report));
    let compute = NO_TENSORS;
    if (trainer.usesTensors) {
      compute = await (backend ??= chooseBackend());
      events.onCompute(compute);
      const { fallbacks } = compute;
      if (fallbacks.length > 0) {
        events.onNotice({
          code: 'kernels-replaced',
          got: `other results for ${fallbacks.join(', ')}`,
        });
      }
    }
    const history = [...job.history];
    let peakGpuBytes: number | null = null;
    const onStats = (stats: TrainingStats): void => {
      if (stats.gpuBytesAllocated !== null) {
        peakGpuBytes = Math.max(peakGpuBytes ?? 0, stats.gpuBytesAllocated);
      }
      reporter.setStats(stats);
    };
    const save = (checkpoint: Checkpoint, position?: FoldPosition) => {
      const finished = history.filter(({ epoch }) => epoch <= checkpoint.epoch);
      const row = { version: 1, checkpoint, history: finished, ...position } as const;
      return checkpointStore.setPosition(job.runId, row);
    };
    const saveWithModel = async (checkpoint: Checkpoint, best: ModelJson | null) => {
      if (best) await modelStore.set(job.runId, best);
      await save(checkpoint);
    };
    const saveFold = async (fold: FinishedFold, index: number) => {
      if (trainer.usesTensors) throwIfDeviceFailed(); // its scores may be of zeros
      await checkpointStore.addFold(job.runId, index, fold);
      history.length = 0;
      reporter.addFold(fold.score);
    };
    const startFrom = await startOf(job, trainer);
    const options = {
      trainer,
      params: resolveParams(approach.params, job.config.params),
      data: { input: inputsOf(job) },
      signal,
      treeThreads,
      ...(startFrom && { startFrom }),
      ...(approach.expectedSeconds && { expectedSeconds: approach.expectedSeconds }),
    };
    const told = new Set<ErrorCode>();
    const watch = trainer.usesTensors ? watchTraining : unwatched;
    const shared = {
      onEpoch(record: EpochRecord) {
        history.push(record);
        reporter.addEpoch(record);
      },
      onProgress: (fraction: number) => reporter.setFraction(fraction),
      onNotice({ code, record }: EarmarkError) {
        if (!told.has(code)) events.onNotice(record); // each fold would say it again
        told.add(code);
      },
    };
    const { crossValidation } = job.config;
    const experiment: Promise<ExperimentOutcome> = crossValidation
      ? crossValidate({
          ...options,
          job: { ...job, config: { ...job.config, crossValidation } },
          events: { ...shared, onFold: saveFold, ...watch({ onStats, onCheckpoint: save }) },
        }).then((result) => ({ ...result, model: null, bestEpoch: null }))
      : runExperiment({
          ...options,
          job,
          events: { ...shared, ...watch({ onStats, onCheckpoint: saveWithModel }) },
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

  evaluate(question, listener, signal) {
    return askModel(question, signal, (run) =>
      scoreModel(run, (fraction) => listener.onProgress(fraction)),
    );
  },

  importance(question, listener, signal) {
    return askModel(question, signal, (run) =>
      importanceOfRun(run, (fraction) => listener.onProgress(fraction)),
    );
  },

  explainClip(question, clipId, signal) {
    return askModel(question, signal, (run) => explainClip(run, clipId));
  },
};

/** As `watchTraining`, where there is no device to look after. */
function unwatched<Events>(events: Events): Events {
  return events;
}

/** The model that the job starts from; a checkpoint holds all there is of it, but each fold begins with it again. */
async function startOf(
  { runId, config, resumeFrom }: TrainingJob,
  trainer: Trainer<TrainingInput>,
): Promise<ModelJson | null> {
  const { startFrom: point, crossValidation } = config;
  if (!point || (resumeFrom && !crossValidation)) return null;
  return checkedStart({ point, model: await startModelStore.get(runId), trainer });
}

/** Reads the run's model, and frees it when it has answered. */
async function askModel<Answer>(
  question: ModelQuestion,
  signal: AbortSignal,
  ask: (run: RunToAsk) => Promise<Answer>,
): Promise<Answer> {
  const { runId, config, classes, clips, split } = question;
  const saved = await modelStore.get(runId);
  if (!saved) throw new EarmarkError('model-incompatible', 'a run whose model is gone');
  const trainer = await loadTrainer(knownApproach(config.approach).trainer);
  if (trainer.usesTensors) await (backend ??= chooseBackend());
  const model = trainer.fromJSON(saved);
  const run = { seed: config.seed, classes, clips, split, trainer, model, signal };
  try {
    const work = ask({ ...run, input: inputsOf(question) });
    return await (trainer.usesTensors ? endWithDevice(work) : work);
  } finally {
    model.dispose();
  }
}

/** What the job's approach learns from, of any of its clips. */
function inputsOf({ config, table }: Pick<TrainingJob, 'config' | 'table'>): RunToAsk['input'] {
  const extractors = knownApproach(config.approach).extractors(config.params);
  return (examples) =>
    table
      ? inputOfRows(table, examples, tableStore)
      : inputOfClips(extractors, examples, featureStore);
}

function knownApproach(id: string): Approach {
  const approach = findApproach(id);
  if (!approach) throw new EarmarkError('model-incompatible', `the approach "${id}"`);
  return approach;
}

serveWorker(api, self.name);
