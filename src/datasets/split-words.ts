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

/** The part a word names, in any case; undefined for any other word. */
export function splitPartOf(word: string): SplitPart | undefined {
  return SPLIT_WORDS.get(word.trim().toLowerCase());
}
