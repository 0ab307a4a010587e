// Which values a column usually has in each genre: quartiles over the training clips.

import type { Matrix } from '../../core/matrix';
import { quantile } from '../../datasets/feature-profile-order';
import type { Labels } from '../../trainers/trainer';

export interface Quartiles {
  readonly lower: number;
  readonly median: number;
  readonly upper: number;
}

export interface TypicalValues {
  /** Clips of each class that were looked at. */
  readonly clips: readonly number[];
  /** Shape [classes][columns]; null where no clip has a value. */
  readonly quartiles: readonly (readonly (Quartiles | null)[])[];
}

/** @param matrix shape [clips, columns]; what is not finite is missing */
export function typicalValues(matrix: Matrix, labels: Labels): TypicalValues {
  const rowsOf = labels.classes.map((_, index) => rowsOfClass(labels, index));
  return {
    clips: rowsOf.map((rows) => rows.length),
    quartiles: rowsOf.map((rows) =>
      Array.from({ length: matrix.columns }, (_, column) => quartilesOf(matrix, rows, column)),
    ),
  };
}

function rowsOfClass({ indices, memberships, classes }: Labels, index: number): number[] {
  const all = Array.from(indices, (_, i) => i);
  return all.filter((i) =>
    memberships ? memberships[i * classes.length + index] === 1 : indices[i] === index,
  );
}

function quartilesOf(
  { data, columns }: Matrix,
  rows: readonly number[],
  column: number,
): Quartiles | null {
  const sorted = Float32Array.from(rows, (i) => data[i * columns + column]!)
    .filter(Number.isFinite)
    .sort();
  if (sorted.length === 0) return null;
  const at = (share: number): number => quantile({ sorted, skipped: -1 }, share);
  return { lower: at(0.25), median: at(0.5), upper: at(0.75) };
}
