// Trees as plain lists of numbers, one after the other, and back. Nodes stand in preorder, so the
// lists alone say where each child and each tree begins.

import * as v from 'valibot';
import { EarmarkError } from '../../core/errors';
import { LARGEST_FLOAT32 } from '../../core/matrix';
import { finiteSingle, MAX_DEPTH } from './limits';
import { depthOf, type Tree } from './tree';

/** Shape [nodes] each; the fields of `Tree` without `right`. */
export const FlatTreesSchema = v.object({
  column: v.array(v.pipe(v.number(), v.integer(), v.minValue(-1))),
  value: v.array(finiteSingle),
  missingLeft: v.array(v.picklist([0, 1])),
  /** Models saved before there were these two have none: all zeros then. */
  gain: v.optional(v.array(finiteSingle)),
  cover: v.optional(v.array(finiteSingle)),
});

export type FlatTrees = v.InferOutput<typeof FlatTreesSchema>;
type WholeTrees = { [Field in keyof FlatTrees]-?: NonNullable<FlatTrees[Field]> };

export function flattenTrees(trees: readonly Tree[]): WholeTrees {
  return {
    column: trees.flatMap((tree) => [...tree.column]),
    value: trees.flatMap((tree) => [...tree.value]),
    missingLeft: trees.flatMap((tree) => Array.from(tree.missingLeft, (bit) => (bit ? 1 : 0))),
    gain: trees.flatMap((tree) => Array.from(tree.gain, statistic)),
    cover: trees.flatMap((tree) => Array.from(tree.cover, statistic)),
  };
}

/** JSON has no word for what is not finite, and a model must not be lost over what it does not need to answer. */
function statistic(value: number): number {
  if (Number.isNaN(value)) return 0;
  return Math.max(-LARGEST_FLOAT32, Math.min(LARGEST_FLOAT32, value));
}

/** Throws `model-incompatible` unless the lists hold exactly `numTrees` trees over `numColumns` columns. */
export function unflattenTrees(
  { column, value, missingLeft, gain = [], cover = [] }: FlatTrees,
  { numTrees, numColumns }: { numTrees: number; numColumns: number },
): Tree[] {
  const lengths = [value, missingLeft, ...[gain, cover].filter((list) => list.length > 0)];
  if (lengths.some(({ length }) => length !== column.length)) {
    throw new EarmarkError('model-incompatible', 'lists of tree nodes of different lengths');
  }
  const trees: Tree[] = [];
  let begin = 0;
  while (begin < column.length) {
    const right = findRightChildren(column, begin);
    const end = begin + right.length;
    const asked = Int32Array.from(column.slice(begin, end));
    if (depthOf({ column: asked, right }) > MAX_DEPTH) {
      throw new EarmarkError('model-incompatible', `a tree deeper than ${MAX_DEPTH} splits`);
    }
    trees.push({
      column: asked,
      value: Float32Array.from(value.slice(begin, end)),
      right,
      missingLeft: Uint8Array.from(missingLeft.slice(begin, end)),
      gain: numbersOf(gain, begin, end),
      cover: numbersOf(cover, begin, end),
    });
    begin = end;
  }
  if (trees.length !== numTrees) {
    throw new EarmarkError('model-incompatible', `${trees.length} trees instead of ${numTrees}`);
  }
  const highest = column.reduce((a, b) => Math.max(a, b), -1);
  if (highest >= numColumns) {
    throw new EarmarkError('model-incompatible', `column ${highest} of ${numColumns}`);
  }
  return trees;
}

function numbersOf(list: readonly number[], begin: number, end: number): Float32Array {
  return list.length > 0
    ? Float32Array.from(list.slice(begin, end))
    : new Float32Array(end - begin);
}

/** Index of each node's right child (0 for a leaf) in the tree that begins at `begin`. */
export function findRightChildren(column: ArrayLike<number>, begin: number): Int32Array {
  const right: number[] = [];
  const parents: number[] = [];
  for (let i = begin; i < column.length; i++) {
    right.push(0);
    if (column[i]! >= 0) {
      parents.push(i - begin);
      continue;
    }
    const parent = parents.pop();
    if (parent === undefined) return Int32Array.from(right);
    right[parent] = i - begin + 1;
  }
  throw new EarmarkError('model-incompatible', 'a tree that is cut off');
}

/** The shortest decimal number that is the same value in single precision. */
export function shortestFloat32(value: number): number {
  for (let digits = 6; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return short;
  }
  return Number(value.toPrecision(9));
}
