// The training worker: owns the compute device, trains and predicts.

import { chooseBackend } from '../src/compute/choose-backend';
import { hasDeviceFailed } from '../src/compute/device-problems';
import { ownedDevice } from '../src/compute/own-device';
import { createTrainingDevice } from '../src/compute/training-device';
import { WarmUps } from '../src/compute/warm-ups';
import { endWithDevice, watchTraining } from '../src/compute/watch-training';
import { EarmarkError, isAbort, toEarmarkError } from '../src/core/errors';
import type { EnsembleMember } from '../src/core/run-types';
import { explainClip, importanceOfRun, type RunToAsk } from '../src/evaluation/importance/ask-run';
import { learnsLabels } from '../src/evaluation/labels';
import { outcomeOfBest, scoreModel } from '../src/evaluation/score-model';
import { dealTrainingFolds } from '../src/evaluation/ensemble-members';
import { inputOfHeardWindows, inputOfMembers } from '../src/evaluation/members-input';
import { inputOfRows } from '../src/evaluation/table-rows';
import { trainJob } from '../src/evaluation/train-job';
import { inputOfClips } from '../src/evaluation/training-input';
import { spectrogramShapeOf } from '../src/evaluation/warm-up';
import type {
  ComputeInfo,
  ModelConfig,
  ModelQuestion,
  TrainingEvents,
  TrainingJob,
  TrainingResult,
  TrainingWorkerApi,
  WindowPrediction,
} from '../src/rpc/interfaces';
import { createTreeThreads } from '../src/rpc/tree-threads';
import { serveWorker } from '../src/rpc/worker-server';
import { featureStore } from '../src/storage/feature-store';
import { modelStore, startModelStore } from '../src/storage/run-store';
import { tableStore } from '../src/storage/table-store';
import { resolveParams } from '../src/trainers/params';
import { checkedStart } from '../src/trainers/starting-model';
import { findApproach, loadTrainer, type Approach } from '../src/trainers/registry';
import type {
  MemberModel,
  Members,
  ModelJson,
  Trainer,
  TrainingInput,
} from '../src/trainers/trainer';
import { JobRecord } from './job-record';

/** What an experiment says, of a run or of its folds. */
type ExperimentOutcome = Omit<TrainingResult, 'backend' | 'device' | 'peakGpuBytes'>;

const NO_TENSORS: ComputeInfo = {
  backend: 'cpu',
  reason: 'Trees need no GPU.',
  device: '',
  fallbacks: [],
};

let backend: Promise<ComputeInfo> | null = null;
const warmUps = new WarmUps();

const treeThreads = createTreeThreads({
  create: (name) => new Worker(new URL('./trees.ts', import.meta.url), { type: 'module', name }),
  cores: navigator.hardwareConcurrency || 2,
  isolated: self.crossOriginIsolated,
});

