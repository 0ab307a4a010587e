import { describe, expect, it } from 'vitest';
import { makeClip } from '../../test/builders/clips';
import type { Clip } from '../core/dataset-types';
import { createMatrix } from '../core/matrix';
import { createRandom } from '../core/random';
import type { EpochRecord, FoldScore, ParamValues } from '../core/run-types';
import { foldSplits } from '../datasets/folds';
import { boostedTreesTrainer } from '../trainers/boosted-trees';
import type { Checkpoint, FittedModel, TableInput, Trainer } from '../trainers/trainer';
import {
  crossValidate,
  type CrossValidationOptions,
  type CrossValidationResult,
  type FinishedFold,
} from './cross-validate';
import type { Example } from './examples';

const CLASSES = ['blues', 'jazz', 'rock'];
const COLUMNS = 4;

const clips: Clip[] = Array.from({ length: 36 }, (_, i) =>
  makeClip({ id: `clip ${i}`, genre: CLASSES[i % 3]!, artist: `artist ${i % 12}` }),
);

/** Columns that tell the genres apart, not always. */
function tableOf(chosen: readonly Example[]): TableInput {
  const data = chosen.flatMap(({ id, genre }) => {
    const noise = createRandom(1).fork(id);
    return Array.from({ length: COLUMNS }, () => CLASSES.indexOf(genre) + noise.normal());
  });
  const columnNames = Array.from({ length: COLUMNS }, (_, i) => `column ${i}`);
  const matrix = createMatrix(chosen.length, COLUMNS, Float32Array.from(data));
  return { kind: 'table', matrix, columnNames };
}

interface Fit {
  readonly seed: number;
  readonly resumedAt: number | null;
  readonly epochs: number[];
}

const NUM_EPOCHS = 4;

/** Adds a number that follows from its seed and the first column, an epoch at a time; predicts by the sum. */
function fakeTrainer(fits: Fit[]): Trainer<TableInput> {
  const modelOf = (sum: number): FittedModel<TableInput> => ({
    classes: CLASSES,
    bestEpoch: NUM_EPOCHS,
    predictProba: ({ matrix }) => {
      const data = Array.from({ length: matrix.rows }, (_, i) => {
        const share = Math.abs(Math.sin(sum + matrix.data[i * COLUMNS]!));
        return [share / 2, (1 - share) / 2, 1 / 2];
      });
      return Promise.resolve(createMatrix(matrix.rows, 3, Float32Array.from(data.flat())));
    },
    toJSON: () => ({ version: 1, trainer: 'fake', classes: CLASSES, state: sum }),
    dispose: () => undefined,
  });
  return {
    id: 'fake',
    inputKind: 'table',
    usesTensors: false,
    fromJSON: () => modelOf(0),
    async fit({ matrix }, _y, _params, { seed, signal, resumeFrom, ...context }) {
      const fit: Fit = { seed, resumedAt: resumeFrom?.epoch ?? null, epochs: [] };
      fits.push(fit);
      let sum = (resumeFrom?.state as number | undefined) ?? 0;
      for (let epoch = (resumeFrom?.epoch ?? 0) + 1; epoch <= NUM_EPOCHS; epoch++) {
        signal?.throwIfAborted();
        sum += createRandom(seed).fork(epoch).normal() * matrix.data[0]!;
        fit.epochs.push(epoch);
        context.onEpoch?.({ epoch, ...NO_SCORES });
        context.onProgress?.(epoch / NUM_EPOCHS);
        await context.onCheckpoint?.({ version: 1, trainer: 'fake', epoch, state: sum }, null);
      }
      return modelOf(sum);
    },
  };
}

const NO_SCORES = {
  trainLoss: 0,
  trainAccuracy: 0,
  validationLoss: null,
  validationAccuracy: null,
  seconds: 1,
};

interface Kept {
  checkpoint: Checkpoint | null;
  folds: readonly FinishedFold[];
}

interface Watched {
  readonly options: CrossValidationOptions;
  readonly kept: Kept;
  readonly progress: number[];
  readonly scores: FoldScore[];
  readonly epochs: EpochRecord[];
}

function watched(
  trainer: Trainer<TableInput>,
  {
    params = {},
    resume = { checkpoint: null, folds: [] },
    stopAfterEpoch = Infinity,
    strategy = 'random',
  }: {
    params?: ParamValues;
    resume?: Kept;
    /** Of all epochs of all folds. */
    stopAfterEpoch?: number;
    strategy?: 'random' | 'artist';
  } = {},
): Watched {
  const stop = new AbortController();
  const kept: Kept = { ...resume };
  const [progress, scores, epochs]: [number[], FoldScore[], EpochRecord[]] = [[], [], []];
  const options: CrossValidationOptions = {
    job: {
      config: {
        seed: 7,
        split: { strategy, testFraction: 0.2, validationFraction: 0.15 },
        crossValidation: { folds: 3, repeats: 2 },
      },
      classes: CLASSES,
      clips,
      folds: resume.folds,
      resumeFrom: resume.checkpoint,
    },
    data: { input: (examples) => Promise.resolve(tableOf(examples)) },
    trainer: trainer,
    params,
    signal: stop.signal,
    events: {
      onEpoch: (record) => {
        if (epochs.push(record) === stopAfterEpoch) stop.abort();
      },
      onProgress: (fraction) => void progress.push(fraction),
      onStats: () => undefined,
      onFold: (score) => void scores.push(score),
      onCheckpoint: (checkpoint, folds) => {
        Object.assign(kept, structuredClone({ checkpoint, folds }));
        return Promise.resolve();
      },
    },
  };
  return { options, kept, progress, scores, epochs };
}

