// What the training worker notes of the job it is at: for the page (reports), for later (saves), for the result.

import { throwIfDeviceFailed } from '../src/compute/device-problems';
import type { EarmarkError, ErrorCode } from '../src/core/errors';
import type { EpochRecord } from '../src/core/run-types';
import type { TrainJobEvents } from '../src/evaluation/train-job';
import type {
  ComputeInfo,
  TrainingEvents,
  TrainingJob,
  TrainingResult,
} from '../src/rpc/interfaces';
import { TrainingReporter } from '../src/rpc/training-reporter';
import { RunSaves } from '../src/storage/run-saves';
import type { ModelJson, TrainingStats } from '../src/trainers/trainer';

export interface JobRecordOptions {
  readonly job: TrainingJob;
  /** The page's. */
  readonly events: TrainingEvents;
  /** False once what is read back from the device may be garbage. */
  isSound(): boolean;
}

export class JobRecord {
  readonly #options: JobRecordOptions;
  readonly #reporter: TrainingReporter;
  readonly #saves: RunSaves;
  readonly #told = new Set<ErrorCode>();
  #history: EpochRecord[];
  #peakGpuBytes: number | null = null;

  constructor(options: JobRecordOptions) {
    const { job, events, isSound } = options;
    this.#options = options;
    this.#history = [...job.history];
    this.#reporter = new TrainingReporter((report) => events.onReport(report));
    const onProblem = (error: EarmarkError): void => this.#tell(error);
    this.#saves = new RunSaves({ runId: job.runId, isSound, onProblem });
  }

  /** What the training calls. */
  readonly events: TrainJobEvents = {
    onEpoch: (record) => {
      this.#history.push(record);
      this.#reporter.addEpoch(record);
    },
    onProgress: (fraction) => this.#reporter.setFraction(fraction),
    onNotice: (error) => this.#tell(error),
    onStats: (stats) => this.#noteStats(stats),
    // Not awaited: training goes on while it is written.
    onCheckpoint: async (checkpoint, best, fold) => {
      const history = this.#history.filter(({ epoch }) => epoch <= checkpoint.epoch);
      this.#saves.put({ version: 1, checkpoint, history, ...fold }, best);
    },
    onFold: async (fold, index) => {
      if (!this.#options.isSound()) throwIfDeviceFailed(); // its scores may be of zeros
      await this.#saves.addFold(index, fold);
      this.#history = [];
      this.#reporter.addFold(fold.score);
    },
  };

  /** Of the epochs so far; of a cross-validation those of the fold in progress. */
  get history(): readonly EpochRecord[] {
    return this.#history;
  }

  /** The best model so far, saved or not. */
  get best(): ModelJson | null {
    return this.#saves.best;
  }

  resultOn({
    backend,
    device,
  }: ComputeInfo): Pick<TrainingResult, 'backend' | 'device' | 'peakGpuBytes'> {
    return { backend, device, peakGpuBytes: this.#peakGpuBytes };
  }

  /** Resolves when everything is saved, or could not be, and told. */
  async settle(): Promise<void> {
    await this.#saves.settle();
    await this.#reporter.flush();
  }

  #noteStats(stats: TrainingStats): void {
    const { gpuBytesAllocated } = stats;
    if (gpuBytesAllocated !== null) {
      this.#peakGpuBytes = Math.max(this.#peakGpuBytes ?? 0, gpuBytesAllocated);
    }
    this.#reporter.setStats(stats);
  }

  #tell({ code, record }: EarmarkError): void {
    if (!this.#told.has(code)) this.#options.events.onNotice(record); // each fold, or save, would say it again
    this.#told.add(code);
  }
}
