// Prototypes ("few-shot", Snell et al. 2017, by cosine): each genre is the mean of its clips' directions, and a clip is of
// the genre whose direction is nearest. Nothing is learned but how sure to be (the temperature). Plain arithmetic.

import { createMatrix, type Matrix } from '../../core/matrix';
import { scoreLabels } from '../score-labels';
import type { LabelledRows } from '../standardiser';
import type { Labels } from '../trainer';
import { logistic, softmaxRows } from '../trees/softmax';

export interface Prototypes {
  /** With several labels a clip, each label is a yes–no question between its clips and the others. */
  readonly link: 'softmax' | 'sigmoid';
  /**
   * Unit vectors, one a class; zeros for a class without training clips. With `sigmoid`, those of the clips without each
   * label follow.
   */
  readonly directions: Matrix;
  /** Training clips of each class; with `sigmoid` then those without it. */
  readonly counts: Int32Array;
  /** Cosines are divided by it. */
  readonly temperature: number;
}

/** Tried in turn: 0.01…2.56, four to an octave. */
const TEMPERATURES = Array.from({ length: 33 }, (_, i) => 0.01 * 2 ** (i / 4));
/** Where no clip is left to choose one by. */
const USUAL_TEMPERATURE = 0.1;

export interface FittedPrototypes {
  readonly prototypes: Prototypes;
  /** Of the training rows, each left out of its own prototypes, shape [rows, classes]. */
  readonly train: Matrix;
}

type Breathe = (share: number) => Promise<void>;

/**
 * @param rows standardised training rows
 * @param held validation rows, by which the temperature is chosen; without them the training rows are, each left out of its
 * own prototypes
 */
export async function fitPrototypes(
  rows: Matrix,
  labels: Labels,
  held: LabelledRows | null,
  breathe: Breathe,
): Promise<FittedPrototypes> {
  const link = labels.memberships ? 'sigmoid' : 'softmax';
  const sums = sumDirections(rows, labels);
  const directions = createMatrix(sums.totals.rows, rows.columns);
  for (let k = 0; k < directions.rows; k++) {
    directions.data.set(unit(rowOf(sums.totals, k)), k * rows.columns);
  }
  const own = await cosinesLeftOut(rows, sums, breathe);
  const others = held && (await cosinesOf(held.matrix, directions, breathe));
  const isSingle = sums.counts.every((count) => count < 2);
  const judged =
    held && others ? { cosines: others, labels: held.labels } : { cosines: own, labels };
  const shape = { link, counts: sums.counts } as const;
  const temperature =
    isSingle && !held
      ? USUAL_TEMPERATURE
      : best(TEMPERATURES, (value) => {
          const answers = answersOf(judged.cosines, { ...shape, temperature: value });
          return scoreLabels(answers, judged.labels).loss;
        });
  const prototypes = { ...shape, directions, temperature };
  return { prototypes, train: answersOf(own, prototypes) };
}

/** Class probabilities of standardised rows, shape [rows, classes]. */
export async function predictPrototypes(
  prototypes: Prototypes,
  rows: Matrix,
  breathe: Breathe,
): Promise<Matrix> {
  return answersOf(await cosinesOf(rows, prototypes.directions, breathe), prototypes);
}

interface DirectionSums {
  /** Sum of the directions of each prototype's rows, shape [prototypes, columns]. */
  readonly totals: Matrix;
  readonly counts: Int32Array;
  /** Whether a row is among those of a prototype. */
  has(row: number, prototype: number): boolean;
}

function sumDirections(rows: Matrix, { indices, classes, memberships }: Labels): DirectionSums {
  const width = classes.length;
  const has = (row: number, k: number): boolean => {
    if (!memberships) return indices[row] === k;
    return memberships[row * width + (k % width)] === (k < width ? 1 : 0);
  };
  const totals = createMatrix(memberships ? 2 * width : width, rows.columns);
  const counts = new Int32Array(totals.rows);
  for (let i = 0; i < rows.rows; i++) {
    const direction = unit(rowOf(rows, i));
    for (let k = 0; k < totals.rows; k++) {
      if (!has(i, k)) continue;
      counts[k]!++;
      const total = rowOf(totals, k);
      for (let j = 0; j < total.length; j++) total[j]! += direction[j]!;
    }
  }
  return { totals, counts, has };
}

/** Of each training row with the prototypes as they are without it; a row that is alone in one stays in it. */
async function cosinesLeftOut(
  rows: Matrix,
  { totals, counts, has }: DirectionSums,
  breathe: Breathe,
): Promise<Matrix> {
  const cosines = createMatrix(rows.rows, totals.rows);
  for (let i = 0; i < rows.rows; i++) {
    const direction = unit(rowOf(rows, i));
    for (let k = 0; k < totals.rows; k++) {
      const total = rowOf(totals, k);
      const isLeftOut = has(i, k) && counts[k]! > 1;
      const others = isLeftOut ? total.map((value, j) => value - direction[j]!) : total;
      cosines.data[i * totals.rows + k] = dot(direction, others) / Math.max(norm(others), SMALLEST);
    }
    await breathe((0.5 * i) / rows.rows);
  }
  return cosines;
}

async function cosinesOf(rows: Matrix, directions: Matrix, breathe: Breathe): Promise<Matrix> {
  const cosines = createMatrix(rows.rows, directions.rows);
  for (let i = 0; i < rows.rows; i++) {
    const direction = unit(rowOf(rows, i));
    for (let k = 0; k < directions.rows; k++) {
      cosines.data[i * directions.rows + k] = dot(direction, rowOf(directions, k));
    }
    await breathe(i / rows.rows);
  }
  return cosines;
}

/** @param cosines shape [rows, prototypes] */
function answersOf(
  { data, rows, columns }: Matrix,
  { link, counts, temperature }: Omit<Prototypes, 'directions'>,
): Matrix {
  if (link === 'softmax') {
    const logits = Float64Array.from(data, (cosine, cell) =>
      counts[cell % columns]! > 0 ? cosine / temperature : -Infinity,
    );
    softmaxRows(logits, columns, logits);
    return createMatrix(rows, columns, Float32Array.from(logits));
  }
  const width = columns / 2;
  const answers = createMatrix(rows, width);
  for (let i = 0; i < rows; i++) {
    for (let k = 0; k < width; k++) {
      const yes = data[i * columns + k]!;
      const no = data[i * columns + width + k]!;
      // How common the label is counts as much as in Bayes' rule; half a clip keeps it finite.
      const prior = Math.log((counts[k]! + 0.5) / (counts[width + k]! + 0.5));
      answers.data[i * width + k] = logistic((yes - no) / temperature + prior);
    }
  }
  return answers;
}

/** Below it a vector has no direction. */
const SMALLEST = 1e-12;

function unit(values: Float32Array): Float32Array {
  const length = norm(values);
  return length < SMALLEST
    ? new Float32Array(values.length)
    : values.map((value) => value / length);
}

function norm(values: Float32Array): number {
  return Math.sqrt(dot(values, values));
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += a[j]! * b[j]!;
  return sum;
}

function rowOf({ data, columns }: Matrix, row: number): Float32Array {
  return data.subarray(row * columns, (row + 1) * columns);
}

/** The one of the lowest loss; the first among equals. */
function best(values: readonly number[], lossOf: (value: number) => number): number {
  const losses = values.map(lossOf);
  return values[losses.indexOf(Math.min(...losses))]!;
}
