// How long the lists of numbers in a column of a Parquet file are: the file says it nowhere.

import { pauseForMessages } from '../../core/pause';
import { throwIfAborted, type OnProgress } from '../../core/progress';
import { MAX_LIST_LENGTH, type ListLength } from './parquet-columns';
import { rowsIn, type ParquetFile, type RowGroup, type RowRange } from './parquet-file';

type ListFile = Pick<ParquetFile, 'groups' | 'values'>;

/** A row group of a column of lists is decoded as a whole, which takes some 50 bytes a number. */
const MAX_GROUP_NUMBERS = 64 << 20;

export interface LengthOptions {
  readonly signal: AbortSignal | undefined;
  readonly onProgress: OnProgress;
}

/** The length that all lists of a column have that are there. No more is read than it takes to tell. */
export async function lengthOfLists(
  file: ListFile,
  column: string,
  { signal, onProgress }: LengthOptions,
): Promise<ListLength> {
  const large = file.groups.map((group) => tooLarge(group, column)).find((found) => found !== null);
  if (large) return large;
  let length: ListLength = 'empty';
  for (const [i, group] of file.groups.entries()) {
    throwIfAborted(signal);
    length = await lengthInGroup(file, column, group, length);
    if (length === 'uneven' || length === 'long') return length;
    onProgress((i + 1) / file.groups.length);
    await pauseForMessages();
  }
  return length;
}

/** What can be told without decoding: a chunk counts its numbers, and a list without any as one. */
function tooLarge(group: RowGroup, column: string): 'long' | 'heavy' | null {
  const chunk = group.chunks.find(({ path_in_schema: [name] }) => name === column);
  const numbers = Number(chunk?.num_values ?? 0);
  if (numbers > MAX_LIST_LENGTH * rowsIn(group)) return 'long';
  return numbers > MAX_GROUP_NUMBERS ? 'heavy' : null;
}

async function lengthInGroup(
  file: ListFile,
  column: string,
  rows: RowRange,
  known: ListLength,
): Promise<ListLength> {
  let length = known;
  await file.values(column, rows, (_, list) => {
    if (!Array.isArray(list) || list.length === 0 || length === 'uneven' || length === 'long') {
      return;
    }
    if (list.length > MAX_LIST_LENGTH) length = 'long';
    else if (length === 'empty') length = list.length;
    else if (length !== list.length) length = 'uneven';
  });
  return length;
}
