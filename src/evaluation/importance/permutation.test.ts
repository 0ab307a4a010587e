import { describe, expect, it } from 'vitest';
import golden from '../../../test/golden/permutation.json';
import { createMatrix, row, type Matrix } from '../../core/matrix';
import type { Labels } from '../../trainers/trainer';
import { softmaxRows } from '../../trainers/trees/softmax';
import { permutationImportance, seededPermutations } from './permutation';

const { rows, columns, classes } = golden;
const matrix = createMatrix(rows, columns, Float32Array.from(golden.x));
const labels: Labels = {
  indices: Int32Array.from(golden.y),
  classes: Array.from({ length: classes }, (_, i) => `class ${i}`),
};
const singles = Array.from({ length: columns }, (_, i) => [i]);

/** The linear softmax of the script that made the golden numbers. */
function predict(table: Matrix): Promise<Matrix> {
  const probabilities = createMatrix(table.rows, classes);
  for (let i = 0; i < table.rows; i++) {
    row(table, i).forEach((value, column) => {
      for (let k = 0; k < classes; k++) {
        probabilities.data[i * classes + k]! += value * golden.weights[column * classes + k]!;
      }
    });
  }
  softmaxRows(probabilities.data, classes, probabilities.data);
  return Promise.resolve(probabilities);
}

describe('permutation importance', () => {
  it('has scikit-learn’s numbers for its shuffles', async () => {
    const permutations = golden.permutations.map((order) => Int32Array.from(order));
    const found = await permutationImportance({
      ...{ matrix, labels, groups: singles, permutations, predict },
    });
    for (const measure of ['accuracy', 'loss'] as const) {
      for (const statistic of ['mean', 'sd'] as const) {
        golden[measure][statistic].forEach((value, i) =>
          expect(found[measure][statistic][i]).toBeCloseTo(value, 5),
        );
      }
    }
  });

  it('is exactly 0 for a column that no answer depends on, and for one that need not be asked', async () => {
    const permutations = seededPermutations(rows, 3, 1);
    const unused = columns - 1;
    const found = await permutationImportance({
      ...{ matrix, labels, permutations, groups: [[unused], [0]] },
      predict: (table, changed) => (changed.includes(0) ? Promise.resolve(null) : predict(table)),
    });
    expect(found.accuracy).toEqual({ mean: [0, 0], sd: [0, 0] });
    expect(found.loss).toEqual({ mean: [0, 0], sd: [0, 0] });
  });

  it('shuffles the columns of a group together and leaves the others alone', async () => {
    const seen: number[][] = [];
    await permutationImportance({
      ...{ matrix, labels, groups: [[0, 2]], permutations: [seededPermutations(rows, 1, 3)[0]!] },
      predict: (table) => {
        seen.push([...table.data]);
        return predict(table);
      },
    });
    const [order] = seededPermutations(rows, 1, 3);
    expect(seen).toHaveLength(2);
    expect(seen[1]).toEqual(
      [...matrix.data].map((value, cell) => {
        const column = cell % columns;
        const from = order![Math.floor(cell / columns)]!;
        return [0, 2].includes(column) ? matrix.data[from * columns + column]! : value;
      }),
    );
  });

  it('can be stopped, and says how far it is', async () => {
    const controller = new AbortController();
    const progress: number[] = [];
    const work = permutationImportance({
      ...{ matrix, labels, groups: singles, permutations: seededPermutations(rows, 2, 1), predict },
      signal: controller.signal,
      onProgress: (fraction) => {
        progress.push(fraction);
        if (progress.length === 2) controller.abort();
      },
    });
    await expect(work).rejects.toMatchObject({ name: 'AbortError' });
    expect(progress).toEqual([0.2, 0.4]);
  });

  it('counts labels where a clip has several', async () => {
    const memberships = Uint8Array.from({ length: rows * classes }, (_, i) => i % 2);
    const found = await permutationImportance({
      ...{ matrix, groups: singles, permutations: seededPermutations(rows, 2, 1), predict },
      labels: { ...labels, memberships },
    });
    expect(found.baseline.accuracy).toBeLessThan(0.5);
    expect(found.loss.mean.slice(0, -1).some((value) => value !== 0)).toBe(true);
  });
});

it('shuffles the same way for the same seed', () => {
  expect(seededPermutations(9, 2, 4)).toEqual(seededPermutations(9, 2, 4));
  expect(seededPermutations(9, 2, 4)).not.toEqual(seededPermutations(9, 2, 5));
  for (const order of seededPermutations(9, 3, 4)) {
    expect([...order].sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  }
});
