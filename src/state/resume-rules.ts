// Which runs can be gone on with, and what stands in the way of the others.

import type { Dataset } from '$lib/core/dataset-types';
import { EarmarkError } from '$lib/core/errors';
import { formatCount } from '$lib/core/format';
import { hasLostItsDevice } from '$lib/core/run-model';
import type { Run } from '$lib/core/run-types';

/** It ended before it was finished. */
export function isCutOff({ status }: Run): boolean {
  return status === 'stopped' || status === 'failed';
}

/**
 * Runs of the dataset that can be gone on with, in their order, newest first; one that failed only while nothing came after
 * it, unless it only lost its device.
 */
export function cutOffRuns(
  runs: readonly Run[],
  { fingerprint }: Pick<Datasets, 'fingerprint'>,
): readonly Run[] {
  return runs
    .filter(({ dataset }) => dataset.fingerprint === fingerprint)
    .filter(
      (run, i) => run.status === 'stopped' || hasLostItsDevice(run) || (i === 0 && isCutOff(run)),
    );
}

/** Whether there was something to lose. */
export function hasLearned({ history, folds = [] }: Run): boolean {
  return history.length + folds.length > 0;
}

/** Told where a run that had learned something has no checkpoint. */
export const BEGINS_AGAIN = {
  level: 'warning',
  code: 'run-begins-again',
  text: 'Nothing that the run had learned was kept: it begins again, with the same settings and seed.',
} as const;

/** The datasets of this browser. */
export interface Datasets {
  /** The one in use. */
  readonly current: Dataset | null;
  readonly fingerprint: string;
  find(id: string): Dataset | null;
}

/** What keeps a run from being gone on with now, on the dataset in use; null where nothing does. */
export function resumeProblem(run: Run, datasets: Datasets): EarmarkError | null {
  if (run.status === 'done') return resumeRefusal('a run that has finished');
  if (run.status === 'running')
    return new EarmarkError('run-in-another-tab', 'one that is busy with it');
  const { dataset } = run;
  const { current, fingerprint } = datasets;
  if (current && dataset.fingerprint === fingerprint) return null;
  if (current?.id === dataset.id) {
    const clips = `${formatCount(dataset.clips)} clips then, ${formatCount(current.clips.length)} now`;
    return resumeRefusal(`“${dataset.title}” has changed since the run began (${clips})`);
  }
  if (!datasets.find(dataset.id)) {
    return resumeRefusal(`its dataset, “${dataset.title}”, is not in this browser any more`);
  }
  const inUse = current ? `“${current.title}” is in use` : 'no dataset is in use';
  return resumeRefusal(
    `it needs “${dataset.title}”, and ${inUse}: choose “${dataset.title}” on Data`,
  );
}

export function resumeRefusal(got: string): EarmarkError {
  return new EarmarkError('run-not-resumable', got);
}
