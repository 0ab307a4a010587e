// What the page says of importances and of contributions: plain words first, the field's term beside them.

import type { ClipExplanation } from '../evaluation/importance/explain';
import type { FeatureImportance, ImportanceMeasure } from '../evaluation/importance/importance';
import { columnTitle } from '../features/column-title';
import type { FeatureColumn } from '../features/extractor';
import { thresholdOf } from '../evaluation/multi-label';
import { counted, duration, measured, NONE, percent } from './format';
import { mixedNotationOf, type Notation } from './notation';
import { scoreTexts } from './score-texts';

interface MeasureWords {
  readonly label: string;
  readonly help: string;
  /** With the unit in brackets. */
  readonly axisTitle: string;
  /** Whether its numbers come from what the trees learned from, or from clips they are asked about. */
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

/** Accuracy is told in percentage points, everything else as it is. */
export function inAxisUnit(measure: ImportanceMeasure, value: number): number {
  return measure === 'permutation' ? 100 * value : value;
}

/** What a model learned from, and by which split. */
export interface Learned {
  readonly split: string;
  /** Clips. */
  readonly trained: number;
}

/**
 * "Asked on 15 validation clips, artist split."
 * @param learned null where nobody knows, and the model may have learned from any clip that it is asked about
 */
export function importanceBasis(
  measure: ImportanceMeasure,
  importance: FeatureImportance,
  learned: Learned | null,
): string {
  if (MEASURES[measure].standsOn === 'training') {
    const from = learned
      ? `${counted(learned.trained, 'clip')}, ${learned.split}`
      : 'clips that are not known here';
    return `Counted over the trees’ questions as they learned from ${from}.`;
  }
  const { part, clips, clipsInPart, repeats, baseline } = importance;
  const ofPart = part === 'validation' ? 'validation clip' : 'held-out clip';
  const which = learned ? ofPart : 'clip';
  const of = clips < clipsInPart ? ` (drawn from ${counted(clipsInPart, which)})` : '';
  const what = learned ? learned.split : 'any of which the model may have learned from';
  const asked = `Asked on ${counted(clips, which)}${of}, ${what}`;
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
export function valueText(
  value: number,
  column: FeatureColumn | undefined,
  tell: (value: number) => string,
): string {
  if (!Number.isFinite(value)) return 'not measured';
  return tell(value) + unitText(column);
}

function unitText(column: FeatureColumn | undefined): string {
  return column?.unit ? ` ${column.unit}` : '';
}

/** For what is told of these columns of a clip: its values, and what they usually are in the genre. */
export function clipNotation(
  { values, typical }: Pick<ClipExplanation, 'values' | 'typical'>,
  index: number,
  columns: readonly number[],
): Notation {
  return mixedNotationOf(
    columns.flatMap((column) => {
      const usual = typical.quartiles[index]?.[column];
      return [values[column] ?? NaN, ...(usual ? [usual.lower, usual.upper] : [])];
    }),
  );
}

export interface PushWords {
  readonly title: string;
  readonly value: string;
  /** "pulls towards blues (+0.413)". */
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
  { index, column, text, tell }: PushOptions,
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
    value: valueText(explanation.values[column] ?? NaN, described, tell),
    push: `${direction} (${text})`,
    usual: quartiles
      ? `half of the ${counted(clips, `${genre} clip`)} learned from: ${tell(quartiles.lower)} to ${tell(quartiles.upper)}${unitText(described)}`
      : '',
  };
}

interface PushOptions {
  readonly index: number;
  readonly column: number;
  readonly text: string;
  /** How values are told. */
  tell(value: number): string;
}

/** How the score becomes a probability, and that an answer, in a sentence or two. */
export function scoreSentence(
  explanation: Pick<ClipExplanation, 'objective' | 'classes' | 'byClass'>,
  index: number,
  thresholds?: readonly number[],
): string {
  const { objective, classes, byClass } = explanation;
  const ofClass = byClass[index];
  if (!ofClass) return '';
  const genre = classes[index] ?? NONE;
  const { start, others, end } = scoreTexts(ofClass, []).short;
  const probability = percent(ofClass.probability);
  const sum = `The score of ${genre} (margin) is ${end}: ${start} on average, and ${others} from this clip’s measurements.`;
  if (objective === 'multi:softprob') {
    return `${sum} That makes, weighed against the scores of the other genres (softmax), ${probability}.`;
  }
  const answer = isSaid(explanation, index, thresholds)
    ? 'yes: it is at least'
    : 'no: it is less than';
  return `${sum} That makes, on its own (logistic function), ${probability}. The answer is ${answer} ${percent(thresholdOf(thresholds, index))}.`;
}

/** Whether the model says that genre of the clip: the likeliest of all, or one that is sure enough by itself. */
export function isSaid(
  { objective, byClass }: Pick<ClipExplanation, 'objective' | 'byClass'>,
  index: number,
  thresholds?: readonly number[],
): boolean {
  const probability = byClass[index]?.probability ?? 0;
  if (objective === 'binary:logistic') return probability >= thresholdOf(thresholds, index);
  return byClass.every((other) => other.probability <= probability);
}
