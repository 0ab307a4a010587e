// SHAP values of boosted trees: what each column added to each margin of each row, exactly (path-dependent tree SHAP,
// Lundberg et al. 2020; XGBoost's `pred_contribs`). Leaf by leaf: rows that go the same way at a leaf's columns share
// the work.

import { EarmarkError } from '../../core/errors';
import type { Matrix } from '../../core/matrix';
import { createBreather } from './breathe';
import { createLeafGame } from './leaf-game';
import { leafPaths, type LeafPath } from './leaf-paths';
import type { Ensemble } from './model-json';

export interface Contributions {
  /**
   * Of each column to the margin, and last what the margin is on average, shape [rows, groups, columns + 1]. The sum
   * over the last axis is the margin.
   */
  readonly values: Float64Array;
  readonly rows: number;
  readonly groups: number;
  /** Columns of the table. */
  readonly columns: number;
}

export interface ShapOptions {
  readonly signal?: AbortSignal | undefined;
  /** Called every now and then with the finished share, 0…1. */
  readonly onProgress?: ((fraction: number) => void) | undefined;
}

/** With more columns on the way to a leaf than this, rows hardly ever go the same way at all of them. */
const MAX_SHARED_LENGTH = 10;

/**
 * @param matrix the columns that the trees ask, shape [rows, ensemble.columnNames.length]; what is not finite is missing
 * @throws EarmarkError `model-without-cover`
 */
export async function shapValues(
  ensemble: Ensemble,
  matrix: Matrix,
  { signal, onProgress }: ShapOptions = {},
): Promise<Contributions> {
  const { trees, treeGroups, baseMargins } = ensemble;
  const { rows, columns } = matrix;
  const groups = baseMargins.length;
  checkCover(ensemble);
  const values = new Float64Array(rows * groups * (columns + 1));
  const expected = Float64Array.from(baseMargins);
  const addLeaf = createLeafAdder(matrix, values, groups);
  let done = 0;
  const breathe = createBreather(signal, () => onProgress?.(done / trees.length));
  for (const [i, tree] of trees.entries()) {
    const group = treeGroups[i]!;
    for (const path of leafPaths(tree, columns)) {
      expected[group]! += path.value * shareOf(path);
      addLeaf(path, group);
      await breathe();
    }
    done = i + 1;
  }
  for (let i = 0; i < rows * groups; i++) {
    values[i * (columns + 1) + columns] = expected[i % groups]!;
  }
  return { values, rows, groups, columns };
}

/** Share of the training rows that come to the leaf, 0…1. */
function shareOf({ share, length }: LeafPath): number {
  let product = 1;
  for (let i = 0; i < length; i++) product *= share[i]!;
  return product;
}

/** A function that adds what one leaf contributes to every row; what it needs on the way is allocated once. */
function createLeafAdder(
  { data, rows, columns }: Matrix,
  values: Float64Array,
  groups: number,
): (path: LeafPath, group: number) => void {
  const play = createLeafGame();
  const rowStride = groups * (columns + 1);
  const capacity = Math.max(MAX_SHARED_LENGTH, columns);
  const passes = new Uint8Array(capacity);
  /** Contributions of the leaf for each pattern of `passes`, as a binary number… */
  const shared = new Float64Array(MAX_SHARED_LENGTH << MAX_SHARED_LENGTH);
  /** …where a row had that pattern already. */
  const isKnown = new Uint8Array(1 << MAX_SHARED_LENGTH);
  const single = new Float64Array(capacity);

  return (path, group) => {
    const { length, column, low, high, missing } = path;
    const isShared = length <= MAX_SHARED_LENGTH;
    if (isShared) isKnown.fill(0, 0, 1 << length);
    const contributions = isShared ? shared : single;
    for (let row = 0; row < rows; row++) {
      let pattern = 0;
      for (let i = 0; i < length; i++) {
        const x = data[row * columns + column[i]!]!;
        // An infinite value less itself is not a number either: it counts as missing, as everywhere in these trees.
        const pass = x - x === 0 ? (x >= low[i]! && x < high[i]! ? 1 : 0) : missing[i]!;
        passes[i] = pass;
        pattern = (pattern << 1) | pass;
      }
      const offset = isShared ? pattern * length : 0;
      if (!isShared || isKnown[pattern] === 0) {
        play(path, passes, contributions, offset);
        if (isShared) isKnown[pattern] = 1;
      }
      const start = row * rowStride + group * (columns + 1);
      for (let i = 0; i < length; i++) values[start + column[i]!]! += contributions[offset + i]!;
    }
  };
}

/** Models saved by older versions, or without their statistics, do not say how many rows came by a node. */
function checkCover({ trees }: Ensemble): void {
  const asking = trees.filter((tree) => tree.column[0]! >= 0);
  if (asking.length > 0 && asking.every((tree) => tree.cover.every((cover) => !(cover > 0)))) {
    throw new EarmarkError('model-without-cover', `${asking.length} trees without it`);
  }
}
