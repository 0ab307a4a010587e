// Neighbours drawn as a map: UMAP (McInnes, Healy & Melville 2018) by umap-js. The one file that knows the library.
// Neighbours come in exact, so that nothing hangs on its approximate search.

import { UMAP } from 'umap-js';
import { createMatrix, type Matrix } from '../../core/matrix';
import type { Random } from '../../core/random';
import type { Neighbours } from '../../trainers/neighbours/search';

export interface UmapOptions {
  readonly random: Random;
  /** Awaited often, with the finished share. */
  readonly breathe: (share: number) => Promise<void>;
}

/** Places in two dimensions, shape [rows, 2]; needs a neighbour a row. The same random numbers give the same map. */
export async function umapLayout(
  { count, rows, distances }: Neighbours,
  { random, breathe }: UmapOptions,
): Promise<Matrix> {
  const numRows = rows.length / count;
  const indexes = Array.from({ length: numRows }, (_, i) => i);
  const ofRow = (values: Int32Array | Float64Array, i: number): number[] => [
    ...values.subarray(i * count, (i + 1) * count),
  ];
  // As umap-learn counts: a point is the first of its own neighbours.
  const umap = new UMAP({ nNeighbors: count + 1, random: () => random.next() });
  umap.setPrecomputedKNN(
    indexes.map((i) => [i, ...ofRow(rows, i)]),
    indexes.map((i) => [0, ...ofRow(distances, i)]),
  );
  const epochs = umap.initializeFit(indexes.map((i) => [i]));
  for (let epoch = 0; epoch < epochs; epoch++) {
    await breathe(epoch / epochs);
    umap.step();
  }
  return createMatrix(numRows, 2, Float32Array.from(umap.getEmbedding().flat()));
}
