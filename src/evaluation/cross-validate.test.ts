import { describe, expect, it } from 'vitest';
import {
  clips,
  CLASSES,
  fakeTrainer,
  watched,
  type Fit,
} from '../../test/builders/cross-validation';
import { foldSplits } from '../../test/builders/folds';
import { boostedTreesTrainer } from '../trainers/boosted-trees';
import { crossValidate } from './cross-validate';

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
    expect(evaluation.multiLabel?.thresholds).toHaveLength(3);
    expect(folds.every(({ logLoss }) => logLoss > 0 && logLoss < 1)).toBe(true);
  });

  it('tells of fallbacks, and of folds without validation clips', async () => {
    const { options, notices } = watched(fakeTrainer([]));
    await crossValidate(options);
    expect(new Set(notices)).toEqual(new Set(['tree-threads-missing']));
    const fewArtists = clips.map((clip, i) => ({ ...clip, artist: `artist ${i % 9}` }));
    const few = watched(fakeTrainer([]), { strategy: 'artist', ofClips: fewArtists });
    const { folds } = await crossValidate(few.options);
    expect(few.notices).not.toContain('folds-without-validation');
    expect(folds.map(({ validation }) => validation)).toEqual(Array(6).fill(12));
    const two = watched(fakeTrainer([]), {
      strategy: 'artist',
      ofClips: clips.map((clip, i) => ({ ...clip, artist: `artist ${i % 6}` })),
    });
    const crossValidation = { folds: 2, repeats: 1 };
    const config = { ...two.options.job.config, crossValidation };
    await crossValidate({ ...two.options, job: { ...two.options.job, config } });
    expect(two.notices).toContain('folds-without-validation');
  });
});
