import { describe, expect, it } from 'vitest';
import golden from '../../../test/golden/pca.json';
import { makePcaTable } from '../../../test/golden/pca-table';
import { createMatrix, takeRows, type Matrix } from '../../core/matrix';
import { fitCorrelationFilter } from './correlation-filter';
import { fitPca } from './pca';
import { rowBlocks, type RowBlocks } from './row-blocks';
import { fitSimpleImputer } from './simple-imputer';
import { fitStandardScaler } from './standard-scaler';

const blocksOf = (matrix: Matrix): RowBlocks => rowBlocks(matrix, () => Promise.resolve());

/** Largest distance of `values` to `expected`, each relative to the larger of |expected| and `floor`. */
function distance(values: ArrayLike<number>, expected: readonly number[], floor: number): number {
  return expected.reduce((worst, wanted, i) => {
    const difference = Math.abs(values[i]! - wanted) / Math.max(Math.abs(wanted), floor);
    return Math.max(worst, Number.isNaN(difference) ? Infinity : difference);
  }, 0);
}

describe.each(golden.sets)('the steps against scikit-learn and pandas, $name', async (set) => {
  const { maxCorrelation } = golden;
  const table = makePcaTable(set);
  const part = (begin: number, end: number): Matrix =>
    takeRows(
      table,
      Array.from({ length: end - begin }, (_, i) => begin + i),
    );
  const train = part(0, set.train);
  const imputer = await fitSimpleImputer(blocksOf(train));
  const filled = imputer.transform(train);
  const scaler = await fitStandardScaler(blocksOf(filled));
  const scaled = scaler.transform(filled);

  it('fills holes with the means and drops the empty column', () => {
    expect(imputer.kept).toEqual(Array.from({ length: set.columns }, (_, j) => j).toSpliced(10, 1));
    const { means } = imputer.toJSON() as { means: (number | null)[] };
    const known = means.filter((mean) => mean !== null);
    expect(known).toHaveLength(set.means.length);
    expect(distance(known, set.means, 1e-9)).toBeLessThan(1e-6);
  });

  it('has the scaler’s means and scales', () => {
    // Summed in float64 over float32 values: what was filled is rounded.
    expect(distance(scaler.mean, set.mean, 1e-6)).toBeLessThan(1e-6);
    expect(distance(scaler.scale, set.scale, 1e-9)).toBeLessThan(1e-6);
  });

  it('drops what the pandas recipe drops', async () => {
    const filter = await fitCorrelationFilter(blocksOf(scaled), { maxCorrelation });
    expect(filter.constant).toEqual(set.constant);
    expect(filter.correlated.map(({ column }) => column)).toEqual(set.dropped);
    const sizes = filter.correlated.map(({ r }) => Math.abs(r));
    expect(distance(sizes, set.largestCorrelations, 1)).toBeLessThan(1e-6);
  });

  it('has the PCA’s variances, components and rows', async () => {
    const filter = await fitCorrelationFilter(blocksOf(scaled), { maxCorrelation });
    const numComponents = set.components.length && set.explainedVariance.length;
    const pca = await fitPca(blocksOf(filter.transform(scaled)), { numComponents });
    expect(pca.numComponents).toBe(numComponents);
    const variance = distance(pca.explainedVariance, set.explainedVariance, 1e-12);
    const ratio = distance(pca.explainedVarianceRatio, set.explainedVarianceRatio, 1e-12);
    const components = distance(pca.components, set.components, 1);
    const condense = (rows: Matrix): Float32Array =>
      [imputer, scaler, filter, pca].reduce((matrix, step) => step.transform(matrix), rows).data;
    const trainRows = distance(condense(part(0, 4)), set.trainRows, 1);
    const laterRows = distance(condense(part(set.train, set.train + 4)), set.laterRows, 1);
    console.info(
      `${set.name}: variance ${variance.toExponential(1)}, ratio ${ratio.toExponential(1)}, components ` +
        `${components.toExponential(1)}, rows ${Math.max(trainRows, laterRows).toExponential(1)}`,
    );
    expect(variance).toBeLessThan(1e-6);
    expect(ratio).toBeLessThan(1e-6);
    expect(components).toBeLessThan(1e-5);
    expect(trainRows).toBeLessThan(1e-4);
    expect(laterRows).toBeLessThan(1e-4);
  });
});

it('gives a constant table no scale but 1', async () => {
  const constant = createMatrix(3, 1, Float32Array.of(0.1, 0.1, 0.1));
  expect((await fitStandardScaler(blocksOf(constant))).scale).toEqual([1]);
});
