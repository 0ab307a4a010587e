// The split that came with a dataset, in words.

import type { Dataset, SplitPart } from '../core/dataset-types';
import { saysSplit } from '../datasets/imported-lists';
import { count, counted } from './format';

/** What the split that the clips carry is and how large its parts are, and what others there are; "" without one. */
export function datasetSplitWords(dataset: Dataset): string {
  const { clips, splitName, lists = [] } = dataset;
  const sizes: Record<SplitPart | 'none', number> = { train: 0, validation: 0, test: 0, none: 0 };
  for (const { split = 'none' } of clips) sizes[split]++;
  if (sizes.none === clips.length) return '';
  const what = isOfList(dataset)
    ? 'Split by list'
    : dataset.table
      ? 'Split by column'
      : 'Split it came with';
  const parts = [
    `${counted(sizes.train, 'clip')} to learn from (train)`,
    `${count(sizes.validation)} for validation`,
    `${count(sizes.test)} held out (test)`,
    ...(sizes.none > 0 ? [`${count(sizes.none)} in none of them`] : []),
  ];
  const others = lists.filter((list) => saysSplit(list) && list.name !== (splitName ?? ''));
  const named = others.map(({ name }) => (name ? `“${name}”` : 'a list without a name'));
  const also = named.length > 0 ? ` Also there: ${named.join(', ')}.` : '';
  return `${what}${splitName ? ` “${splitName}”` : ''}: ${parts.join(', ')}.${also}`;
}

/** Words of the table's split column that name no part, where it is this split that the clips carry; else "". */
export function strayWords(dataset: Dataset): string {
  const note = dataset.notes.find(({ code }) => code === 'note-split-words');
  return note && !isOfList(dataset) ? note.got : '';
}

function isOfList({ splitName, lists = [] }: Dataset): boolean {
  return lists.some((list) => list.name === (splitName ?? '') && saysSplit(list));
}