const api: TrainingWorkerApi = {
  warmUp(config, numClasses, signal) {
    const key = JSON.stringify([config.approach, config.params, numClasses]);
    const work = (stopped: AbortSignal) => takeFirstSteps(config, numClasses, stopped);
    return warmUps.start({ key, signal, work });
  },

  async train(job, events, signal) {
    const approach = knownApproach(job.config.approach);
    const trainer = await loadTrainer(approach.trainer);
    const compute = trainer.usesTensors ? await startDevice(events) : NO_TENSORS;
    const device = trainer.usesTensors
      ? createTrainingDevice(compute, { losses: job.deviceLosses })
      : null;
    const isSound = (): boolean => !trainer.usesTensors || !hasDeviceFailed();
    const record = new JobRecord({ job, events, isSound });
    const training = async (): Promise<ExperimentOutcome> => {
      const startFrom = await startOf(job, trainer);
      const members = await membersOf(job);
      return trainJob({
        ...{ job, trainer, signal, treeThreads },
        params: resolveParams(approach.params, job.config.params),
        data: { input: inputsOf(job) },
        events: device
          ? { ...record.events, ...watchTraining(record.events, device) }
          : record.events,
        ...(startFrom && { startFrom }),
        ...(members && { members }),
        ...(device && { device }),
        ...(approach.expectedSeconds && { expectedSeconds: approach.expectedSeconds }),
      });
    };
    try {
      const onDevice = () => warmUps.keepOut(signal, () => endWithDevice(training()));
      const outcome = await (device ? onDevice() : training());
      return { ...outcome, ...record.resultOn(compute) };
    } catch (error) {
      await record.settle();
      const outcome = await endWithBest(
        error,
        { ...job, history: record.history },
        record.best,
        signal,
      );
      return { ...outcome, ...record.resultOn(compute) };
    } finally {
      device?.dispose();
      await record.settle();
    }
  },

  async predictWindows(config, model, source, signal) {
    const approach = knownApproach(config.approach);
    const trainer = await loadTrainer(approach.trainer);
    if (trainer.usesTensors) await (backend ??= chooseBackend());
    const fitted = trainer.fromJSON(model);
    const predictions: WindowPrediction[] = [];
    try {
      for (let windows = await source.next(); windows; windows = await source.next()) {
        signal.throwIfAborted();
        const input = await inputOfHeardWindows(config, windows);
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

/** Has the device compile what such a run's first steps need. */
async function takeFirstSteps(
  config: ModelConfig,
  numClasses: number,
  signal: AbortSignal,
): Promise<void> {
  const approach = knownApproach(config.approach);
  const trainer = await loadTrainer(approach.trainer);
  if (!trainer.usesTensors) return;
  const compute = await (backend ??= chooseBackend());
  // Elsewhere nothing is compiled, or the processor imitates the device, and would be busy for long.
  if (!trainer.warmUp || ownedDevice()?.isSoftware !== false) return;
  const shape = await spectrogramShapeOf(approach.features(config), numClasses);
  if (!shape) return;
  signal.throwIfAborted();
  const device = createTrainingDevice(compute);
  const work = trainer
    .warmUp(shape, config.params, { device, signal })
    .finally(() => device.dispose());
  await endWithDevice(work);
}

/** Starts what computes, unless it runs already. */
async function startDevice(events: TrainingEvents): Promise<ComputeInfo> {
  const compute = await (backend ??= chooseBackend());
  events.onCompute(compute);
  const { fallbacks } = compute;
  if (fallbacks.length > 0) {
    events.onNotice({
      code: 'kernels-replaced',
      got: `other results for ${fallbacks.join(', ')}`,
    });
  }
  return compute;
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

/** Reads the run's model, unless it comes with the question, and frees it when it has answered. */
async function askModel<Answer>(
  question: ModelQuestion,
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
  knownApproach(config.approach);
  return (examples) =>
    inputOfMembers(config, (features) =>
      table
        ? inputOfRows(table, examples, tableStore)
        : inputOfClips(features, examples, featureStore),
    );
}

/** The models of the runs in an ensemble. @throws EarmarkError `ensemble-member-missing` */
async function membersOf({ config, clips, split }: TrainingJob): Promise<Members | null> {
  if (!config.ensemble) return null;
  const read = async ({ runId, approach, seed, params }: EnsembleMember): Promise<MemberModel> => {
    const model = await modelStore.get(runId);
    if (model) return { approach, seed, params, model };
    const title = findApproach(approach)?.title ?? approach;
    throw new EarmarkError('ensemble-member-missing', `no model of the run ${runId} (${title})`);
  };
  const models = await Promise.all(config.ensemble.members.map(read));
  const severalLabels = learnsLabels(config.approach, clips);
  const dealt = { config, clips, split, severalLabels };
  return { models, dealFolds: (numFolds) => dealTrainingFolds(dealt, numFolds) };
}

function knownApproach(id: string): Approach {
  const approach = findApproach(id);
  if (!approach) throw new EarmarkError('model-incompatible', `the approach "${id}"`);
  return approach;
}

serveWorker(api, self.name);
