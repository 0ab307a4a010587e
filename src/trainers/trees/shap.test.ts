import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import golden from '../../../test/golden/shap.json';
import { randomEnsemble, randomTable } from '../../../test/builders/trees';
import { createMatrix } from '../../core/matrix';
import { unflattenTrees, type FlatTrees } from './flat-trees';
import { splitImportance } from './importance';
import type { Ensemble } from './model-json';
import { shapValues, type Contributions } from './shap';
import { addTree } from './tree';

const TOLERANCE = 1e-4;

function goldenEnsemble(set: (typeof golden.sets)[number]): Ensemble {
  const numGroups = Math.max(...set.treeGroups) + 1;
  return {
    classes: Array.from({ length: set.classes }, (_, i) => `class ${i}`),
    objective: set.objective as Ensemble['objective'],
    baseMargins: Array.from({ length: numGroups }, () => set.baseMargin),
    columnNames: Array.from({ length: set.columns }, (_, i) => `column ${i}`),
    trees: unflattenTrees(set.trees as FlatTrees, {
      numTrees: set.treeGroups.length,
      numColumns: set.columns,
    }),
    treeGroups: set.treeGroups,
    rounds: set.treeGroups.length / numGroups,
  };
}

function largestDifference(ours: ArrayLike<number>, theirs: readonly number[]): number {
  expect(ours.length).toBe(theirs.length);
  return theirs.reduce((most, value, i) => Math.max(most, Math.abs(value - ours[i]!)), 0);
}

function sums({ values, rows, groups, columns }: Contributions): number[] {
  return Array.from({ length: rows * groups }, (_, i) =>
    values.subarray(i * (columns + 1), (i + 1) * (columns + 1)).reduce((a, b) => a + b, 0),
  );
}

function marginsOf(
  { trees, treeGroups, baseMargins }: Ensemble,
  table: ReturnType<typeof randomTable>,
) {
  const numGroups = baseMargins.length;
  const margins = new Float32Array(table.rows * numGroups);
  for (let i = 0; i < margins.length; i += numGroups) margins.set(baseMargins, i);
  trees.forEach((tree, i) => addTree(tree, table, margins, { group: treeGroups[i]!, numGroups }));
  return [...margins];
}

describe.each(golden.sets)('native XGBoost: $name', (set) => {
  const ensemble = goldenEnsemble(set);

  it('has the same contributions, which sum to the margin', async () => {
    const x = Float32Array.from(set.x, (value) => value ?? NaN);
    const result = await shapValues(ensemble, createMatrix(golden.rows, set.columns, x));
    const worst = largestDifference(result.values, set.contributions);
    console.info(`${set.name}: largest difference ${worst.toExponential(1)}`);
    expect(worst).toBeLessThan(TOLERANCE);
    expect(largestDifference(sums(result), set.margins)).toBeLessThan(TOLERANCE);
  });

  it('has the same split importances', () => {
    const { weight, gain, totalGain, cover, totalCover } = splitImportance(ensemble);
    const { importance } = set;
    expect([...weight]).toEqual(importance.weight);
    for (const [ours, theirs] of [
      [gain, importance.gain],
      [totalGain, importance.total_gain],
      [cover, importance.cover],
      [totalCover, importance.total_cover],
    ] as const) {
      for (const [i, value] of theirs.entries()) {
        expect(Math.abs(ours[i]! - value)).toBeLessThanOrEqual(1e-5 * Math.max(1, value));
      }
    }
  });

  it('shares the importances out between the groups', () => {
    const { weight } = splitImportance(ensemble);
    const ofGroups = ensemble.baseMargins.map(
      (_, group) => splitImportance(ensemble, group).weight,
    );
    expect([...weight]).toEqual([
      ...weight.map((_, i) => ofGroups.reduce((sum, w) => sum + w[i]!, 0)),
    ]);
  });
});

