// Cross-validation: the same experiment once a fold, each on clips that the others learned from. Finished folds are handed
// out to be kept, so that a run that was stopped goes on inside the fold where it was and ends as if it had not been; never
// where its clips would be dealt otherwise by now. No model is kept: a fold's has seen only a part of the clips.

import type { Clip } from '../core/dataset-types';
import { EarmarkError } from '../core/errors';
import { createMatrix } from '../core/matrix';
import { createRandom } from '../core/random';
import type {
  CrossValidation,
  Evaluation,
  FoldScore,
  RunConfig,
  RunTimings,
} from '../core/run-types';
import { splitFingerprint } from '../datasets/fingerprint';
import { foldDealer, type FoldSplit } from '../datasets/folds';
import { hasSeveralLabels } from '../datasets/label-sets';
import { scoreProbabilities } from '../trainers/score';
import { scoreMemberships } from '../trainers/score-multi-label';
import type { Checkpoint, Labels, Trainer, TrainingInput } from '../trainers/trainer';
import { createFoldPool } from './fold-pool';
import { createLabeller, evaluateLabels } from './labels';
import { meanThresholds } from './thresholds';
import {
  runExperiment,
  type ExperimentEvents,
  type ExperimentJob,
  type ExperimentOptions,
  type ExperimentResult,
} from './run-experiment';

/** What is kept of a fold; its clips follow from the run's seed. Structured-cloneable. */
export interface FinishedFold {
  readonly score: FoldScore;
  /** `splitFingerprint` of its clips. */
  readonly dealt: string;
  /** Of the held-out clips in the order of their ids, shape [score.test, classes]. */
  readonly probabilities: Float32Array;
  /** As tuned on its validation clips, where clips have several labels. */
  readonly thresholds?: readonly number[] | undefined;
  readonly predictMillisecondsPerClip: number;
}

export interface CrossValidationJob extends Omit<ExperimentJob, 'config' | 'split' | 'fitSeed'> {
  readonly config: Pick<RunConfig, 'seed' | 'split'> & {
    readonly crossValidation: CrossValidation;
  };
  /** Finished before, in order; `resumeFrom` belongs to the one after them. */
  readonly folds: readonly FinishedFold[];
  /** `splitFingerprint` of the clips that `resumeFrom` learned from. */
  readonly dealt: string | null;
}

/** Where a cross-validation is. */
export interface FoldPosition {
  /** Finished folds. */
  readonly numFolds: number;
  /** `splitFingerprint` of the clips of the fold in progress. */
  readonly dealt: string;
}

export interface CrossValidationEvents extends Omit<ExperimentEvents, 'onCheckpoint'> {
  /** A fold is finished: once each, in order; the next one begins when it is kept. */
  onFold(fold: FinishedFold, index: number): Promise<void>;
  onCheckpoint(checkpoint: Checkpoint, position: FoldPosition): Promise<void>;
}

export interface CrossValidationOptions extends Omit<ExperimentOptions, 'job' | 'events'> {
  readonly job: CrossValidationJob;
  readonly events: CrossValidationEvents;
}

export interface CrossValidationResult {
  readonly folds: readonly FoldScore[];
  /** Of every clip as it was predicted while held out, the mean over the repeats. */
  readonly evaluation: Evaluation;
  readonly timings: RunTimings;
}

/**
 * Rejects with the signal's reason when it is aborted.
 * @throws EarmarkError as `foldDealer` and `runExperiment`; `run-not-resumable` where what was kept is of other folds
 */
