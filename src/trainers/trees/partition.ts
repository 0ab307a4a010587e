// Moves the rows of a tree node to the side of a split they belong to.

import type { BinnedColumns } from './binning';
import type { Split } from './split';

/**
 * Reorders rows[begin, end) so that those going left come first, each side in its old order; returns
 * where the right side begins. `spare` is working memory of at least end − begin values.
 */
export function partitionRows(
  rows: Int32Array,
  { begin, end }: { begin: number; end: number },
  { binned, split, spare }: { binned: BinnedColumns; split: Split; spare: Int32Array },
): number {
  const start = split.column * binned.rows;
  const missing = binned.numBins[split.column]!;
  let left = begin;
  let held = 0;
  for (let i = begin; i < end; i++) {
    const row = rows[i]!;
    const bin = binned.bins[start + row]!;
    const goesLeft = bin === missing ? split.missingLeft : bin <= split.bin;
    if (goesLeft) rows[left++] = row;
    else spare[held++] = row;
  }
  rows.set(spare.subarray(0, held), left);
  return left;
}
