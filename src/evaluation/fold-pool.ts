// What the folds of a cross-validation said of the clips they held out, put together: one prediction a clip, the mean over
// the repeats.

import { EarmarkError } from '../core/errors';
import { createMatrix, type Matrix } from '../core/matrix';

export interface FoldPool {
  /** @param probabilities shape [clipIds.length, numClasses] */
  add(clipIds: readonly string[], probabilities: Float32Array): void;
  /** Mean over what was added of each clip, shape [clips, numClasses]. */
  mean(): Matrix;
}

export function createFoldPool(clipIds: readonly string[], numClasses: number): FoldPool {
  const rowOf = new Map(clipIds.map((id, row) => [id, row]));
  const sums = new Float64Array(clipIds.length * numClasses);
  const times = new Uint32Array(clipIds.length);
  return {
    add(heldOut, probabilities) {
      const rows = heldOut.flatMap((id) => rowOf.get(id) ?? []);
      if (rows.length !== heldOut.length || probabilities.length !== rows.length * numClasses) {
        const got = `a fold kept with ${probabilities.length / numClasses} clips instead of ${heldOut.length}`;
        throw new EarmarkError('run-not-resumable', got);
      }
      for (const [i, row] of rows.entries()) {
        times[row]! += 1;
        for (let k = 0; k < numClasses; k++) {
          sums[row * numClasses + k]! += probabilities[i * numClasses + k]!;
        }
      }
    },
    mean: () =>
      createMatrix(
        clipIds.length,
        numClasses,
        Float32Array.from(sums, (sum, i) => sum / times[Math.floor(i / numClasses)]!),
      ),
  };
}
