// What has come so far of the run that is trained.

import type { EpochRecord, FoldScore, Run } from '$lib/core/run-types';
import type { TrainingReport } from '$lib/rpc/training-reporter';
import type { SavedCheckpoint } from '$lib/storage/checkpoint-store';
import type { TrainingStats } from '$lib/trainers/trainer';

export class RunProgress {
  /** Of a cross-validation: of the fold in progress. */
  history = $state.raw<readonly EpochRecord[]>([]);
  /** Of a cross-validation: the finished folds. */
  folds = $state.raw<readonly FoldScore[]>([]);
  stats = $state.raw<TrainingStats | null>(null);

  /** To where a run goes on; null for its beginning. */
  goBackTo(saved: SavedCheckpoint | null): void {
    this.history = saved?.history ?? [];
    this.folds = saved?.folds.map(({ score }) => score) ?? [];
  }

  add({ epochs, folds, stats }: TrainingReport): void {
    if (stats) this.stats = stats;
    if (folds.length > 0) {
      this.folds = [...this.folds, ...folds];
      this.history = epochs;
    } else if (epochs.length > 0) this.history = [...this.history, ...epochs];
  }

  /** How far a cross-validation is, in folds; null without one. */
  foldsOf({ crossValidation }: Run['config']): { done: number; total: number } | null {
    if (!crossValidation) return null;
    return { done: this.folds.length, total: crossValidation.folds * crossValidation.repeats };
  }

  /** The run with it. */
  of(run: Run): Run {
    const { history, folds } = this;
    return { ...run, history, ...(run.config.crossValidation && { folds }) };
  }
}
