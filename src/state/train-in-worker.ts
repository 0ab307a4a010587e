// One training job in the worker that owns the device. A worker or device that is lost once is replaced, and the job goes on
// from its last checkpoint; after the second loss it ends, for a person to decide. A worker that does not answer a stop is ended.

import { proxy } from 'comlink';
import type { Clip } from '$lib/core/dataset-types';
import { EarmarkError, type ErrorRecord } from '$lib/core/errors';
import type { Run } from '$lib/core/run-types';
import type { FeatureColumns } from '$lib/evaluation/table-rows';
import type { ComputeInfo, TrainingResult } from '$lib/rpc/interfaces';
import type { TrainingReport } from '$lib/rpc/training-reporter';
import { checkpointStore, type SavedCheckpoint } from '$lib/storage/checkpoint-store';
import { trainingWorker } from './workers';

/** A busy GPU can keep a worker from hearing a stop for this long before it is ended. */
const STOP_GRACE_MILLISECONDS = 15_000;
/** Browsers refuse the graphics processor after its second crash, until the page is reloaded. */
const MAX_LOSSES = 2;

export interface TrainingListener {
  onCompute(info: ComputeInfo): void;
  /** A fallback was taken. */
  onNotice(record: ErrorRecord): void;
  onReport(report: TrainingReport): void;
  /** The worker or device was lost; training goes on from what was saved, if anything was. */
  onRecovery(error: EarmarkError, saved: SavedCheckpoint | null): void;
}

export interface TrainInWorkerOptions {
  readonly run: Run;
  readonly clips: readonly Clip[];
  /** Where the clips are rows of a table. */
  readonly table: FeatureColumns | undefined;
  /** Where to go on; null to begin. */
  readonly saved: SavedCheckpoint | null;
  /** How often its device was lost before. */
  readonly deviceLosses: number;
  readonly signal: AbortSignal;
  readonly listener: TrainingListener;
}

/** @throws EarmarkError `device-lost-twice` */
export async function trainInWorker(options: TrainInWorkerOptions): Promise<TrainingResult> {
  const { run, signal, listener } = options;
  let { saved } = options;
  for (let losses = 1; ; losses++) {
    try {
      const deviceLosses = options.deviceLosses + losses - 1;
      return await endingLostWorker(() => trainOnce({ ...options, saved, deviceLosses }));
    } catch (error) {
      if (!isLoss(error) || signal.aborted) throw error;
      if (losses === MAX_LOSSES) {
        const got = `its second loss in this run (${error.got})`;
        throw new EarmarkError('device-lost-twice', got, { cause: error });
      }
      saved = await checkpointStore.get(run.id);
      listener.onRecovery(error, saved);
    }
  }
}

/** A device that failed once stays failed: whoever calls next gets a fresh worker. */
export async function endingLostWorker<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (isLoss(error)) trainingWorker.dispose();
    throw error;
  }
}

function isLoss(error: unknown): error is EarmarkError {
  return (
    error instanceof EarmarkError &&
    (error.code === 'worker-died' || error.code === 'compute-failed')
  );
}

async function trainOnce(options: TrainInWorkerOptions): Promise<TrainingResult> {
  const { run, clips, table, saved, deviceLosses, signal, listener } = options;
  const { checkpoint: resumeFrom = null, history = [], folds = [], dealt = null } = saved ?? {};
  const { id: runId, config, classes, split } = run;
  const learned = { clips, table, split, resumeFrom, history, folds, dealt };
  let endTimer: ReturnType<typeof setTimeout> | undefined;
  const endBusyWorker = (): void => {
    endTimer = setTimeout(() => trainingWorker.dispose(), STOP_GRACE_MILLISECONDS);
  };
  signal.addEventListener('abort', endBusyWorker, { once: true });
  try {
    return await trainingWorker.call((api) =>
      api.train(
        { runId, config, classes, ...learned, deviceLosses },
        proxy({
          onCompute: (info: ComputeInfo) => listener.onCompute(info),
          onNotice: (record: ErrorRecord) => listener.onNotice(record),
          onReport: (report: TrainingReport) => listener.onReport(report),
        }),
        signal,
      ),
    );
  } finally {
    signal.removeEventListener('abort', endBusyWorker);
    clearTimeout(endTimer);
  }
}
