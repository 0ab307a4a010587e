// Tables that trainers are measured on: scikit-learn's digits, and Kaggle's 57 columns of GTZAN where they are.

import { readFileSync } from 'node:fs';
import { createMatrix, takeRows } from '../../src/core/matrix';
import type { LabelledInput, TableInput } from '../../src/trainers/trainer';
import digits from '../golden/digits.json';
import { realDataPath } from './real-music';

/** 1797 rows of 64 pixels. */
export function readDigits(): LabelledInput<TableInput> {
  const data = Float32Array.from(Buffer.from(digits.pixels, 'base64'));
  const classes = Array.from({ length: 10 }, (_, digit) => String(digit));
  const indices = Int32Array.from(Buffer.from(digits.labels, 'base64'));
  const columnNames = Array.from({ length: digits.columns }, (_, i) => `pixel ${i}`);
  const matrix = createMatrix(digits.rows, digits.columns, data);
  return { x: { kind: 'table', matrix, columnNames }, y: { indices, classes } };
}

/** 1,000 rows; null where the file is not there. */
export function readGtzan57(): LabelledInput<TableInput> | null {
  const path = realDataPath('gtzan_features_30_sec.csv');
  if (path === null) return null;
  const [header, ...rows] = readFileSync(path, 'utf8')
    .trim()
    .split(/\r?\n/)
    .map((line) => line.split(','));
  const columnNames = header!.slice(2, -1);
  const classes = [...new Set(rows.map((row) => row.at(-1)!))].sort();
  const data = Float32Array.from(rows.flatMap((row) => row.slice(2, -1).map(Number)));
  const indices = Int32Array.from(rows, (row) => classes.indexOf(row.at(-1)!));
  const matrix = createMatrix(rows.length, columnNames.length, data);
  return { x: { kind: 'table', matrix, columnNames }, y: { indices, classes } };
}

export function takeLabelledRows(
  { x, y }: LabelledInput<TableInput>,
  rows: readonly number[],
): LabelledInput<TableInput> {
  return {
    x: { ...x, matrix: takeRows(x.matrix, rows) },
    y: { ...y, indices: Int32Array.from(rows, (row) => y.indices[row]!) },
  };
}
