// What the page does with the news of a training: shows them, and saves the run as far as it is.

import { backendName } from '$lib/core/backend-names';
import { EarmarkError, ERROR_CATALOGUE } from '$lib/core/errors';
import type { Run } from '$lib/core/run-types';
import type { SavedCheckpoint } from '$lib/storage/checkpoint-store';
import { APP_VERSION } from './app-version';
import type { ComputeState } from './compute.svelte';
import type { NoticeState } from './notices.svelte';
import { ProgressClock } from './progress-clock';
import type { RunKeeper } from './run-keeper';
import type { RunProgress } from './run-progress.svelte';
import type { TrainingListener } from './train-in-worker';
import type { TrainingStatus } from './training-status';

const SAVE_INTERVAL_MILLISECONDS = 1000;

export interface ListenerParts {
  readonly notices: NoticeState;
  readonly compute: ComputeState;
  readonly keeper: RunKeeper;
  readonly progress: RunProgress;
  show(status: TrainingStatus): void;
  /** The device was lost once more. */
  countLoss(): void;
}

export function listenToTraining(run: Run, parts: ListenerParts): TrainingListener {
  const { notices, compute, keeper, progress, show, countLoss } = parts;
  const { id: runId } = run;
  let clock = new ProgressClock();
  let firstFraction: number | null = null;
  let { environment } = run;
  let savedAt = performance.now();
  const save = (): void => {
    savedAt = performance.now();
    void keeper.put(progress.of({ ...run, environment, status: 'running' }));
  };
  show({ phase: 'running', runId, fraction: 0, epoch: 0, secondsLeft: null });
  return {
    onCompute: (info) => {
      compute.report(info);
      const { backend, device } = info;
      if (environment && environment.backend !== backend) {
        const got = `${backendName(backend)} instead of ${backendName(environment.backend)} (${compute.info?.reason ?? info.reason})`;
        notices.showWarning(new EarmarkError('backend-changed', got).record, { passes: true });
      }
      environment = { backend, device, appVersion: APP_VERSION };
      save();
    },
    onNotice: (record) => keeper.warn(record),
    onReport: (report) => {
      const { epochs, folds, fraction } = report;
      progress.add(report);
      if (fraction !== null) {
        // A resumed run does not start at 0, and getting ready says nothing of how fast it goes.
        if (firstFraction === null) [firstFraction, clock] = [fraction, new ProgressClock()];
        const { secondsLeft } = clock.tick(fraction - firstFraction, 1 - firstFraction);
        const epoch = progress.history.at(-1)?.epoch ?? 0;
        show({ phase: 'running', runId, fraction, epoch, secondsLeft });
      }
      const isNews = epochs.length + folds.length > 0;
      if (isNews && performance.now() - savedAt >= SAVE_INTERVAL_MILLISECONDS) save();
    },
    onRecovery: (error, saved) => {
      countLoss();
      show({ phase: 'recovering', runId });
      firstFraction = null;
      progress.goBackTo(saved);
      const { title } = ERROR_CATALOGUE[error.code];
      const text = `${title}: ${error.got}. ${goesOnFrom(run, progress, saved)}`;
      notices.show({ level: 'warning', code: error.code, text, passes: true });
    },
  };
}

function goesOnFrom(run: Run, progress: RunProgress, saved: SavedCheckpoint | null): string {
  if (!saved) return 'Nothing had been saved yet: training begins again.';
  const folds = run.config.crossValidation ? `fold ${progress.folds.length}, ` : '';
  return `Training goes on from what was saved last, after ${folds}epoch ${progress.history.length}.`;
}
