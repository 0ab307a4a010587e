// What screens say of a cross-validation.

import type { CrossValidation, FoldScore, Run } from '../core/run-types';
import { summariseFolds } from '../evaluation/fold-summary';
import { decimal, percentPrecise } from './format';

/** "5-fold cross-validation", "3 × 5-fold cross-validation". */
export function crossValidationWords({ folds, repeats }: CrossValidation): string {
  return `${repeats > 1 ? `${repeats}\u00a0×\u00a0` : ''}${folds}-fold cross-validation`;
}

/** "4 folds", "2 × 4 folds": the same where there is little room. */
export function foldsWords({ folds, repeats }: CrossValidation): string {
  return `${repeats > 1 ? `${repeats}\u00a0×\u00a0` : ''}${folds}\u00a0folds`;
}

/** How far it is: "fold 3 of 10"; the fold in progress, or the last one. */
export function foldPosition({ done, total }: { done: number; total: number }): string {
  return `fold ${Math.min(done + 1, total)} of ${total}`;
}

/** The same of a run; null without cross-validation. */
export function foldPositionOf({ config, folds = [] }: Run): string | null {
  const { crossValidation } = config;
  if (!crossValidation) return null;
  const total = crossValidation.folds * crossValidation.repeats;
  return foldPosition({ done: folds.length, total });
}

/** "standard deviation 5.9 points, from 49.7 % to 64.0 %": how far the accuracies of the folds lie apart. */
export function spreadWords(folds: readonly Pick<FoldScore, 'accuracy'>[], sd: number): string {
  const accuracies = folds.map(({ accuracy }) => accuracy);
  const range = [Math.min(...accuracies), Math.max(...accuracies)].map(percentPrecise);
  return `standard deviation ${decimal(100 * sd)} points, from ${range.join(' to ')}`;
}

/** The accuracy and macro F1 that stand for a run, 0…1: of a cross-validation the means over its folds; null without a score. */
export interface ShownScore {
  readonly accuracy: number;
  readonly macroF1: number;
  /** Standard deviations over the folds; null for one split. */
  readonly sd: { readonly accuracy: number; readonly macroF1: number } | null;
}

export function shownScore({ evaluation, folds = [] }: Run): ShownScore | null {
  if (!evaluation) return null;
  const summary = summariseFolds(folds);
  if (!summary) return { accuracy: evaluation.accuracy, macroF1: evaluation.macroF1, sd: null };
  const { accuracy, macroF1 } = summary;
  return {
    accuracy: accuracy.mean,
    macroF1: macroF1.mean,
    sd: { accuracy: accuracy.sd ?? 0, macroF1: macroF1.sd ?? 0 },
  };
}
