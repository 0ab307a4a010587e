// Every dataset format there is. To add one: one file, one line here.

import { artistListText } from './artist-list-text';
import { clipListCsv } from './clip-list-csv';
import type { DatasetFormat } from './format';
import { splitListText } from './split-list-text';

export const DATASET_FORMATS: readonly DatasetFormat[] = [
  clipListCsv,
  splitListText,
  artistListText,
];

/** The format of a file, or undefined if it is none. @param head at least its first lines */
export function findFormat(name: string, head: string): DatasetFormat | undefined {
  return DATASET_FORMATS.find((format) => format.matches(name, head));
}
