// Why as many excerpts are worked on at once as are, in words.

import type { Ceiling } from './memory-model';

/** How the size in use came about. */
export type ClimbOutcome =
  | { readonly kind: 'start' | 'only'; readonly ceiling: Ceiling }
  | { readonly kind: 'trying'; readonly other: number }
  /** `gain`: how many times faster than `other`. */
  | { readonly kind: 'faster'; readonly other: number; readonly gain: number }
  /** `gain`: how many times faster `other` is; below 1 it is slower. */
  | { readonly kind: 'not-faster'; readonly other: number; readonly gain: number }
  | { readonly kind: 'memory'; readonly tooMuch: number };

const CEILING_WORDS: Readonly<Record<Ceiling, string>> = {
  batch: 'the whole batch',
  buffer: 'more do not fit into the largest buffer of this graphics processor',
  budget: 'more might need more memory than is safe',
};

/** Nearer to 1 than this, a factor is not worth a number. */
const NOTICEABLE = 0.05;

export function climbWords(size: number, outcome: ClimbOutcome): string {
  const now = `${size} ${size === 1 ? 'excerpt' : 'excerpts'} at once`;
  switch (outcome.kind) {
    case 'start':
      return `${now} to begin with: more are tried once these are timed.`;
    case 'only':
      return `${now}: ${CEILING_WORDS[outcome.ceiling]}.`;
    case 'trying':
      return `${now}: timed against ${outcome.other}.`;
    case 'faster':
      return `${now}: ${timesWords(outcome.gain)} faster than ${outcome.other}.`;
    case 'not-faster':
      return outcome.gain < 1 - NOTICEABLE
        ? `${now}: ${outcome.other} were ${timesWords(1 / outcome.gain)} slower.`
        : `${now}: ${outcome.other} were no faster.`;
    case 'memory':
      return `${now}: ${outcome.tooMuch} were too much for the graphics memory.`;
  }
}

/** "1.4×". */
export function timesWords(factor: number): string {
  return `${factor >= 10 ? Math.round(factor) : factor.toFixed(1)}×`;
}
