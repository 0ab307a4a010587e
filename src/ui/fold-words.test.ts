import { describe, expect, it } from 'vitest';
import type { FoldScore, Run } from '../core/run-types';
import {
  crossValidationWords,
  foldPositionOf,
  foldsWords,
  shownScore,
  spreadWords,
} from './fold-words';
import {
  accuracyInterval,
  basisOf,
  cutOffAt,
  distinction,
  holdsOutArtists,
  resumeLabel,
} from './summaries';

const fold = (accuracy: number) => ({ accuracy, macroF1: accuracy }) as FoldScore;

function run(change: Partial<Run> = {}): Run {
  return {
    config: {
      version: 1,
      approach: 'quick-baseline',
      seed: 2,
      params: { rounds: 150 },
      split: { strategy: 'artist' },
      crossValidation: { folds: 5, repeats: 2 },
    },
    dataset: { title: 'My music', synthetic: false },
    status: 'stopped',
    history: [],
    folds: [fold(0.5), fold(0.7)],
    evaluation: null,
    ...change,
  } as unknown as Run;
}

describe('what is said of a cross-validation', () => {
  it('names folds and repeats', () => {
    expect(crossValidationWords({ folds: 5, repeats: 1 })).toBe('5-fold cross-validation');
    expect(foldsWords({ folds: 5, repeats: 2 }).replace(/\s/g, ' ')).toBe('2 × 5 folds');
    expect(distinction(run()).replace(/\s/g, ' ')).toMatch(/ · 2 × 5 folds · seed 2$/);
  });

  it('tells the fold in which it was stopped, and where a resume goes on', () => {
    expect(foldPositionOf(run())).toBe('fold 3 of 10');
    expect(cutOffAt(run())).toBe('stopped in fold 3 of 10');
    expect(resumeLabel(run())).toBe('Resume Baseline, fold 3 of 10');
  });

  it('shows the mean over the folds as the score, with its spread, and says what it stands on', () => {
    const evaluation = { accuracy: 0.65, macroF1: 0.6, predictions: [{}, {}] };
    const done = run({ status: 'done', evaluation: evaluation as unknown as Run['evaluation'] });
    const score = shownScore(done);
    expect(score?.accuracy).toBeCloseTo(0.6, 12);
    expect(score?.sd?.accuracy).toBeCloseTo(Math.sqrt(0.02), 12);
    expect(basisOf(done).replace(/\s/g, ' ')).toBe(
      'on 2 held-out clips, 2 × 5-fold cross-validation, artist split',
    );
    expect(shownScore(run())).toBeNull();
    expect(spreadWords([fold(0.64), fold(0.497)], 0.059).replace(/\s/g, ' ')).toBe(
      'standard deviation 5.9 points, from 49.7 % to 64.0 %',
    );
  });

  it('has an interval where clips were dealt one by one, none where artists were', () => {
    const evaluation = { accuracy: 0.5, predictions: Array.from({ length: 40 }, () => ({})) };
    const done = run({ evaluation: evaluation as unknown as Run['evaluation'] });
    const config = { ...done.config, crossValidation: undefined };
    const random: Run['config']['split'] = { ...config.split, strategy: 'random' };
    expect(accuracyInterval(done)).toBe(null);
    expect(accuracyInterval({ ...done, config: { ...done.config, split: random } })).not.toBe(null);
    expect(accuracyInterval({ ...done, config })).not.toBe(null);
    expect(holdsOutArtists({ ...done, config })).toBe(true);
  });
});
