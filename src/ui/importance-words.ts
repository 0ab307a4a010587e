// What the page says of importances and of contributions: plain words first, the field's term beside them.

import type { ClassExplanation, ClipExplanation } from '../evaluation/importance/explain';
import { saidLabels } from '../evaluation/multi-label';
import type { FeatureImportance, ImportanceMeasure } from '../evaluation/importance/importance';
import { columnTitle } from '../features/column-title';
import type { FeatureColumn } from '../features/extractor';
import { counted, duration, measured, measuredRange, NONE, percent } from './format';

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
    axisTitle: 'Help a question (gain)',
    standsOn: 'training',
  },
  cover: {
    label: 'How many clips its questions sort (cover)',
    help: 'How many training clips, weighted by how unsure the trees still were of them, come by a question about it on average.',
    axisTitle: 'Clips sorted a question (cover)',
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

/** What was left out of the shuffling because this approach answers slowly; "" where nothing was. */
export function savedTimeText({ savedTime }: Pick<FeatureImportance, 'savedTime'>): string {
  if (!savedTime) return '';
  const { seconds, isByFewerClips, isByFamilies } = savedTime;
  const less = [
    ...(isByFewerClips ? ['on fewer clips than there are'] : []),
    ...(isByFamilies ? ['only about whole families of measurements'] : []),
  ];
  return `This approach answers slowly: everything would have taken about ${duration(roundedSeconds(seconds))} here. So it was asked ${less.join(' and ')}.`;
}

/** To whole minutes: it is an estimate. */
function roundedSeconds(seconds: number): number {
  return Math.max(1, Math.round(seconds / 60)) * 60;
}

/** "92 BPM"; a component or a column that nobody describes has no unit. */
export function valueText(value: number, column: FeatureColumn | undefined): string {
  if (!Number.isFinite(value)) return 'not measured';
  return measured(value) + unitText(column);
}

function unitText(column: FeatureColumn | undefined): string {
  return column?.unit ? ` ${column.unit}` : '';
}

/** "+0.41", "−1.20": two digits are what scores are worth; smaller ones are told as they are. */
export function pushText(value: number): string {
  return value > 0 ? `+${scoreText(value)}` : scoreText(value);
}

/** The same without a plus sign. */
export function scoreText(value: number): string {
  return Math.abs(value) >= 0.01 ? value.toFixed(2).replace('-', '−') : measured(value);
}

function roundedScore(value: number): number {
  return Math.round(100 * value) / 100;
}

function twoDigits(value: number): string {
  const text = value.toFixed(2);
  return text === '-0.00' ? '0.00' : text.replace('-', '−');
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
      ? `half of the ${counted(clips, `${genre} clip`)} learned from: ${measuredRange(quartiles.lower, quartiles.upper)}${unitText(described)}`
      : '',
  };
}

/** How the score becomes a probability, in a sentence. */
export function scoreSentence(
  { objective, classes }: Pick<ClipExplanation, 'objective' | 'classes'>,
  { expected, margin, probability }: Pick<ClassExplanation, 'expected' | 'margin' | 'probability'>,
  index: number,
): string {
  const genre = classes[index] ?? NONE;
  // What is read is added up: the push is the difference of the two that are rounded beside it.
  const [whole, start] = [roundedScore(margin), roundedScore(expected)];
  const becomes =
    objective === 'multi:softprob'
      ? `weighed against the scores of the other genres (softmax), ${percent(probability)}`
      : `on its own (logistic function), ${percent(probability)}`;
  return `The score of ${genre} (margin) is ${twoDigits(whole)}: ${twoDigits(start)} on average, and ${whole > start ? '+' : ''}${twoDigits(whole - start)} from this clip’s measurements. That makes, ${becomes}.`;
}

/** Whether the model says that genre of the clip: its likeliest, or one that is sure enough by itself. */
export function isSaid({ objective, byClass }: ClipExplanation, index: number): boolean {
  const probability = byClass[index]?.probability ?? 0;
  if (byClass.every((other) => other.probability <= probability)) return true;
  return objective === 'binary:logistic' && saidLabels([probability]).length > 0;
}