export async function crossValidate(
  options: CrossValidationOptions,
  run: (options: ExperimentOptions) => Promise<ExperimentResult> = runExperiment,
): Promise<CrossValidationResult> {
  const { job, trainer, signal, events } = options;
  const { folds: numFolds, repeats } = job.config.crossValidation;
  const clips = job.clips.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const ids = clips.map((clip) => clip.id);
  const deal = foldDealer(clips, foldOptions(job, trainer), job.config.seed);
  const labelsOf = createLabeller(job, trainer);
  const pool = createFoldPool(ids, job.classes.length);
  const byId = new Map(clips.map((clip) => [clip.id, clip]));
  const finished: FinishedFold[] = [];

  for (let repeat = 1; repeat <= repeats; repeat++) {
    for (const split of deal(repeat)) {
      const before = finished.length;
      const dealt = splitFingerprint(split);
      const resumeFrom = before === job.folds.length ? job.resumeFrom : null;
      let fold = job.folds[before];
      if ((fold && fold.dealt !== dealt) || (resumeFrom && job.dealt !== dealt)) {
        const got = `a fold ${before + 1} of other clips: what the folds are dealt by has changed, such as the artists`;
        throw new EarmarkError('run-not-resumable', got);
      }
      if (!fold) {
        signal.throwIfAborted();
        if (split.unvalidated.length > 0) events.onNotice(withoutValidation(split));
        const result = await run({
          ...options,
          job: {
            config: { seed: job.config.seed },
            fitSeed: foldSeed(job.config.seed, split),
            classes: job.classes,
            clips,
            split,
            resumeFrom,
            history: resumeFrom ? job.history : [],
          },
          events: {
            onEpoch: (record) => events.onEpoch(record),
            onProgress: (share) => events.onProgress((before + share) / (numFolds * repeats)),
            onStats: (stats) => events.onStats(stats),
            onNotice: (error) => events.onNotice(error),
            onCheckpoint: (checkpoint) =>
              events.onCheckpoint(checkpoint, { numFolds: before, dealt }),
          },
        });
        const heldOut = split.test.map((id) => byId.get(id)!);
        fold = { ...toFinishedFold(split, labelsOf(heldOut), result), dealt };
        await events.onFold(fold, before);
      }
      pool.add(split.test, fold.probabilities);
      finished.push(fold);
    }
  }
  const thresholds = meanThresholds(finished.map((fold) => fold.thresholds));
  return {
    folds: finished.map(({ score }) => score),
    evaluation: evaluateLabels({ ...labelsOf(clips), thresholds }, pool.mean(), ids),
    timings: totalTimings(finished),
  };
}

function foldOptions(
  { config, clips }: { config: CrossValidationJob['config']; clips: readonly Clip[] },
  trainer: Trainer<TrainingInput>,
) {
  const { strategy, validationFraction } = config.split;
  const severalLabels = trainer.fitsMultiLabel === true && hasSeveralLabels(clips);
  return { ...config.crossValidation, strategy, validationFraction, severalLabels };
}

function withoutValidation({ repeat, fold, unvalidated }: FoldSplit): EarmarkError {
  const genres = new Intl.ListFormat('en').format(unvalidated);
  const got = `fold ${fold} of repeat ${repeat} without validation clips of ${genres}`;
  return new EarmarkError('folds-without-validation', got);
}

function foldSeed(seed: number, { repeat, fold }: FoldSplit): number {
  return createRandom(seed)
    .fork('fit')
    .fork(repeat)
    .fork(fold)
    .integer(2 ** 32);
}

function toFinishedFold(
  split: FoldSplit,
  truth: Labels,
  { evaluation, bestEpoch, timings }: ExperimentResult,
): Omit<FinishedFold, 'dealt'> {
  const { accuracy, macroF1, predictions } = evaluation;
  const thresholds = evaluation.multiLabel?.thresholds;
  const probabilities = Float32Array.from(predictions.flatMap((clip) => clip.probabilities));
  const matrix = createMatrix(predictions.length, truth.classes.length, probabilities);
  const { loss: logLoss } = truth.memberships
    ? scoreMemberships(matrix, truth.memberships)
    : scoreProbabilities(matrix, truth.indices);
  return {
    score: {
      repeat: split.repeat,
      fold: split.fold,
      train: split.train.length,
      validation: split.validation.length,
      test: split.test.length,
      accuracy,
      macroF1,
      logLoss,
      bestEpoch,
      trainSeconds: timings.trainSeconds,
    },
    probabilities,
    ...(thresholds && { thresholds }),
    predictMillisecondsPerClip: timings.predictMillisecondsPerClip,
  };
}

function totalTimings(folds: readonly FinishedFold[]): RunTimings {
  const total = (of: (fold: FinishedFold) => number): number =>
    folds.reduce((sum, fold) => sum + of(fold), 0);
  return {
    trainSeconds: total(({ score }) => score.trainSeconds),
    predictMillisecondsPerClip:
      total((fold) => fold.predictMillisecondsPerClip * fold.score.test) /
      total(({ score }) => score.test),
  };
}
