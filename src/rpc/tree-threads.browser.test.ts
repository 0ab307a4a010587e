// Trees grown by real workers are those that one thread grows.

import { expect, it } from 'vitest';
import { createMatrix } from '../core/matrix';
import { createRandom } from '../core/random';
import { boostedTreesTrainer } from '../trainers/boosted-trees';
import type { TableInput } from '../trainers/trainer';
import { createTreeThreads } from './tree-threads';

const create = (name: string): Worker =>
  new Worker(new URL('../../workers/trees.ts', import.meta.url), { type: 'module', name });

const ROWS = 7000;
const COLUMNS = 140;
const CLASSES = 4;
const PARAMS = {
  rounds: 25,
  max_depth: 6,
  eta: 0.3,
  max_bin: 64,
  subsample: 0.7,
  colsample_bytree: 1,
};

it.each([
  ['copies of the table', 2, false],
  ['more threads than trees', 6, false],

  ['one table for all', 2, true],
])(
  '%s',
  async (_, cores, isolated) => {
    const random = createRandom(1);
    const indices = Int32Array.from({ length: ROWS }, () => random.integer(CLASSES));
    const data = Float32Array.from({ length: ROWS * COLUMNS }, (_value, i) => {
      const row = Math.floor(i / COLUMNS);
      return random.normal() + (i % CLASSES === indices[row] ? 0.5 : 0);
    });
    const matrix = createMatrix(ROWS, COLUMNS, data);
    const columnNames = Array.from({ length: COLUMNS }, (_name, i) => `c${i}`);
    const x: TableInput = { kind: 'table', matrix, columnNames };
    const y = { indices, classes: ['a', 'b', 'c', 'd'] };

    const alone = await boostedTreesTrainer.fit(x, y, PARAMS, { seed: 1 });
    let workers = 0;
    const counted = (name: string): Worker => {
      workers++;
      return create(name);
    };
    const treeThreads = createTreeThreads({ create: counted, cores, isolated });
    const together = await boostedTreesTrainer.fit(x, y, PARAMS, { seed: 1, treeThreads });
    expect(workers).toBeGreaterThan(1);
    expect(together.toJSON()).toEqual(alone.toJSON());
  },
  60_000,
);
