// A score as it is added up on the page: every measurement's part, the start and the end as they are, rounded; what
// rounding leaves is in the part of all others, so that the column adds up as it is read.

import type { ClassExplanation } from '../evaluation/importance/explain';

interface SumTexts {
  /** "−0.105". */
  readonly start: string;
  /** "+0.413", one a step. */
  readonly steps: readonly string[];
  /** What is left between them, "+0.021": all other parts, and what rounding left. */
  readonly others: string;
  readonly end: string;
}

interface ScoreTexts {
  readonly short: SumTexts;
  /** With more digits: for tables. */
  readonly long: SumTexts;
}

/** Digits after the point; more where all parts are small. */
const DIGITS = { least: 3, most: 8 };
/** Digits that a table has more. */
const MORE = 3;

/** @param steps columns whose parts are told one by one */
export function scoreTexts(score: ScoreParts, steps: readonly number[]): ScoreTexts {
  const digits = digitsFor(score.contributions);
  return { short: sumTexts(score, steps, digits), long: sumTexts(score, steps, digits + MORE) };
}

type ScoreParts = Pick<ClassExplanation, 'expected' | 'contributions' | 'margin'>;

function sumTexts(
  { expected, contributions, margin }: ScoreParts,
  steps: readonly number[],
  digits: number,
): SumTexts {
  const rounded = (value: number): number => Number(value.toFixed(digits));
  const told = steps.map((column) => contributions[column] ?? 0);
  const left = told.reduce(
    (rest, value) => rest - rounded(value),
    rounded(margin) - rounded(expected),
  );
  return {
    start: fixed(expected, digits),
    steps: told.map((value) => signed(value, digits)),
    others: signed(left, digits),
    end: fixed(margin, digits),
  };
}

function digitsFor(contributions: readonly number[]): number {
  const largest = contributions.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (largest === 0) return DIGITS.least;
  return Math.min(DIGITS.most, Math.max(DIGITS.least, 1 + Math.ceil(-Math.log10(largest))));
}

/** "1.200", "−0.350"; never "−0.000". */
function fixed(value: number, digits: number): string {
  const text = value.toFixed(digits);
  return (Number(text) === 0 ? text.replace('-', '') : text).replace('-', '−');
}

function signed(value: number, digits: number): string {
  return Number(value.toFixed(digits)) > 0 ? `+${fixed(value, digits)}` : fixed(value, digits);
}
