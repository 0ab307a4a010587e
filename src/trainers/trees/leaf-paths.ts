// The ways from a tree's root to its leaves, one after the other, as ranges of values a column: what SHAP values are
// computed from. Not for predicting: that walks from the root (`tree.ts`).

import { depthOf, type Tree } from './tree';

/** What a row must be like to reach one leaf; a column that is asked several times on the way counts once. */
export interface LeafPath {
  /** Number of columns asked. */
  length: number;
  /** Shape [length], as all that follow. */
  readonly column: Int32Array;
  /** Values from here on go this way… */
  readonly low: Float64Array;
  /** …up to here, exclusive. */
  readonly high: Float64Array;
  /** 1 where rows without the value go this way. */
  readonly missing: Uint8Array;
  /** Share of the training rows (by cover) that go this way at the column's questions, 0…1. */
  readonly share: Float64Array;
  /** What the leaf adds to the margin. */
  value: number;
}

/** Yields the same object for each leaf, overwritten: use it before asking for the next one. */
export function* leafPaths(tree: Tree, numColumns: number): Generator<LeafPath> {
  const { column, right } = tree;
  const depth = depthOf(tree);
  const path = emptyPath(Math.min(depth, numColumns));
  /** Where a column stands in the path, −1 for one that is not asked. */
  const placeOf = new Int32Array(numColumns).fill(-1);
  /** The nodes above the current one, and whether the way goes on to their right. */
  const ancestors = new Int32Array(depth);
  const wentRight = new Uint8Array(depth);
  let level = 0;
  for (let node = 0; node < column.length; node++) {
    if (column[node]! >= 0) {
      ancestors[level] = node;
      wentRight[level++] = 0;
      continue;
    }
    path.length = 0;
    path.value = tree.value[node]!;
    for (let i = 0; i < level; i++) {
      const child = i + 1 < level ? ancestors[i + 1]! : node;
      addStep(path, placeOf, tree, { node: ancestors[i]!, child });
    }
    for (let i = 0; i < path.length; i++) placeOf[path.column[i]!] = -1;
    yield path;
    while (level > 0 && wentRight[level - 1] === 1) level--;
    if (level > 0) wentRight[level - 1] = 1;
  }

  function addStep(
    { column: asked, low, high, missing, share }: LeafPath,
    places: Int32Array,
    { value, missingLeft, cover }: Tree,
    { node, child }: { node: number; child: number },
  ): void {
    const isLeft = child === node + 1;
    const rightChild = right[node]!;
    const covered = cover[node + 1]! + cover[rightChild]!;
    // Nodes that no row came by say nothing about either side.
    const stepShare = covered > 0 ? cover[child]! / covered : 0.5;
    const goesMissing = (missingLeft[node] === 1) === isLeft ? 1 : 0;
    let place = places[column[node]!]!;
    if (place < 0) {
      place = path.length++;
      places[column[node]!] = place;
      asked[place] = column[node]!;
      low[place] = -Infinity;
      high[place] = Infinity;
      missing[place] = 1;
      share[place] = 1;
    }
    if (isLeft) high[place] = Math.min(high[place]!, value[node]!);
    else low[place] = Math.max(low[place]!, value[node]!);
    missing[place]! &= goesMissing;
    share[place]! *= stepShare;
  }
}

function emptyPath(capacity: number): LeafPath {
  return {
    length: 0,
    column: new Int32Array(capacity),
    low: new Float64Array(capacity),
    high: new Float64Array(capacity),
    missing: new Uint8Array(capacity),
    share: new Float64Array(capacity),
    value: 0,
  };
}
