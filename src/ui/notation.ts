// One notation for the numbers of one list. For numbers that stand alone: format.ts.

import { powerOfTen } from './format';

/** More than the three of a list’s largest number, for the sake of its smallest. */
const MORE_FOR_SMALL = 3;
/** That are formatted after the point. */
const MOST_DIGITS = 20;
/** A list whose numbers are all smaller, or one of them larger, is told in powers of ten. */
const PLAIN = { min: 1e-4, max: 1e9 };
/** Beside a number that is told as a power of ten, all that are smaller are told so too. */
const SMALL = 1e-2;

export interface Notation {
  /** About three digits. */
  short(value: number): string;
  /** About six: for tables. */
  long(value: number): string;
}

/** For values of one quantity: all plain to the same place after the point, or all as powers of ten. */
export function notationOf(values: readonly number[]): Notation {
  const sizes = sizesOf(values);
  const largest = Math.max(...sizes, 0);
  if (largest > 0 && !isPlain(largest)) return { short: powers(3), long: powers(6) };
  if (sizes.every(isWhole)) return { short: rounding(0), long: rounding(0) };
  const smallest = Math.min(...sizes, largest);
  const [ofLargest, ofSmallest] = [magnitude(largest), magnitude(smallest)];
  const digits = Math.max(0, 2 - ofLargest, Math.min(-ofSmallest, 2 - ofLargest + MORE_FOR_SMALL));
  return { short: rounding(digits, digits), long: rounding(digits + 3, digits + 3) };
}

/** For values of several quantities: small ones are all plain, or all powers of ten. */
export function mixedNotationOf(values: readonly number[]): Notation {
  const isTold = sizesOf(values).some((size) => !isPlain(size));
  const telling = (digits: number) => (value: number) => {
    const size = Math.abs(value);
    if (isTold && size > 0 && (size < SMALL || size >= PLAIN.max)) return powers(digits)(value);
    return rounding(Math.max(0, digits - 1 - magnitude(size)))(value);
  };
  return { short: telling(3), long: telling(6) };
}

function sizesOf(values: readonly number[]): number[] {
  return values.map(Math.abs).filter((size) => size > 0 && Number.isFinite(size));
}

function isPlain(size: number): boolean {
  return size >= PLAIN.min && size < PLAIN.max;
}

/** 0 for 1 to 9.99, −1 for 0.1 to 0.999. */
function magnitude(size: number): number {
  return size > 0 ? Math.floor(Math.log10(size)) : 0;
}

/** But for what adding up left: a percentage of whole clips may be 7.000000000000001. */
function isWhole(size: number): boolean {
  return Math.abs(size - Math.round(size)) < 1e-9 * size;
}

/** To that many places after the point; of noughts at the end no more than asked for. */
function rounding(digits: number, least = 0): (value: number) => string {
  const format = new Intl.NumberFormat('en', {
    minimumFractionDigits: least,
    maximumFractionDigits: Math.min(digits, MOST_DIGITS),
  });
  return (value) => {
    const text = format.format(value);
    return (/[1-9]/.test(text) ? text : text.replace('-', '')).replace('-', '−');
  };
}

function powers(digits: number): (value: number) => string {
  return (value) => (value === 0 ? '0' : powerOfTen(value, digits));
}
