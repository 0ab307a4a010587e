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

/** Digits after the point that the pushes on a score are told with: two, or more where all of them are small. */
function scoreDigits(contributions: readonly number[]): number {
  const largest = contributions.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (largest === 0 || largest >= 0.1) return 2;
  return Math.min(MOST_DIGITS, 1 + Math.ceil(-Math.log10(largest)));
}

const MOST_DIGITS = 8;

/** "1.20", "−0.35"; never "−0.00". */
function fixed(value: number, digits: number): string {
  const text = value.toFixed(digits);
  return (Number(text) === 0 ? text.replace('-', '') : text).replace('-', '−');
}

function signed(value: number, digits: number): string {
  return Number(value.toFixed(digits)) > 0 ? `+${fixed(value, digits)}` : fixed(value, digits);
}

/** A score as it is added up: what is read of the start and the steps makes what is read of the end. */
export interface ScoreTexts {
  /** "−0.11". */
  readonly start: string;
  /** "+0.41", one a step. */
  readonly steps: readonly string[];
  readonly end: string;
}

/** Each step is told as the difference of the sums before and after it, both as they are read. */
export function scoreTexts(
  { expected, contributions }: Pick<ClassExplanation, 'expected' | 'contributions'>,
  steps: readonly number[],
): ScoreTexts {
  const digits = scoreDigits(contributions);
  const rounded = (value: number): number => Number(value.toFixed(digits));
  let sum = expected;
  const texts = steps.map((step) => {
    const before = rounded(sum);
    sum += step;
    return signed(rounded(sum) - before, digits);
  });
  return { start: fixed(expected, digits), steps: texts, end: fixed(sum, digits) };
}

export interface PushWords {
  readonly title: string;
  readonly value: string;
  /** "pulls towards blues (+0.41)". */
  readonly push: string;
  /** "half of the 60 blues clips learned from: 78 to 110 BPM"; "" where nothing is known. */
  readonly usual: string;
}

/**
 * One column's part in the score of a class.
 * @param text its contribution as it is read
 */
export function pushWords(
  explanation: ClipExplanation,
  { index, column, text }: { index: number; column: number; text: string },
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
    push: `${direction} (${text})`,
    usual: quartiles
      ? `half of the ${counted(clips, `${genre} clip`)} learned from: ${measuredRange(quartiles.lower, quartiles.upper)}${unitText(described)}`
      : '',
  };
}

/** How the score becomes a probability, in a sentence. */
export function scoreSentence(
  { objective, classes }: Pick<ClipExplanation, 'objective' | 'classes'>,
  { probability, ...sum }: Pick<ClassExplanation, 'expected' | 'contributions' | 'probability'>,
  index: number,
): string {
  const genre = classes[index] ?? NONE;
  const push = sum.contributions.reduce((total, value) => total + value, 0);
  const { start, steps, end } = scoreTexts(sum, [push]);
  const becomes =
    objective === 'multi:softprob'
      ? `weighed against the scores of the other genres (softmax), ${percent(probability)}`
      : `on its own (logistic function), ${percent(probability)}`;
  return `The score of ${genre} (margin) is ${end}: ${start} on average, and ${steps[0]} from this clip’s measurements. That makes, ${becomes}.`;
}

/** Whether the model says that genre of the clip: its likeliest, or one that is sure enough by itself. */
export function isSaid({ objective, byClass }: ClipExplanation, index: number): boolean {
  const probability = byClass[index]?.probability ?? 0;
  if (byClass.every((other) => other.probability <= probability)) return true;
  return objective === 'binary:logistic' && saidLabels([probability]).length > 0;
}
