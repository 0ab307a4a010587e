import { describe, expect, it } from 'vitest';
import { createMatrix } from '../../core/matrix';
import { createRandom } from '../../core/random';
import { binTable } from './binning';
import { growTree } from './grow-tree';
import { NodeEngine } from './node-engine';
import type { GrowOptions } from './tree-task';
import { addTree, type Tree } from './tree';

const OPTIONS: GrowOptions = {
  eta: 1,
  maxDepth: 3,
  minChildWeight: 0,
  gamma: 0,
  lambda: 0,
  alpha: 0,
};

const NAN = Number.NaN;

/** One column; with hessian 1 and gradient −target, leaves are the means of their targets. */
async function growOn(
  values: number[],
  targets: number[],
  some: Partial<GrowOptions> = {},
): Promise<Tree> {
  const matrix = createMatrix(values.length, 1, Float32Array.from(values));
  const options = { ...OPTIONS, ...some };
  const { layout, bins } = await binTable(matrix, 256, () => Promise.resolve());
  const engine = new NodeEngine(layout, bins, options);
  const pairs = Float32Array.from(targets.flatMap((target) => [-target, 1]));
  const task = { pairs, rows: null, columns: Int32Array.of(0) };
  const { tree, binned } = await growTree([engine], [task], { layout, options });
  expect([...engine.answer(binned)].map((answer) => answer + 0)).toEqual(answers(tree, values));
  return tree;
}

function answers(tree: Tree, values: number[]): number[] {
  const margins = new Float32Array(values.length);
  const matrix = createMatrix(values.length, 1, Float32Array.from(values));
  addTree(tree, matrix, margins, { group: 0, numGroups: 1 });
  return [...margins];
}

describe('growTree', () => {
  it('cuts between two groups and answers with their means', async () => {
    const tree = await growOn([1, 2, 5, 6], [0, 2, 9, 11], { maxDepth: 1 });
    expect([...tree.column]).toEqual([0, -1, -1]);
    expect(tree.value[0]).toBe(5);
    expect(answers(tree, [1, 3, 4, 5, 100])).toEqual([1, 1, 1, 10, 10]);
  });

  it('sends missing values where they fit best', async () => {
    const values = [1, 2, NAN, 5, 6];
    expect(answers(await growOn(values, [0, 0, 0, 9, 9]), [NAN, Infinity])).toEqual([0, 0]);
    expect(answers(await growOn(values, [0, 0, 9, 9, 9]), [NAN, Infinity])).toEqual([9, 9]);
  });

  it('asks whether a value is missing when that says it all', async () => {
    expect(answers(await growOn([1, NAN, 2, NAN], [3, 7, 3, 7]), [1.5, NAN])).toEqual([3, 7]);
  });

  it('stays a leaf when a split gains nothing, too little, or leaves too few rows', async () => {
    expect((await growOn([1, 2, 3], [4, 4, 4])).column.length).toBe(1);
    expect((await growOn([1, 1, 1], [0, 5, 9])).column.length).toBe(1);
    // The split gains 0² / 2 + 4² / 2 − 4² / 4 = 4 (sums of targets, squared, by the number of rows).
    const split = { maxDepth: 1, minChildWeight: 2 };
    expect((await growOn([1, 2, 3, 4], [0, 0, 2, 2], { ...split, gamma: 4 })).column.length).toBe(
      3,
    );
    expect((await growOn([1, 2, 3, 4], [0, 0, 2, 2], { ...split, gamma: 4.1 })).column.length).toBe(
      1,
    );
    expect((await growOn([1, 2, 3], [0, 0, 2], split)).column.length).toBe(1);
  });

  it('shrinks leaves by lambda, alpha and eta', async () => {
    const leaf = await growOn([1, 1], [3, 3], { lambda: 1, alpha: 1.5, eta: 0.5 });
    expect(leaf.value[0]).toBeCloseTo((0.5 * (6 - 1.5)) / (2 + 1));
  });

  it('finds the same leaves as a search through every partition', async () => {
    const random = createRandom(5);
    const values = Array.from({ length: 40 }, () => random.integer(12));
    const targets = values.map((value) => Math.sin(value) + random.normal() / 4);
    const tree = await growOn(values, targets, { maxDepth: 2, minChildWeight: 2 });
    const expected = bestMeans(values, targets, 2);
    answers(tree, values).forEach((answer, i) => expect(answer).toBeCloseTo(expected[i]!, 5));
  });
});

/** Greedy regression tree by brute force: what each row is answered. */
function bestMeans(values: number[], targets: number[], depth: number): number[] {
  const mean = (list: number[]): number => list.reduce((a, b) => a + b, 0) / list.length;
  const error = (list: number[]): number =>
    list.reduce((sum, target) => sum + (target - mean(list)) ** 2, 0);
  let best = { error: error(targets), cut: -Infinity };
  for (const cut of depth > 0 ? values : []) {
    const left = targets.filter((_, i) => values[i]! < cut);
    const right = targets.filter((_, i) => values[i]! >= cut);
    if (left.length < 2 || right.length < 2) continue;
    const total = error(left) + error(right);
    if (total < best.error - 1e-6) best = { error: total, cut };
  }
  if (best.cut === -Infinity) return targets.map(() => mean(targets));
  const answersOf = (keep: (value: number) => boolean): number[] =>
    bestMeans(
      values.filter(keep),
      targets.filter((_, i) => keep(values[i]!)),
      depth - 1,
    );
  const sides = [answersOf((value) => value < best.cut), answersOf((value) => value >= best.cut)];
  return values.map((value) => sides[value < best.cut ? 0 : 1]!.shift()!);
}
