// Permutation importance (Breiman 2001): how much worse a model does when the values of a column are dealt anew among the
// clips. As scikit-learn's `permutation_importance`: mean and standard deviation over several shuffles, the same
// shuffles for every column.

import { mean } from '../../core/mean';
import { createMatrix, type Matrix } from '../../core/matrix';
import { createRandom } from '../../core/random';
import { throwIfAborted } from '../../core/progress';
import type { Score } from '../../trainers/score';
import { scoreLabels } from '../../trainers/score-labels';
import type { Labels } from '../../trainers/trainer';

export interface PermutationOptions {
  /** Shape [rows, columns]. */
  readonly matrix: Matrix;
  readonly labels: Labels;
  /** Columns that are shuffled together, so that what several of them say is not left in the others. */
  readonly groups: readonly (readonly number[])[];
  /** Each the rows' numbers in another order. */
  readonly permutations: readonly Int32Array[];
  /** Class probabilities of a table like `matrix`, of which only the columns given were changed; null: no different. */
  predict(matrix: Matrix, changed: readonly number[]): Promise<Matrix | null>;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((fraction: number) => void) | undefined;
}

/** What is lost when a group is shuffled; below 0 where the model does better without it. */
export interface PermutationImportance {
  /** With nothing shuffled. */
  readonly baseline: Score;
  /** One a group: how much accuracy falls (0…1) and the loss rises (nats). */
  readonly accuracy: Drops;
  readonly loss: Drops;
}

export interface Drops {
  readonly mean: readonly number[];
  /** Population standard deviation over the permutations. */
  readonly sd: readonly number[];
}

export async function permutationImportance(
  options: PermutationOptions,
): Promise<PermutationImportance> {
  const { matrix, labels, groups, permutations, predict, signal, onProgress } = options;
  const answers = await predict(matrix, []);
  if (!answers) throw new RangeError('no answers for the table as it is');
  const baseline = scoreLabels(answers, labels);
  const shuffled = createMatrix(matrix.rows, matrix.columns, matrix.data.slice());
  const accuracy = emptyDrops();
  const loss = emptyDrops();
  for (const [done, group] of groups.entries()) {
    const scores: Score[] = [];
    for (const permutation of permutations) {
      throwIfAborted(signal);
      dealColumns(matrix, { group, from: permutation, into: shuffled });
      const probabilities = await predict(shuffled, group);
      scores.push(probabilities ? scoreLabels(probabilities, labels) : baseline);
    }
    dealColumns(matrix, { group, from: null, into: shuffled });
    addDrops(
      accuracy,
      scores.map((score) => baseline.accuracy - score.accuracy),
    );
    addDrops(
      loss,
      scores.map((score) => score.loss - baseline.loss),
    );
    onProgress?.((done + 1) / groups.length);
  }
  return { baseline, accuracy, loss };
}

/** Orders of the rows, the same for the same seed. */
export function seededPermutations(rows: number, repeats: number, seed: number): Int32Array[] {
  const random = createRandom(seed).fork('permutation importance');
  return Array.from({ length: repeats }, () =>
    random.shuffle(Int32Array.from({ length: rows }, (_, i) => i)),
  );
}

function emptyDrops(): { mean: number[]; sd: number[] } {
  return { mean: [], sd: [] };
}

function addDrops(drops: { mean: number[]; sd: number[] }, values: readonly number[]): void {
  const average = mean(values);
  drops.mean.push(average);
  drops.sd.push(Math.sqrt(mean(values.map((value) => (value - average) ** 2))));
}

/** Writes the columns of a group into another table, each row's values taken from row `from` or, at null, its own. */
function dealColumns(
  { data, rows, columns }: Matrix,
  { group, from, into }: { group: readonly number[]; from: Int32Array | null; into: Matrix },
): void {
  for (let i = 0; i < rows; i++) {
    const source = (from?.[i] ?? i) * columns;
    for (const column of group) into.data[i * columns + column] = data[source + column]!;
  }
}
