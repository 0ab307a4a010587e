// What the page says of importances and of contributions: plain words first, the field's term beside them.

import type { ClassExplanation, ClipExplanation } from '../evaluation/importance/explain';
import type { FeatureImportance, ImportanceMeasure } from '../evaluation/importance/importance';
import { columnTitle } from '../features/column-title';
import type { FeatureColumn } from '../features/extractor';
import { counted, measured, NONE, percent } from './format';

interface MeasureWords {
  readonly label: string;
  readonly help: string;
  /** With the unit in brackets. */
  readonly axisTitle: string;
  /** Whether its numbers come from what the trees learned from, or from clips they never saw. */
  readonly standsOn: 'training' | 'asked';
}

export const MEASURES: Readonly<Record<ImportanceMeasure, MeasureWords>> = {
  shap: {
    label: 'How far it moves the answers (mean |SHAP|)',
    help: 'For each clip, a measurement pushes the score of a genre up or down; this is how far it does on average.',
    axisTitle: 'Mean push on the score (nats)',
    standsOn: 'asked',
  },
  permutationLoss: {
    label: 'What is lost without it, in certainty (permutation, log loss)',
    help: 'The values of one measurement are dealt anew among the clips; this is how much less sure of the right genre the model then is.',
    axisTitle: 'Log loss added (nats)',
    standsOn: 'asked',
  },
  permutation: {
    label: 'What is lost without it, in accuracy (permutation)',
    help: 'The values of one measurement are dealt anew among the clips; this is how many fewer the model then names rightly. With few clips it moves in large steps, and related measurements hide each other: see the families below.',
    axisTitle: 'Accuracy lost (percentage points)',
    standsOn: 'asked',
  },
  gain: {
    label: 'How much its questions helped (gain)',
    help: 'Trees ask yes–no questions about measurements; this is how much one question about it improved the fit on average, while they learned. It can flatter measurements that fit noise.',
    axisTitle: 'Gain a question (loss saved)',
    standsOn: 'training',
  },
  cover: {
    label: 'How many clips its questions sort (cover)',
    help: 'How many training clips, weighted by how unsure the trees still were of them, come by a question about it on average.',
    axisTitle: 'Cover a question (sum of hessians)',
    standsOn: 'training',
  },
  weight: {
    label: 'How often it is asked (weight)',
    help: 'How many questions of all trees are about it. Finely graded measurements are asked more often than their worth.',
    axisTitle: 'Questions (number)',
    standsOn: 'training',
  },
};

/** The measures in the order in which they are offered. */
export const MEASURE_ORDER = Object.keys(MEASURES) as ImportanceMeasure[];

/** A value of that measure as people read it. */
export function importanceText(measure: ImportanceMeasure, value: number): string {
  if (measure === 'weight') return measured(value);
  return measured(inAxisUnit(measure, value));
}

/** Accuracy is told in percentage points, everything else as it is. */
export function inAxisUnit(measure: ImportanceMeasure, value: number): number {
  return measure === 'permutation' ? 100 * value : value;
}

/** "Asked on 15 validation clips, 5 shuffles a measurement." */
export function importanceBasis(
  measure: ImportanceMeasure,
  importance: FeatureImportance,
  { split, trained }: { split: string; trained: number },
): string {
  if (MEASURES[measure].standsOn === 'training') {
    return `Counted over the trees’ questions as they learned from ${counted(trained, 'clip')}, ${split}.`;
  }
  const { part, clips, clipsInPart, repeats, baseline } = importance;
  const which = part === 'validation' ? 'validation clip' : 'held-out clip';
  const of = clips < clipsInPart ? ` (drawn from ${counted(clipsInPart, which)})` : '';
  const asked = `Asked on ${counted(clips, which)}${of}, ${split}`;
  if (measure === 'shap') return `${asked}.`;
  return `${asked}; ${repeats} shuffles each. With nothing shuffled: accuracy ${percent(baseline.accuracy)}, log loss ${measured(baseline.loss)}.`;
}

/** "92 BPM"; a component or a column that nobody describes has no unit. */
export function valueText(value: number, column: FeatureColumn | undefined): string {
  if (!Number.isFinite(value)) return 'not measured';
  return column?.unit ? `${measured(value)} ${column.unit}` : measured(value);
}

/** "+0.41", "−1.20": two digits are what scores are worth; smaller ones are told as they are. */
export function pushText(value: number): string {
  return value > 0 ? `+${scoreText(value)}` : scoreText(value);
}

/** The same without a plus sign. */
export function scoreText(value: number): string {
  return Math.abs(value) >= 0.01 ? value.toFixed(2).replace('-', '−') : measured(value);
}

export interface PushWords {
  readonly title: string;
  readonly value: string;
  /** "pulls towards blues (+0.41)". */
  readonly push: string;
  /** "half of the 60 blues clips learned from: 78 to 110 BPM"; "" where nothing is known. */
  readonly usual: string;
}

/** One column's part in the score of a class. */
export function pushWords(
  explanation: ClipExplanation,
  { index, column }: { index: number; column: number },
  described: FeatureColumn | undefined,
): PushWords {
  const name = explanation.columns[column] ?? '';
  const genre = explanation.classes[index] ?? '';
  const contribution = explanation.byClass[index]?.contributions[column] ?? 0;
  const quartiles = explanation.typical.quartiles[index]?.[column];
  const clips = explanation.typical.clips[index] ?? 0;
  const direction = contribution > 0 ? `pulls towards ${genre}` : `pulls away from ${genre}`;
  return {
    title: columnTitle(name).title,
    value: valueText(explanation.values[column] ?? NaN, described),
    push: `${direction} (${pushText(contribution)})`,
    usual: quartiles
      ? `half of the ${counted(clips, `${genre} clip`)} learned from: ${measured(quartiles.lower)} to ${valueText(quartiles.upper, described)}`
      : '',
  };
}

/** How the score becomes a probability, in a sentence. */
export function scoreSentence(
  { objective, classes }: Pick<ClipExplanation, 'objective' | 'classes'>,
  { expected, contributions, margin, probability }: ClassExplanation,
  index: number,
): string {
  const pushes = contributions.reduce((sum, value) => sum + value, 0);
  const genre = classes[index] ?? NONE;
  const becomes =
    objective === 'multi:softprob'
      ? `weighed against the scores of the other genres (softmax), ${percent(probability)}`
      : `on its own (logistic function), ${percent(probability)}`;
  return `The score of ${genre} (margin) is ${scoreText(margin)}: ${scoreText(expected)} on average, and ${pushText(pushes)} from this clip’s measurements. That makes, ${becomes}.`;
}
