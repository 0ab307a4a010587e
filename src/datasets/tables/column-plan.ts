// How each column of a file is going to be read, decided before its values come.

import type { ErrorRecord } from '../../core/errors';
import { arrangeAsExtractor } from './extractor-columns';

export interface ColumnPlan {
  readonly name: string;
  /** 'number' columns are in the blocks, in plan order; 'both' also keeps the texts; 'skip' is text that is not kept. */
  readonly read: 'number' | 'text' | 'both' | 'skip';
  /** Of 'skip': why, in words for the page. */
  readonly why?: string | undefined;
}

/** Columns of numbers that are a known extractor's come in its order, under its names, in the places they had together. */
export function arrangedColumns<Column extends ColumnPlan>(columns: readonly Column[]): Column[] {
  const places = columns.flatMap(({ read }, i) => (read === 'number' ? [i] : []));
  const arranged = arrangeAsExtractor(places.map((i) => columns[i]!.name));
  const planned = columns.slice();
  if (!arranged) return planned;
  const theirs = arranged.order.map((i) => places[i]!);
  const inFile = theirs.toSorted((a, b) => a - b);
  arranged.columns.forEach((name, i) => {
    planned[inFile[i]!] = { ...columns[theirs[i]!]!, name };
  });
  return planned;
}

/** A note on names that were changed. @param changes in words */
export function renamed(changes: readonly string[]): ErrorRecord[] {
  if (changes.length === 0) return [];
  const more = changes.length > 5 ? ` and ${changes.length - 5} more` : '';
  return [{ code: 'note-table-names', got: changes.slice(0, 5).join('; ') + more }];
}
