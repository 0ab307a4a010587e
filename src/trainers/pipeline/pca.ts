// Condenses columns to fewer that keep most of the variance, as scikit-learn's PCA: components are unit vectors, the
// one with the most variance first, each with its largest loading positive.

import * as v from 'valibot';
import { EarmarkError } from '../../core/errors';
import { createMatrix, type Matrix } from '../../core/matrix';
import { shortestFloat32 } from '../trees/flat-trees';
import { covarianceOf } from './covariance';
import { eigenOf } from './eigen';
import type { RowBlocks } from './row-blocks';
import { checkWidth, clampToFloat32, finiteNumber, type FittedStep } from './step';
import { parseSaved } from '../saved';

/** Components with less than this share of the first one's variance are rounding, not music. */
const RANK_TOLERANCE = 1e-10;

export interface Pca extends FittedStep {
  readonly numComponents: number;
  /** Shape [numComponents, columns]. */
  readonly components: Float32Array;
  /** Variance along every component there could be, largest first, shape [columns]; the first `numComponents` are kept. */
  readonly explainedVariance: readonly number[];
  /** The same as shares of the whole, 0…1. */
  readonly explainedVarianceRatio: readonly number[];
}

interface PcaParts {
  readonly mean: readonly number[];
  readonly components: Float32Array;
  readonly explainedVariance: readonly number[];
}

const Schema = v.pipe(
  v.object({
    mean: v.pipe(v.array(finiteNumber), v.minLength(1)),
    /** Row after row. */
    components: v.pipe(v.array(v.pipe(v.number(), v.minValue(-1), v.maxValue(1))), v.minLength(1)),
    explainedVariance: v.array(v.pipe(finiteNumber, v.minValue(0))),
  }),
  v.check(
    ({ mean, components, explainedVariance }) =>
      explainedVariance.length === mean.length &&
      components.length % mean.length === 0 &&
      components.length <= mean.length ** 2,
    'components as long as the means, at most as many, and a variance each',
  ),
);

/** Finding the directions goes with the third power of the columns and hears no stop: up to here it takes minutes. */
const MOST_COLUMNS = 3000;

/**
 * All values must be finite, and some must differ. Throws `columns-too-many`.
 * @param numComponents how many to keep; fewer where rows and columns do not give as many
 */
export async function fitPca(
  table: RowBlocks,
  { numComponents }: { numComponents: number },
): Promise<Pca> {
  const { columns } = table;
  if (columns > MOST_COLUMNS) {
    const got = `${columns} columns to condense; at most ${MOST_COLUMNS}`;
    throw new EarmarkError('columns-too-many', got);
  }
  const { means, values: covariance } = await covarianceOf(table);
  const { values, vectors } = await eigenOf(covariance, columns);
  await table.breathe();
  const explainedVariance = Array.from(values, (value) => Math.max(0, value));
  const smallest = RANK_TOLERANCE * explainedVariance[0]!;
  const rank = explainedVariance.findIndex((variance) => variance <= smallest);
  const count = Math.min(numComponents, rank < 0 ? columns : Math.max(1, rank));
  const components = Float32Array.from(vectors.subarray(0, count * columns));
  for (let i = 0; i < count; i++) {
    makeLargestPositive(components.subarray(i * columns, (i + 1) * columns));
  }
  return createPca({ mean: [...means], components, explainedVariance });
}

/** Throws `model-incompatible` unless it is what `toJSON` gave. */
export function pcaFromJson(json: unknown): Pca {
  const { mean, components, explainedVariance } = parseSaved(Schema, json, 'model-incompatible');
  return createPca({ mean, components: Float32Array.from(components), explainedVariance });
}

/** The sign of an eigenvector is arbitrary; scikit-learn (from 1.5) fixes it so. */
function makeLargestPositive(component: Float32Array): void {
  const largest = component.reduce((best, x) => (Math.abs(x) > Math.abs(best) ? x : best), 0);
  if (largest < 0) component.forEach((x, i) => (component[i] = -x));
}

function createPca({ mean, components, explainedVariance }: PcaParts): Pca {
  const numColumns = mean.length;
  const numComponents = components.length / numColumns;
  const project = createProjection(mean, components);
  const total = explainedVariance.reduce((sum, variance) => sum + variance, 0);
  const step: Pca = {
    numColumns,
    numComponents,
    components,
    explainedVariance,
    explainedVarianceRatio: explainedVariance.map((variance) => variance / (total || 1)),
    transform: (matrix) => {
      checkWidth(matrix, step);
      return project(matrix);
    },
    toJSON: () => ({
      mean,
      components: Array.from(components, shortestFloat32),
      explainedVariance,
    }),
  };
  return step;
}

/** A function that projects rows: four components at a time, which share what is read of the row. */
function createProjection(
  mean: readonly number[],
  components: Float32Array,
): (matrix: Matrix) => Matrix {
  const columns = mean.length;
  const numComponents = components.length / columns;
  const padded = new Float64Array(Math.ceil(numComponents / 4) * 4 * columns);
  padded.set(components);
  const centred = new Float64Array(columns);
  const sums = new Float64Array(padded.length / columns);
  const projectRow = (): void => {
    for (let c = 0; c < sums.length; c += 4) {
      const at = c * columns;
      let s0 = 0;
      let s1 = 0;
      let s2 = 0;
      let s3 = 0;
      for (let j = 0; j < columns; j++) {
        const value = centred[j]!;
        s0 += value * padded[at + j]!;
        s1 += value * padded[at + columns + j]!;
        s2 += value * padded[at + 2 * columns + j]!;
        s3 += value * padded[at + 3 * columns + j]!;
      }
      sums[c] = s0;
      sums[c + 1] = s1;
      sums[c + 2] = s2;
      sums[c + 3] = s3;
    }
  };
  return ({ data, rows }) => {
    const projected = createMatrix(rows, numComponents);
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++) centred[j] = data[i * columns + j]! - mean[j]!;
      projectRow();
      for (let c = 0; c < numComponents; c++) {
        projected.data[i * numComponents + c] = clampToFloat32(sums[c]!);
      }
    }
    return projected;
  };
}
