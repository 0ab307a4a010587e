// Reads Mulan's multi-label sets: dense ARFF whose last columns are labels of 0 or 1, named in an XML file beside it.

import { readFileSync } from 'node:fs';
import { createMatrix } from '../../src/core/matrix';
import type { Labels, TableInput } from '../../src/trainers/trainer';

export interface MultiLabelRows {
  readonly x: TableInput;
  readonly y: Required<Labels>;
}

/** All rows, or those at `chosen`. The main label of a row is the first it has. */
export function readMultiLabelArff(arff: URL, chosen?: readonly number[]): MultiLabelRows {
  const lines = readFileSync(arff, 'utf8').split(/\r?\n/);
  const names = lines.flatMap((line) => /^@attribute\s+(\S+)/i.exec(line)?.[1] ?? []);
  const xml = readFileSync(new URL(arff.href.replace(/\.arff$/, '.xml')), 'utf8');
  const numLabels = [...xml.matchAll(/<label name=/g)].length;
  const numColumns = names.length - numLabels;

  const start = lines.findIndex((line) => /^@data/i.test(line)) + 1;
  const all = lines
    .slice(start)
    .flatMap((line) => (line.trim() ? [line.split(',').map(Number)] : []));
  const rows = (chosen ?? [...all.keys()]).map((index) => all[index]!);
  const features = rows.map((row) => row.slice(0, numColumns));
  const memberships = rows.map((row) => row.slice(numColumns));
  const values = Float32Array.from(features.flat());
  return {
    x: {
      kind: 'table',
      matrix: createMatrix(rows.length, numColumns, values),
      columnNames: names.slice(0, numColumns),
    },
    y: {
      classes: names.slice(numColumns),
      memberships: Uint8Array.from(memberships.flat()),
      indices: Int32Array.from(memberships, (row) => row.indexOf(1)),
    },
  };
}
