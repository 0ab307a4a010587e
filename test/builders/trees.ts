// Made-up trees and tables for what reads trees: any shape, with the covers a real one has.

import { createMatrix, type Matrix } from '../../src/core/matrix';
import { createRandom, type Random } from '../../src/core/random';
import type { Ensemble } from '../../src/trainers/trees/model-json';
import type { Tree } from '../../src/trainers/trees/tree';

export interface RandomEnsembleOptions {
  readonly seed: number;
  readonly columns: number;
  /** Only the first of the columns are asked. */
  readonly asked: number;
  readonly groups: number;
  readonly trees: number;
  /** Full to depth 6; below that one way goes on, so that deep trees stay small. */
  readonly depth: number;
  /** One way from the start. */
  readonly chain?: boolean;
}

export function randomEnsemble(options: RandomEnsembleOptions): Ensemble {
  const { seed, columns, groups, trees } = options;
  const random = createRandom(seed);
  const names = (length: number, what: string): string[] =>
    Array.from({ length }, (_, i) => `${what} ${i}`);
  return {
    classes: names(Math.max(2, groups), 'class'),
    objective: groups > 1 ? 'multi:softprob' : 'binary:logistic',
    baseMargins: Array.from({ length: groups }, () => random.normal()),
    columnNames: names(columns, 'column'),
    trees: Array.from({ length: trees }, () => randomTree(options, random)),
    treeGroups: Array.from({ length: trees }, (_, i) => i % groups),
    rounds: Math.ceil(trees / groups),
  };
}

const FULL_DEPTH = 6;

function randomTree({ asked, depth, chain = false }: RandomEnsembleOptions, random: Random): Tree {
  const nodes: { column: number; value: number; right: number; missing: number; cover: number }[] =
    [];
  const grow = (level: number, cover: number, goesOn: boolean): void => {
    const isLeaf = level >= depth || !goesOn;
    const node = {
      column: isLeaf ? -1 : random.integer(asked),
      value: isLeaf ? random.normal() : 2 * random.next() - 1,
      right: 0,
      missing: isLeaf ? 0 : random.integer(2),
      cover,
    };
    nodes.push(node);
    if (isLeaf) return;
    const isFull = level < FULL_DEPTH && !chain;
    const leftGoesOn = random.integer(2) === 1;
    const leftCover = cover * (0.1 + 0.8 * random.next());
    grow(level + 1, leftCover, isFull || leftGoesOn);
    node.right = nodes.length;
    grow(level + 1, cover - leftCover, isFull || !leftGoesOn);
  };
  grow(0, 100, true);
  return {
    column: Int32Array.from(nodes, (node) => node.column),
    value: Float32Array.from(nodes, (node) => node.value),
    right: Int32Array.from(nodes, (node) => node.right),
    missingLeft: Uint8Array.from(nodes, (node) => node.missing),
    gain: Float32Array.from(nodes, (node) => (node.column < 0 ? 0 : node.cover / 10)),
    cover: Float32Array.from(nodes, (node) => node.cover),
  };
}

/** Normal values; `missing` of them, 0…1, are not there. */
export function randomTable({
  seed,
  rows,
  columns,
  missing,
}: {
  seed: number;
  rows: number;
  columns: number;
  missing: number;
}): Matrix {
  const random = createRandom(seed).fork('table');
  const data = Float32Array.from({ length: rows * columns }, () => {
    const value = random.normal();
    return random.next() < missing ? NaN : value;
  });
  return createMatrix(rows, columns, data);
}
