// The words datasets use for the parts of a split.

import type { SplitPart } from '../core/dataset-types';

const SPLIT_WORDS: ReadonlyMap<string, SplitPart> = new Map([
  ['train', 'train'],
  ['training', 'train'],
  ['val', 'validation'],
  ['valid', 'validation'],
  ['validation', 'validation'],
  ['dev', 'validation'],
  ['test', 'test'],
  ['testing', 'test'],
]);

/** Words that leave a clip out of the split. */
const NO_PART = new Set(['', '-', 'none', 'na', 'n/a', 'null', 'unused', 'excluded']);

/** Whether a word says that a clip is in no part; in any case. */
export function isNoPart(word: string): boolean {
  return NO_PART.has(word.trim().toLowerCase());
}

/** The part a word names, in any case; undefined for any other word. */
export function splitPartOf(word: string): SplitPart | undefined {
  return SPLIT_WORDS.get(word.trim().toLowerCase());
}
