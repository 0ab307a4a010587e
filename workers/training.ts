// The training worker: owns the compute device, trains and predicts.

import { chooseBackend } from '../src/compute/choose-backend';
import { hasDeviceFailed, throwIfDeviceFailed } from '../src/compute/device-problems';
import { ownedDevice } from '../src/compute/own-device';
import { createTrainingDevice, type OwnTrainingDevice } from '../src/compute/training-device';
import { endWithDevice, watchTraining } from '../src/compute/watch-training';
import { EarmarkError, isAbort, toEarmarkError, type ErrorCode } from '../src/core/errors';
import type { EpochRecord } from '../src/core/run-types';
import {
  crossValidate,
  type FinishedFold,
  type FoldPosition,
} from '../src/evaluation/cross-validate';
import { explainClip, importanceOfRun, type RunToAsk } from '../src/evaluation/importance/ask-run';
import { runExperiment } from '../src/evaluation/run-experiment';
import { outcomeOfBest, scoreModel } from '../src/evaluation/score-model';
import { inputOfRows } from '../src/evaluation/table-rows';
import { inputOfClips, inputOfWindows } from '../src/evaluation/training-input';
import { spectrogramShapeOf } from '../src/evaluation/warm-up';
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
import { modelStore, startModelStore } from '../src/storage/run-store';
import { RunSaves } from '../src/storage/run-saves';
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
/** What is being made ready; never rejects. */
let warmUp: { readonly key: string; readonly done: Promise<void> } | null = null;

const treeThreads = createTreeThreads({
  create: (name) => new Worker(new URL('./trees.ts', import.meta.url), { type: 'module', name }),
  cores: navigator.hardwareConcurrency || 2,
  isolated: self.crossOriginIsolated,
});

const api: TrainingWorkerApi = {
  async warmUp({ approach: id, params }, numClasses, signal) {
    const approach = knownApproach(id);
    const trainer = await loadTrainer(approach.trainer);
    if (!trainer.usesTensors) return;
    const compute = await (backend ??= chooseBackend());
    // Elsewhere nothing is compiled, or the processor imitates the device, and would be busy for long.
    if (!trainer.warmUp || ownedDevice()?.isSoftware !== false) return;
    const key = JSON.stringify([id, params, numClasses]);
    if (warmUp?.key === key) return warmUp.done;
    const shape = await spectrogramShapeOf(approach.extractors(params), numClasses);
    if (!shape) return;
    const device = createTrainingDevice(compute);
    const work = trainer.warmUp(shape, params, { device, signal }).finally(() => device.dispose());
    // A failure is met again by the training, and told there.
    warmUp = { key, done: work.catch(() => undefined) };
    return warmUp.done;
  },

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
      await warmUp?.done;
    }
    const device = trainer.usesTensors
      ? createTrainingDevice(compute, { losses: job.deviceLosses })
      : null;
    const history = [...job.history];
    let peakGpuBytes: number | null = null;
    const onStats = (stats: TrainingStats): void => {
      if (stats.gpuBytesAllocated !== null) {
        peakGpuBytes = Math.max(peakGpuBytes ?? 0, stats.gpuBytesAllocated);
      }
      reporter.setStats(stats);
    };
    const told = new Set<ErrorCode>();
    const onNotice = ({ code, record }: EarmarkError): void => {
      if (!told.has(code)) events.onNotice(record); // each fold, or save, would say it again
      told.add(code);
    };
    const saves = new RunSaves({
      runId: job.runId,
      isSound: () => !trainer.usesTensors || !hasDeviceFailed(),
      onProblem: onNotice,
    });
    const positionOf = (checkpoint: Checkpoint, fold?: FoldPosition) => {
      const finished = history.filter(({ epoch }) => epoch <= checkpoint.epoch);
      return { version: 1, checkpoint, history: finished, ...fold } as const;
    };
    // Not awaited: training goes on while it is written.
    const save = async (checkpoint: Checkpoint, fold: FoldPosition) =>
      saves.put(positionOf(checkpoint, fold));
    const saveWithModel = async (checkpoint: Checkpoint, best: ModelJson | null) =>
      saves.put(positionOf(checkpoint), best);
    const saveFold = async (fold: FinishedFold, index: number) => {
      if (trainer.usesTensors) throwIfDeviceFailed(); // its scores may be of zeros
      await saves.addFold(index, fold);
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
      ...(device && { device }),
      ...(approach.expectedSeconds && { expectedSeconds: approach.expectedSeconds }),
    };
    const shared = {
      onEpoch(record: EpochRecord) {
        history.push(record);
        reporter.addEpoch(record);
      },
      onProgress: (fraction: number) => reporter.setFraction(fraction),
      onNotice,
    };
    const { crossValidation } = job.config;
    const experiment: Promise<ExperimentOutcome> = crossValidation
      ? crossValidate({
          ...options,
          job: { ...job, config: { ...job.config, crossValidation } },
          events: {
            ...shared,
            onFold: saveFold,
            ...watched({ onStats, onCheckpoint: save }, device),
          },
        }).then((result) => ({ ...result, model: null, bestEpoch: null }))
      : runExperiment({
          ...options,
          job,
          events: { ...shared, ...watched({ onStats, onCheckpoint: saveWithModel }, device) },
        });
    const work = trainer.usesTensors ? endWithDevice(experiment) : experiment;
    const ended = work.finally(async () => {
      device?.dispose();
      await saves.settle();
    });
    const result = await ended
      .catch((error: unknown) => endWithBest(error, { ...job, history }, saves.best, signal))
      .finally(() => reporter.flush());
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

/** As they are, where there is no device to look after. */
function watched<Saved extends unknown[]>(
  events: { onStats(stats: TrainingStats): void; onCheckpoint(...saved: Saved): Promise<void> },
  device: OwnTrainingDevice | null,
) {
  return device ? watchTraining<TrainingStats, Saved>(events, device) : events;
}

/** A training that failed ends with its best model until then; where there is none, with the failure. */
async function endWithBest(
  error: unknown,
  job: TrainingJob,
  best: ModelJson | null,
  signal: AbortSignal,
): Promise<ExperimentOutcome> {
  const { code, record } = toEarmarkError(error);
  if (isAbort(error) || code === 'compute-failed' || job.config.crossValidation) throw error;
  const model = best ?? (job.resumeFrom && (await modelStore.get(job.runId)));
  if (!model) throw error;
  try {
    const ask = (run: RunToAsk) => outcomeOfBest(run, model, job.history);
    return { ...(await askModel({ ...job, model }, signal, ask)), problem: record };
  } catch {
    throw error; // what spoiled the training spoils the score too: told once
  }
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
  question: ModelQuestion & { readonly model?: ModelJson },
  signal: AbortSignal,
  ask: (run: RunToAsk) => Promise<Answer>,
): Promise<Answer> {
  const { runId, config, classes, clips, split } = question;
  const saved = question.model ?? (await modelStore.get(runId));
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
