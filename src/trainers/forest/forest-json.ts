// A fitted forest as plain JSON, all trees in a few long lists, and back. Nothing that is read is trusted.

import * as v from 'valibot';
import { EarmarkError } from '../../core/errors';
import { parseSaved } from '../saved';
import { pack, packedFloat32, packedInt32, packedUint8 } from '../packed';
import type { ModelJson } from '../trainer';
import { findRightChildren } from '../trees/flat-trees';
import type { ForestTree } from './forest-tree';

export const TRAINER_ID = 'random-forest';

export interface Forest {
  readonly classes: readonly string[];
  /** Names of the columns learned from, in their order. */
  readonly columnNames: readonly string[];
  readonly trees: readonly ForestTree[];
}

/** The fields of `ForestTree` without `right`, which the preorder tells; `entries` is their number a node. */
export const PackedTreesSchema = v.object({
  column: packedInt32,
  threshold: packedFloat32,
  missingLeft: packedUint8,
  entries: packedInt32,
  entryClass: packedInt32,
  entryShare: packedFloat32,
});

const ModelSchema = v.object({
  trainer: v.literal(TRAINER_ID),
  classes: v.pipe(v.array(v.string()), v.minLength(1)),
  state: v.object({
    columnNames: v.array(v.string()),
    numClasses: v.number(),
    numTrees: v.pipe(v.number(), v.integer(), v.minValue(1)),
    trees: PackedTreesSchema,
  }),
});

export function forestToJson({ classes, columnNames, trees }: Forest): ModelJson {
  const numClasses = classes.length;
  const state = { columnNames, numClasses, numTrees: trees.length, trees: packTrees(trees) };
  return { version: 1, trainer: TRAINER_ID, classes, state };
}

/** Throws `model-incompatible` if it is not a model of this trainer. */
export function forestFromJson(json: unknown): Forest {
  const { classes, state } = parseSaved(ModelSchema, json, 'model-incompatible');
  const { columnNames, numTrees, numClasses } = state;
  if (numClasses !== classes.length)
    refuse(`a forest for ${numClasses} of ${classes.length} classes`);
  const shape = { numTrees, numColumns: columnNames.length, numClasses };
  return { classes, columnNames, trees: unpackTrees(state.trees, shape) };
}

export function packTrees(trees: readonly ForestTree[]): v.InferInput<typeof PackedTreesSchema> {
  const int32 = (listOf: (tree: ForestTree) => Int32Array): string =>
    pack(join(trees.map(listOf), (length) => new Int32Array(length)));
  const float32 = (listOf: (tree: ForestTree) => Float32Array): string =>
    pack(join(trees.map(listOf), (length) => new Float32Array(length)));
  const missingLeft = trees.map((tree) => tree.missingLeft);
  return {
    column: int32((tree) => tree.column),
    threshold: float32((tree) => tree.threshold),
    missingLeft: pack(join(missingLeft, (length) => new Uint8Array(length))),
    entries: int32(({ firstEntry }) =>
      firstEntry.subarray(1).map((end, node) => end - firstEntry[node]!),
    ),
    entryClass: int32((tree) => tree.entryClass),
    entryShare: float32((tree) => tree.entryShare),
  };
}

function join<List extends Uint8Array | Int32Array | Float32Array>(
  lists: readonly List[],
  create: (length: number) => List,
): List {
  const joined = create(lists.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const list of lists) {
    joined.set(list, at);
    at += list.length;
  }
  return joined;
}

/** Throws `model-incompatible` unless the lists hold exactly such trees, every leaf with shares that sum to 1. */
export function unpackTrees(
  lists: v.InferOutput<typeof PackedTreesSchema>,
  {
    numTrees,
    numColumns,
    numClasses,
  }: { numTrees: number; numColumns: number; numClasses: number },
): ForestTree[] {
  const { column, threshold, missingLeft, entries, entryClass, entryShare } = lists;
  const numNodes = column.length;
  if ([threshold, missingLeft, entries].some(({ length }) => length !== numNodes)) {
    refuse('lists of tree nodes of different lengths');
  }
  if (column.some((asked) => asked < -1 || asked >= numColumns)) {
    refuse(`a tree that asks a column beyond the ${numColumns}`);
  }
  if (entryClass.some((k) => k < 0 || k >= numClasses)) {
    refuse(`a leaf of a class beyond the ${numClasses}`);
  }
  const trees: ForestTree[] = [];
  let entry = 0;
  for (let begin = 0; begin < numNodes;) {
    const right = findRightChildren(column, begin);
    const end = begin + right.length;
    const firstEntry = new Int32Array(right.length + 1);
    const ownFirst = entry;
    for (let node = begin; node < end; node++) {
      const count = entries[node]!;
      checkLeaf(column[node]!, entryShare.subarray(entry, entry + Math.max(0, count)), count);
      entry += count;
      firstEntry[node - begin + 1] = entry - ownFirst;
    }
    trees.push({
      column: column.slice(begin, end),
      threshold: threshold.slice(begin, end),
      right,
      missingLeft: missingLeft.slice(begin, end),
      firstEntry,
      entryClass: entryClass.slice(ownFirst, entry),
      entryShare: entryShare.slice(ownFirst, entry),
    });
    begin = end;
  }
  if (trees.length !== numTrees) refuse(`${trees.length} trees instead of ${numTrees}`);
  if (entry !== entryClass.length || entry !== entryShare.length) {
    refuse('leaves that do not match their lists');
  }
  return trees;
}

/** Shares are rounded to single precision. */
const ROUNDING = 1e-3;

function checkLeaf(column: number, shares: Float32Array, count: number): void {
  if (shares.length !== count) refuse('leaves that do not match their lists');
  if (column >= 0) {
    if (count !== 0) refuse('a question with an answer');
    return;
  }
  const sum = shares.reduce((total, share) => total + share, 0);
  if (shares.some((share) => share < 0) || Math.abs(sum - 1) > ROUNDING) {
    refuse(`a leaf whose shares sum to ${sum}`);
  }
}

function refuse(got: string): never {
  throw new EarmarkError('model-incompatible', got);
}
