// A fitted support vector machine: the rows that count, what each two classes make of them, and its probabilities.

import { createMatrix, takeRows, type Matrix } from '../../core/matrix';
import type { Standardiser } from '../standardiser';
import { coupleProbabilities } from './coupling';
import type { Machine } from './machines';
import { probabilityOf } from './platt';
import { createRbfRows, kernelWith, type RbfRows } from './rbf-kernel';

export interface SvmModel {
  readonly classes: readonly string[];
  readonly standardiser: Standardiser;
  /** Support vectors of all machines, standardised; the machines' rows are theirs. */
  readonly vectors: RbfRows;
  readonly machines: readonly Machine[];
  /** Class indices there were training rows of, ascending. */
  readonly present: readonly number[];
  /** Try that it comes from, counted from 1. */
  readonly bestEpoch: number;
}

/** Keeps only the rows that any machine counts. */
export function keepSupportVectors(
  rows: RbfRows,
  machines: readonly Machine[],
): Pick<SvmModel, 'vectors' | 'machines'> {
  const kept = [...new Set(machines.flatMap((machine) => [...machine.rows]))].sort((a, b) => a - b);
  const placeOf = new Map(kept.map((row, place) => [row, place]));
  return {
    vectors: createRbfRows(takeRows(rows.matrix, kept), rows.gamma),
    machines: machines.map((machine) => ({
      ...machine,
      rows: machine.rows.map((row) => placeOf.get(row)!),
    })),
  };
}

const PRODUCTS_PER_PAUSE = 4_000_000;

/**
 * Class probabilities, shape [rows, classes].
 * @param matrix standardised
 * @param breathe awaited often, with the finished share of the rows
 */
export async function predictSvm(
  { data, rows, columns }: Matrix,
  model: SvmModel,
  breathe: (share: number) => Promise<void>,
): Promise<Matrix> {
  const numClasses = model.classes.length;
  const probabilities = createMatrix(rows, numClasses);
  const decide = createDecider(model);
  const rowsPerPause = Math.ceil(
    PRODUCTS_PER_PAUSE / Math.max(1, model.vectors.matrix.data.length),
  );
  for (let begin = 0; begin < rows; begin += rowsPerPause) {
    await breathe(begin / rows);
    const end = Math.min(begin + rowsPerPause, rows);
    const block = createMatrix(end - begin, columns, data.subarray(begin * columns, end * columns));
    probabilities.data.set(toProbabilities(decide(block), model).data, begin * numClasses);
  }
  return probabilities;
}

/** A function that gives decision values, shape [rows, machines], of standardised rows. */
export function createDecider({
  vectors,
  machines,
}: Pick<SvmModel, 'vectors' | 'machines'>): (matrix: Matrix) => Matrix {
  const numVectors = vectors.matrix.rows;
  const all = Int32Array.from({ length: numVectors }, (_, i) => i);
  const kernel = new Float64Array(numVectors);
  const query = new Float64Array(vectors.matrix.columns);
  return ({ data, rows, columns }) => {
    const decisions = createMatrix(rows, machines.length);
    for (let i = 0; i < rows; i++) {
      query.set(data.subarray(i * columns, (i + 1) * columns));
      kernelWith(query, vectors, { chosen: all, out: kernel });
      machines.forEach(({ rows: own, coefficients, rho }, m) => {
        let sum = -rho;
        for (let k = 0; k < own.length; k++) sum += coefficients[k]! * kernel[own[k]!]!;
        decisions.data[i * machines.length + m] = sum;
      });
    }
    return decisions;
  };
}

/** Pairwise probabilities stay this far from 0 and 1 (libsvm's value). */
const MARGIN = 1e-7;

/** Class probabilities from decision values, shape [rows, classes]; a class that nothing was learned of has 0. */
function toProbabilities(
  { data, rows, columns }: Matrix,
  { classes, machines, present }: Pick<SvmModel, 'classes' | 'machines' | 'present'>,
): Matrix {
  const probabilities = createMatrix(rows, classes.length);
  const count = present.length;
  const placeOf = new Map(present.map((k, place) => [k, place]));
  const pairwise = new Float64Array(count * count);
  for (let i = 0; i < rows; i++) {
    machines.forEach(({ first, second, sigmoid }, m) => {
      const [a, b] = [placeOf.get(first)!, placeOf.get(second)!];
      const p = probabilityOf(data[i * columns + m]!, sigmoid);
      pairwise[a * count + b] = Math.min(1 - MARGIN, Math.max(MARGIN, p));
      pairwise[b * count + a] = 1 - pairwise[a * count + b]!;
    });
    const own = count === 1 ? [1] : coupleProbabilities(pairwise, count);
    present.forEach((k, place) => (probabilities.data[i * classes.length + k] = own[place]!));
  }
  return probabilities;
}
