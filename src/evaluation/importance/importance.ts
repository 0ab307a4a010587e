// What a model listens to, as plain data: several measures of it, by column and by family of columns.

import type { Score } from '../../trainers/score';
import type { Family } from './families';

/**
 * `gain`, `cover` and `weight` count the questions of trees, `shap` what the columns did to the answers for some clips;
 * `permutation` and `permutationLoss` say how much worse the answers get when a column is shuffled.
 */
export type ImportanceMeasure =
  'gain' | 'cover' | 'weight' | 'permutation' | 'permutationLoss' | 'shap';

export interface ImportanceValues {
  /** One a column; none where only whole families were asked about. */
  readonly columns: readonly number[];
  /** One a family: not the sum of its columns where that would count something twice. */
  readonly families: readonly number[];
}

export interface MeasuredImportance {
  readonly measure: ImportanceMeasure;
  /** Of all classes together. */
  readonly overall: ImportanceValues;
  /** Standard deviation over the shuffles. */
  readonly spread: ImportanceValues | null;
  /** One a class, where the measure tells them apart. */
  readonly byClass: readonly ImportanceValues[] | null;
  /** What the values speak of: columns of the table, or what the model makes of them. */
  readonly subject: ImportanceSubject;
}

export interface ImportanceSubject {
  readonly columns: readonly string[];
  readonly families: readonly Family[];
}

/** Clips that a model is asked about: it did not learn from them, unless it was trained elsewhere. */
export interface AskedClips {
  readonly part: 'validation' | 'test';
  /** How many were asked about, of how many there are in the part. */
  readonly clips: number;
  readonly clipsInPart: number;
}

/** What was left out of the shuffling because the model answers slowly. */
export interface SavedTime {
  /** What everything would have taken. */
  readonly seconds: number;
  readonly isByFewerClips: boolean;
  readonly isByFamilies: boolean;
}

export interface FeatureImportance extends AskedClips {
  readonly classes: readonly string[];
  /** Shuffles a column. */
  readonly repeats: number;
  /** The score with nothing shuffled. */
  readonly baseline: Score;
  /** Null where nothing was left out. */
  readonly savedTime: SavedTime | null;
  readonly measures: readonly MeasuredImportance[];
}
