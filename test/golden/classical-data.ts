// The inputs of `classical.json`, by the formula of `make_classical.py`.

import { createMatrix, takeRows } from '../../src/core/matrix';
import type { LabelledInput, TableInput } from '../../src/trainers/trainer';

export interface ClassicalSet {
  readonly train: number;
  readonly test: number;
  readonly columns: number;
  readonly classes: number;
  /** One value in so many is missing; 0 for none. */
  readonly missing: number;
  readonly seed: number;
}

export function makeClassicalSet(
  spec: ClassicalSet,
): Record<'train' | 'test', LabelledInput<TableInput>> {
  const next = minimalStandard(spec.seed);
  const rows = spec.train + spec.test;
  const matrix = createMatrix(rows, spec.columns);
  for (let k = 0; k < matrix.data.length; k++) {
    const column = k % spec.columns;
    const label = Math.floor(k / spec.columns) % spec.classes;
    const noise = ((next() % 1000) + (next() % 1000) + (next() % 1000)) / 500 - 3;
    const value = noise + (column % spec.classes === label ? 1 : 0);
    const isMissing = spec.missing > 0 && next() % spec.missing === 0;
    matrix.data[k] = column === 0 ? 5 : isMissing ? NaN : column === 1 ? value * 1000 : value;
  }
  const columnNames = Array.from({ length: spec.columns }, (_, column) => `column ${column}`);
  const classes = Array.from({ length: spec.classes }, (_, k) => `class ${k}`);
  const part = (begin: number, end: number): LabelledInput<TableInput> => {
    const chosen = Int32Array.from({ length: end - begin }, (_, i) => begin + i);
    return {
      x: { kind: 'table', matrix: takeRows(matrix, chosen), columnNames },
      y: { indices: chosen.map((row) => row % spec.classes), classes },
    };
  };
  return { train: part(0, spec.train), test: part(spec.train, rows) };
}

/** Park and Miller's generator: exact in double precision. */
function minimalStandard(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 16807) % 2147483647);
}
