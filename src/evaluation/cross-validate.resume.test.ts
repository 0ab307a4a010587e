// A cross-validation that was stopped: it goes on as if it had not been, or not at all.

import { describe, expect, it } from 'vitest';
import {
  clips,
  fakeTrainer,
  NOTHING,
  NUM_EPOCHS,
  watched,
  withoutTimes,
  type Fit,
} from '../../test/builders/cross-validation';
import { boostedTreesTrainer } from '../trainers/boosted-trees';
import { crossValidate } from './cross-validate';

describe('a cross-validation that was stopped', () => {
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

  it('counts the time before a stop as well', async () => {
    const stopped = watched(fakeTrainer([]), { stopAfterEpoch: 6 });
    await expect(crossValidate(stopped.options)).rejects.toMatchObject({ name: 'AbortError' });
    expect(stopped.kept.history.map(({ epoch }) => epoch)).toEqual([1, 2]);
    const resumed = watched(fakeTrainer([]), { resume: stopped.kept });
    const { folds } = await crossValidate(resumed.options);
    // An epoch says that it took a second.
    expect(folds[1]!.trainSeconds).toBeGreaterThan(2);
    expect(folds[2]!.trainSeconds).toBeLessThan(1);
  });

  it.each([
    ['after a fold', 4],
    ['within a fold', 2],
    ['within a later fold', 10],
  ])(
    'refuses what was kept where the artists have changed since it was stopped %s',
    async (_, n) => {
      const stopped = watched(fakeTrainer([]), { strategy: 'artist', stopAfterEpoch: n });
      await expect(crossValidate(stopped.options)).rejects.toMatchObject({ name: 'AbortError' });
      const ofClips = clips.map((clip, i) => ({
        ...clip,
        artist: `artist ${i % 9}`,
      }));
      const fits: Fit[] = [];
      const resume = stopped.kept;
      const resumed = watched(fakeTrainer(fits), { strategy: 'artist', resume, ofClips });
      await expect(crossValidate(resumed.options)).rejects.toMatchObject({
        code: 'run-not-resumable',
      });
      expect(fits).toEqual([]);
    },
  );

  it('refuses folds that were kept of fewer clips', async () => {
    const { options, kept } = watched(fakeTrainer([]));
    await crossValidate(options);
    const [first] = kept.folds;
    const folds = [{ ...first!, probabilities: first!.probabilities.slice(3) }];
    const resumed = watched(fakeTrainer([]), { resume: { ...NOTHING, folds } });
    await expect(crossValidate(resumed.options)).rejects.toMatchObject({
      code: 'run-not-resumable',
    });
  });
});