describe('any trees', () => {
  it('sum to the margin, and give nothing to a column nobody asks', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          seed: fc.integer(),
          columns: fc.integer({ min: 1, max: 14 }),
          groups: fc.integer({ min: 1, max: 3 }),
          trees: fc.integer({ min: 1, max: 6 }),
          depth: fc.integer({ min: 0, max: 16 }),
          missing: fc.constantFrom(0, 0.3),
        }),
        async ({ seed, columns, groups, trees, depth, missing }) => {
          const ensemble = randomEnsemble({
            seed,
            columns: columns + 1,
            asked: columns,
            groups,
            trees,
            depth,
          });
          const table = randomTable({ seed, rows: 9, columns: columns + 1, missing });
          const result = await shapValues(ensemble, table);
          expect(largestDifference(sums(result), marginsOf(ensemble, table))).toBeLessThan(
            TOLERANCE,
          );
          for (let i = columns; i < result.values.length; i += columns + 2) {
            expect(result.values[i]).toBe(0);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('are what the definition says: the mean over all orders in which columns become known', async () => {
    const ensemble = randomEnsemble({
      seed: 5,
      columns: 4,
      asked: 4,
      groups: 1,
      trees: 3,
      depth: 6,
    });
    const table = randomTable({ seed: 6, rows: 5, columns: 4, missing: 0.2 });
    const { values } = await shapValues(ensemble, table);
    for (let row = 0; row < table.rows; row++) {
      const x = table.data.subarray(row * 4, row * 4 + 4);
      const byDefinition = shapleyValues(4, (known) => expectation(ensemble, x, known));
      byDefinition.forEach((value, i) => expect(values[row * 5 + i]).toBeCloseTo(value, 9));
    }
  });

  it('stay exact where trees are deep', async () => {
    const ensemble = randomEnsemble({
      seed: 3,
      columns: 90,
      asked: 90,
      groups: 1,
      trees: 2,
      depth: 80,
      chain: true,
    });
    const table = randomTable({ seed: 4, rows: 20, columns: 90, missing: 0.1 });
    const result = await shapValues(ensemble, table);
    expect(largestDifference(sums(result), marginsOf(ensemble, table))).toBeLessThan(TOLERANCE);
    expect(result.values.every((value) => Math.abs(value) < 100)).toBe(true);
  });

  it('cannot be explained without their cover', async () => {
    const ensemble = randomEnsemble({
      seed: 1,
      columns: 3,
      asked: 3,
      groups: 1,
      trees: 1,
      depth: 3,
    });
    const bare = {
      ...ensemble,
      trees: ensemble.trees.map((tree) => ({ ...tree, cover: tree.cover.map(() => 0) })),
    };
    const table = randomTable({ seed: 1, rows: 2, columns: 3, missing: 0 });
    await expect(shapValues(bare, table)).rejects.toMatchObject({ code: 'model-without-cover' });
    const stumps = randomEnsemble({ seed: 1, columns: 3, asked: 3, groups: 1, trees: 1, depth: 0 });
    expect((await shapValues(stumps, table)).values[0]).toBe(0);
  });

  it('stop when they are told to', async () => {
    const ensemble = randomEnsemble({
      seed: 1,
      columns: 8,
      asked: 8,
      groups: 1,
      trees: 40,
      depth: 8,
    });
    const table = randomTable({ seed: 1, rows: 50, columns: 8, missing: 0 });
    const controller = new AbortController();
    const work = shapValues(ensemble, table, { signal: controller.signal });
    controller.abort();
    await expect(work).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('take seconds, not minutes', async () => {
    const ensemble = randomEnsemble({
      seed: 1,
      columns: 103,
      asked: 103,
      groups: 10,
      trees: 600,
      depth: 6,
    });
    const table = randomTable({ seed: 2, rows: 200, columns: 103, missing: 0.01 });
    const started = performance.now();
    await shapValues(ensemble, table);
    const seconds = (performance.now() - started) / 1000;
    console.info(`200 rows × 600 full trees of depth 6: ${seconds.toFixed(2)} s`);
    expect(seconds).toBeLessThan(10); // 3 s on a machine that does nothing else
  });
});

/** What the trees say on average of rows of which only some columns are known. */
function expectation(ensemble: Ensemble, x: ArrayLike<number>, known: readonly boolean[]): number {
  const walk = (tree: Ensemble['trees'][number], node: number): number => {
    const asked = tree.column[node]!;
    if (asked < 0) return tree.value[node]!;
    const [left, right] = [node + 1, tree.right[node]!];
    if (known[asked]) {
      const goesLeft = Number.isNaN(x[asked]!)
        ? tree.missingLeft[node] === 1
        : x[asked]! < tree.value[node]!;
      return walk(tree, goesLeft ? left : right);
    }
    const [a, b] = [tree.cover[left]!, tree.cover[right]!];
    return (a * walk(tree, left) + b * walk(tree, right)) / (a + b);
  };
  return ensemble.trees.reduce((sum, tree) => sum + walk(tree, 0), 0);
}

function shapleyValues(columns: number, play: (known: readonly boolean[]) => number): number[] {
  const orders = permutationsOf([...Array(columns).keys()]);
  return Array.from({ length: columns }, (_, column) => {
    const gains = orders.map((order) => {
      const before = order.slice(0, order.indexOf(column));
      const without = Array.from({ length: columns }, (__, i) => before.includes(i));
      return play(without.map((is, i) => is || i === column)) - play(without);
    });
    return gains.reduce((a, b) => a + b, 0) / gains.length;
  });
}

function permutationsOf(items: readonly number[]): number[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item) =>
    permutationsOf(items.filter((other) => other !== item)).map((rest) => [item, ...rest]),
  );
}