/** Without the times, which no two runs share. */
function withoutTimes({ folds, evaluation }: CrossValidationResult) {
  return { folds: folds.map((fold) => ({ ...fold, trainSeconds: 0 })), evaluation };
}

describe('crossValidate', () => {
  it('runs every fold on its own clips, with a seed of its own, and pools what was held out', async () => {
    const fits: Fit[] = [];
    const { options, progress, scores } = watched(fakeTrainer(fits));
    const { folds, evaluation, timings } = await crossValidate(options);

    expect(new Set(fits.map(({ seed }) => seed)).size).toBe(6);
    expect(scores).toEqual(folds);
    expect(folds.map(({ repeat, fold }) => [repeat, fold])).toEqual([
      [1, 1],
      [1, 2],
      [1, 3],
      [2, 1],
      [2, 2],
      [2, 3],
    ]);
    for (const { train, validation, test } of folds) expect(train + validation + test).toBe(36);
    expect(evaluation.predictions.map(({ clipId }) => clipId)).toEqual(
      clips.map(({ id }) => id).sort(),
    );
    for (const { probabilities } of evaluation.predictions) {
      expect(probabilities.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 6);
    }
    expect(timings.trainSeconds).toBeCloseTo(
      folds.reduce((sum, { trainSeconds }) => sum + trainSeconds, 0),
    );
    expect(progress).toEqual([...progress].sort((a, b) => a - b));
    expect(progress.at(-1)).toBe(1);
  });

  it('scores each fold by its own held-out clips, and takes the mean over the repeats', async () => {
    const { options, kept } = watched(boostedTreesTrainer, { params: { rounds: 3 } });
    const { folds, evaluation } = await crossValidate(options);
    const splits = foldSplits(
      clips,
      { folds: 3, repeats: 2, strategy: 'random', validationFraction: 0.15 },
      7,
    );
    const truth = new Map(clips.map(({ id, genre }) => [id, CLASSES.indexOf(genre)]));
    const sums = new Map<string, number[]>();
    for (const [f, { test }] of splits.entries()) {
      let [loss, hits] = [0, 0];
      for (const [i, id] of test.entries()) {
        const row = Array.from(kept.folds[f]!.probabilities.subarray(3 * i, 3 * i + 3));
        loss -= Math.log(row[truth.get(id)!]!) / test.length;
        if (row.indexOf(Math.max(...row)) === truth.get(id)) hits++;
        const before = sums.get(id) ?? [0, 0, 0];
        sums.set(
          id,
          before.map((sum, k) => sum + row[k]!),
        );
      }
      expect(folds[f]!.logLoss).toBeCloseTo(loss, 6);
      expect(folds[f]!.accuracy).toBeCloseTo(hits / test.length, 12);
    }
    for (const { clipId, probabilities } of evaluation.predictions) {
      for (const [k, sum] of sums.get(clipId)!.entries()) {
        expect(probabilities[k]).toBeCloseTo(sum / 2, 6);
      }
    }
  });

  it.each([1, 4, 5, 9, 12, 23])(
    'ends as if it had not been stopped after %i epochs of 24',
    async (stopAfterEpoch) => {
      const whole = await crossValidate(watched(fakeTrainer([])).options);
      const stopped = watched(fakeTrainer([]), { stopAfterEpoch });
      await expect(crossValidate(stopped.options)).rejects.toMatchObject({ name: 'AbortError' });

      const fits: Fit[] = [];
      const resumed = watched(fakeTrainer(fits), { resume: stopped.kept });
      const result = await crossValidate(resumed.options);
      expect(withoutTimes(result)).toEqual(withoutTimes(whole));
      const epochs = fits.reduce((sum, fit) => sum + fit.epochs.length, 0);
      expect(stopped.epochs.length + epochs).toBe(6 * NUM_EPOCHS);
      expect(resumed.progress[0]).toBeGreaterThanOrEqual(stopped.progress.at(-1)!);
    },
  );

  it('goes on with boosted trees in the middle of a fold, by artist', async () => {
    const params = { rounds: 12, early_stopping_rounds: 4, subsample: 0.7 };
    const given = { params, strategy: 'artist' } as const;
    const whole = await crossValidate(watched(boostedTreesTrainer, given).options);
    const stopped = watched(boostedTreesTrainer, { ...given, stopAfterEpoch: 20 });
    await expect(crossValidate(stopped.options)).rejects.toMatchObject({ name: 'AbortError' });
    expect(stopped.kept.folds.length).toBeGreaterThan(0);
    expect(stopped.kept.checkpoint?.epoch).toBeGreaterThan(0);
    const resumed = watched(boostedTreesTrainer, { ...given, resume: stopped.kept });
    expect(withoutTimes(await crossValidate(resumed.options))).toEqual(withoutTimes(whole));
  });

  it('learns and scores all labels where clips have several', async () => {
    const labelled = clips.map((clip, i) => ({
      ...clip,
      labels: i % 2 ? [clip.genre, 'rock'] : [clip.genre],
    }));
    const { options } = watched(boostedTreesTrainer, { params: { rounds: 2 } });
    const { evaluation, folds } = await crossValidate({
      ...options,
      job: { ...options.job, clips: labelled },
    });
    expect(evaluation.multiLabel?.labels).toHaveLength(3);
    expect(folds.every(({ logLoss }) => logLoss > 0 && logLoss < 1)).toBe(true);
  });

  it('refuses folds that were kept of other clips', async () => {
    const { options, kept } = watched(fakeTrainer([]));
    await crossValidate(options);
    const [first] = kept.folds;
    const folds = [{ ...first!, probabilities: first!.probabilities.slice(3) }];
    const resumed = watched(fakeTrainer([]), { resume: { checkpoint: null, folds } });
    await expect(crossValidate(resumed.options)).rejects.toMatchObject({
      code: 'run-not-resumable',
    });
  });
});
