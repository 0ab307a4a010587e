// A fitted support vector machine as plain JSON and back. Nothing that is read is trusted.

import * as v from 'valibot';
import { EarmarkError } from '../../core/errors';
import { createMatrix } from '../../core/matrix';
import { parseSaved } from '../saved';
import { pack, packedFloat32, packedInt32 } from '../packed';
import { standardiserFromJson } from '../standardiser';
import type { ModelJson } from '../trainer';
import type { Machine } from './machines';
import { createRbfRows } from './rbf-kernel';
import type { SvmModel } from './svm-model';

export const TRAINER_ID = 'svm';

const finite = v.pipe(v.number(), v.finite());
const count = v.pipe(v.number(), v.integer(), v.minValue(0));

const MachineSchema = v.object({
  first: count,
  second: count,
  rows: packedInt32,
  coefficients: packedFloat32,
  rho: finite,
  sigmoid: v.object({ slope: finite, offset: finite }),
});

const ModelSchema = v.object({
  trainer: v.literal(TRAINER_ID),
  classes: v.pipe(v.array(v.string()), v.minLength(2)),
  state: v.object({
    standardiser: v.unknown(),
    numClasses: count,
    bestEpoch: v.pipe(count, v.minValue(1)),
    gamma: v.pipe(finite, v.minValue(0)),
    numVectors: count,
    vectors: packedFloat32,
    present: v.pipe(v.array(count), v.minLength(1)),
    /** Of present classes (a, b): (0, 1), (0, 2), …, (1, 2), … */
    machines: v.array(MachineSchema),
  }),
});

export function svmToJson(model: SvmModel): ModelJson {
  const { classes, standardiser, vectors, machines, present, bestEpoch } = model;
  const state = {
    standardiser: standardiser.toJSON(),
    numClasses: classes.length,
    bestEpoch,
    gamma: vectors.gamma,
    numVectors: vectors.matrix.rows,
    vectors: pack(vectors.matrix.data),
    present,
    machines: machines.map(({ rows, coefficients, ...rest }) => ({
      ...rest,
      rows: pack(rows),
      coefficients: pack(coefficients),
    })),
  };
  return { version: 1, trainer: TRAINER_ID, classes, state };
}

/** Throws `model-incompatible` if it is not a model of this trainer. */
export function svmFromJson(json: unknown): SvmModel {
  const { classes, state } = parseSaved(ModelSchema, json, 'model-incompatible');
  const { numClasses, bestEpoch, gamma, numVectors, present, machines } = state;
  const standardiser = standardiserFromJson(state.standardiser);
  const { numColumns } = standardiser;
  if (numClasses !== classes.length) refuse(`${classes.length} classes instead of ${numClasses}`);
  if (state.vectors.length !== numVectors * numColumns) {
    refuse(`${state.vectors.length} values for ${numVectors} vectors of ${numColumns}`);
  }
  if (present.some((k, i) => k >= numClasses || k <= (present[i - 1] ?? -1))) {
    refuse(`classes ${present.join()} of ${numClasses}`);
  }
  const pairs = pairsOf(present);
  if (machines.length !== pairs.length) {
    refuse(`${machines.length} machines instead of ${pairs.length}`);
  }
  pairs.forEach((pair, i) => checkMachine(machines[i]!, pair, numVectors));
  const matrix = createMatrix(numVectors, numColumns, state.vectors);
  const vectors = createRbfRows(matrix, gamma);
  return { classes, standardiser, vectors, machines, present, bestEpoch };
}

/** Each two of the classes, in libsvm's order. */
export function pairsOf(present: readonly number[]): (readonly [number, number])[] {
  return present.flatMap((first, i) =>
    present.slice(i + 1).map((second) => [first, second] as const),
  );
}

function checkMachine(
  { first, second, rows, coefficients }: Machine,
  pair: readonly [number, number],
  numVectors: number,
): void {
  if (first !== pair[0] || second !== pair[1]) {
    refuse(`a machine for classes ${first} and ${second} instead of ${pair.join(' and ')}`);
  }
  if (rows.length !== coefficients.length) refuse('a machine with lists of different lengths');
  if (rows.some((row) => row < 0 || row >= numVectors)) {
    refuse(`a machine with a vector beyond the ${numVectors}`);
  }
}

function refuse(got: string): never {
  throw new EarmarkError('model-incompatible', got);
}
