import { describe, expect, it } from 'vitest';
import { makeClip } from '../../test/builders/clips';
import { foldSplits } from '../../test/builders/folds';
import { findApproach } from '../trainers/registry';
import { planTraining, type TrainingChoices } from './training-plan';

const clips = Array.from({ length: 60 }, (_, i) =>
  makeClip({ id: `id${i}`, genre: ['blues', 'jazz', 'rock'][i % 3]!, artist: `artist ${i % 12}` }),
);
const choices: TrainingChoices = {
  clips,
  approach: findApproach('quick-baseline')!,
  seed: 1,
  params: {},
  strategy: 'random',
  folds: { folds: 4, repeats: 2 },
};

const problemOf = (change: Partial<TrainingChoices>): string => {
  const plan = planTraining({ ...choices, ...change });
  return plan.phase === 'blocked' ? plan.problem.code : 'none';
};

describe('a plan with cross-validation', () => {
  it('learns from every clip, and says the sizes that folds will have', () => {
    const plan = planTraining(choices);
    if (plan.phase !== 'ready') throw new Error(plan.problem.got);
    expect(plan.config.crossValidation).toEqual({ folds: 4, repeats: 2 });
    expect(plan.split).toEqual({
      train: clips.map(({ id }) => id).sort(),
      validation: [],
      test: [],
    });
    const { train, validation, test } = plan.sizes;
    const { strategy, validationFraction } = plan.config.split;
    const options = { folds: 4, repeats: 2, strategy, validationFraction };
    for (const split of foldSplits(clips, options, 1)) {
      expect([split.train.length, split.validation.length, split.test.length]).toEqual([
        train,
        validation,
        test,
      ]);
    }
  });

  it('is blocked where folds cannot be made or are out of range', () => {
    expect(problemOf({ strategy: 'imported' })).toBe('folds-of-imported-split');
    expect(problemOf({ strategy: 'artist', folds: { folds: 5, repeats: 1 } })).toBe(
      'folds-too-few-artists',
    );
    expect(problemOf({ clips: clips.slice(0, 9) })).toBe('folds-too-few-clips');
    for (const folds of [1, 21, 2.5, NaN]) {
      expect(problemOf({ folds: { folds, repeats: 1 } })).toBe('param-invalid');
    }
    expect(problemOf({ folds: { folds: 4, repeats: 0 } })).toBe('param-invalid');
  });

  it('plans one split where none is asked for', () => {
    const plan = planTraining({ ...choices, folds: null });
    expect(plan).toMatchObject({ phase: 'ready', sizes: { test: 12, crossValidation: null } });
    expect(plan).not.toHaveProperty('config.crossValidation');
  });
});
