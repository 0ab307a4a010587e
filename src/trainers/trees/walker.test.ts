import { expect, it } from 'vitest';
import { randomEnsemble, randomTable } from '../../../test/builders/trees';
import { addTree } from './tree';
import { TreeWalker } from './walker';

const noPause = (): Promise<void> => Promise.resolve();

it.each([
  ['a few rows', 7, 5],
  ['more rows than a block holds', 900, 60],
  ['a wide table', 9, 40_000],
])('answers as the walk of one tree does: %s', async (_, rows, columns) => {
  const make = (seed: number) => {
    const size = { columns, asked: Math.min(columns, 30), groups: 3, trees: 14, depth: 6 };
    const { trees, treeGroups } = randomEnsemble({ seed, ...size });
    return { trees, groups: treeGroups, numGroups: 3, columns };
  };
  const table = randomTable({ seed: 2, rows, columns, missing: 0.2 });
  table.data[columns + 1] = Infinity;
  const ensembles = [make(1), make(5)];
  const walkers = ensembles.map((ensemble) => new TreeWalker(ensemble));
  // Both at the same time: they share one kernel.
  const answers = await Promise.all(
    walkers.map(async (walker) => {
      const margins = new Float32Array(rows * 3).fill(0.25);
      await walker.add(table, margins, noPause);
      return margins;
    }),
  );
  ensembles.forEach(({ trees, groups }, i) => {
    const expected = new Float32Array(rows * 3).fill(0.25);
    trees.forEach((tree, k) => addTree(tree, table, expected, { group: groups[k]!, numGroups: 3 }));
    expect(answers[i]).toEqual(expected);
  });
});

it('has nothing to add without trees or rows', async () => {
  const walker = new TreeWalker({ trees: [], groups: [], numGroups: 1, columns: 2 });
  const margins = Float32Array.of(1, 2);
  await walker.add(randomTable({ seed: 1, rows: 2, columns: 2, missing: 0 }), margins, noPause);
  expect([...margins]).toEqual([1, 2]);
});
